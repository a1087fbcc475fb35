import inc from "semver/functions/inc.js";
import type { Changeset } from "../facts/facts.ts";
import type { Track } from "../policy/policy.ts";
import { matchesText } from "../policy/selector.ts";
import { breakingBump, isCalver, isGraduating, isInside } from "../policy/track.ts";
import { type Bump, greatest, isOver, leavesZero } from "../versions/bump.ts";
import type { View } from "./view.ts";

/**
 * What an author may declare for a package: what its track allows and the branch, too; where they have nothing in
 * common, the branch. Undefined where neither limits it.
 */
export function declarableBumps(view: View, name: string): readonly Bump[] | undefined {
  const track = view.trackOf(name)?.declared;
  const branches = view.policy.branches.flatMap(({ pattern, declared }) =>
    declared && view.branch !== undefined && matchesText(pattern, view.branch) ? [declared] : [],
  );
  if (branches.length === 0) return track;
  const onBranch = branches.reduce((all, one) => all.filter((bump) => one.includes(bump)));
  const both = onBranch.filter((bump) => !track || track.includes(bump));
  return both.some((bump) => bump !== "none") ? both : onBranch;
}

/**
 * The bumps with which a changeset can release a package as its track and the branch allow, smallest first: the author
 * may declare it, the version stays inside the track (or gets there), and what the changesets declare may be in it.
 */
export function legalBumps(view: View, name: string): readonly Bump[] {
  const from = view.releaseOf(name)?.from ?? view.packageNamed(name)?.version;
  if (from === undefined) return [];
  const track = view.trackOf(name);
  const declarable = declarableBumps(view, name);
  const least = smallestNeeded(view, name, from, track);
  return (["patch", "minor", "major"] as const).filter((bump) => {
    const to = inc(from, bump);
    if (to === null || isOver(least, bump)) return false;
    if (track && isGraduating(from, track)) return isInside(to, track.versions!.range);
    if (declarable && !declarable.includes(bump)) return false;
    if (isCalver(track)) return true;
    return !leavesZero(from, to) && (!track?.versions || isInside(to, track.versions.range));
  });
}

/** The smallest bump that the declarations of the package's own changesets need. */
function smallestNeeded(view: View, name: string, from: string, track: Track | undefined): Bump {
  const { removal } = track?.require ?? {};
  const breaking = isCalver(track) && !track?.breaking ? "none" : breakingBump(from, track);
  return greatest(
    view.pending
      .filter((changeset) => isGreatestIn(changeset, name))
      .flatMap(({ declarations }) => declarations)
      .map(({ kind }): Bump => {
        if (kind === "breaking") return breaking;
        return kind === "removes" && removal ? (removal.bump ?? breaking) : "none";
      }),
  );
}

/** Of several packages in one changeset, the one with the greatest bump is what the text is about. */
const isGreatestIn = ({ bumps }: Changeset, name: string): boolean => {
  const own = bumps.find((bump) => bump.package === name)?.bump;
  return own !== undefined && own === greatest(bumps.map(({ bump }) => bump));
};

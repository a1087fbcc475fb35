import inc from "semver/functions/inc.js";
import type { Declaration } from "../facts/evidence.ts";
import type { Changeset } from "../facts/facts.ts";
import { apiBump } from "../policy/api-promise.ts";
import type { Track } from "../policy/policy.ts";
import { matchesText } from "../policy/selector.ts";
import { breakingBump, isCalver, isGraduating, isInside } from "../policy/track.ts";
import { type Bump, greatest, isOver, leavesZero } from "../versions/bump.ts";
import type { View } from "./view.ts";

/**
 * What an author may declare for a package: what both its track and the branch allow, or only the branch if they have
 * nothing in common. Undefined if neither limits it.
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
 * may declare it, the version stays inside the track (or gets there), and what the changesets declare and the API breaks
 * may be in it.
 */
export function legalBumps(view: View, name: string): readonly Bump[] {
  const pkg = view.packageNamed(name);
  const from = view.releaseOf(name)?.from ?? pkg?.version;
  if (from === undefined) return [];
  const track = view.trackOf(name);
  const declarable = declarableBumps(view, name);
  const least = greatest([
    ...demandsOf(view, name, from).map(({ needed }) => needed),
    ...(pkg ? [apiBump(view.policy, pkg, from)] : []),
  ]);
  return (["patch", "minor", "major"] as const).filter((bump) => {
    const to = inc(from, bump);
    if (to === null || isOver(least, bump)) return false;
    if (track && isGraduating(from, track)) return isInside(to, track.versions!.range);
    if (declarable && !declarable.includes(bump)) return false;
    if (isCalver(track)) return true;
    return !leavesZero(from, to) && (!track?.versions || isInside(to, track.versions.range));
  });
}

/** A declaration of a package's own changesets, and the smallest bump that may have it. */
interface Demand {
  readonly declaration: Declaration;
  readonly needed: Bump;
}

/** The declarations of the package's own changesets that none of these bumps is big enough for. */
export function declarationsOver(
  view: View,
  name: string,
  bumps: readonly Bump[],
): readonly Declaration[] {
  const from = view.releaseOf(name)?.from ?? view.packageNamed(name)?.version;
  if (from === undefined) return [];
  return demandsOf(view, name, from)
    .filter(({ needed }) => isOver(needed, greatest(bumps)))
    .map(({ declaration }) => declaration);
}

function demandsOf(view: View, name: string, from: string): readonly Demand[] {
  const track = view.trackOf(name);
  const { removal } = track?.require ?? {};
  const kinds = kindsFor(view, track);
  if (!kinds) return [];
  const ofTrack = isCalver(track) && !track?.breaking ? "none" : breakingBump(from, track);
  const breaking = kinds.breaking ?? ofTrack;
  const removing = kinds.removal ?? (removal && (removal.bump ?? ofTrack));
  return changesetsAbout(view, name).flatMap(({ declarations }) =>
    declarations.flatMap((declaration): Demand[] => {
      const { kind, experimental } = declaration;
      const broken = (experimental && kinds.experimental) ?? breaking;
      const needed = kind === "breaking" ? broken : kind === "removes" ? removing : undefined;
      return needed === undefined || needed === "off" ? [] : [{ declaration, needed }];
    }),
  );
}

/** What the options of `change-bump` say of declared changes; undefined where the rule is off. */
function kindsFor(view: View, track: Track | undefined): Kinds | undefined {
  const setting = track?.settings.get("change-bump") ?? view.policy.settings.get("change-bump");
  if (setting?.level === "off") return undefined;
  return (setting?.options as { readonly kinds?: Kinds } | undefined)?.kinds ?? {};
}

/** Whether a breaking change is of something experimental, and the track lets that break in every release. */
export const isFree = (
  view: View,
  track: Track | undefined,
  { kind, experimental }: Declaration,
): boolean =>
  kind === "breaking" && experimental === true && kindsFor(view, track)?.experimental === "off";

type Kinds = Readonly<Partial<Record<"breaking" | "experimental" | "removal", Bump | "off">>>;

/** The pending changesets by package. Of several packages in one, its text is about those with the greatest bump. */
function changesetsAbout(view: View, name: string): readonly Changeset[] {
  let known = ABOUT.get(view);
  if (!known) {
    known = new Map();
    for (const changeset of view.pending) {
      const most = greatest(changeset.bumps.map(({ bump }) => bump));
      for (const { package: one, bump } of changeset.bumps)
        if (bump === most) known.set(one, [...(known.get(one) ?? []), changeset]);
    }
    ABOUT.set(view, known);
  }
  return known.get(name) ?? [];
}

/** Cached, because many findings have the same changesets. */
const ABOUT = new WeakMap<View, Map<string, readonly Changeset[]>>();

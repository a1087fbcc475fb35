import type { DeclarationKind } from "../facts/evidence.ts";
import type { Cause, Changeset, DeclaredBump, Facts, Release } from "../facts/facts.ts";
import type { Track } from "../policy/policy.ts";
import { chainOf, origin } from "./chain.ts";
import type { View } from "./view.ts";

/** Every changeset that a release may come from: those that are there, and those that a version commit consumes. */
export const allChangesets = ({
  changesets,
  changes,
}: Pick<Facts, "changesets" | "changes">): readonly Changeset[] =>
  changes?.kind === "versions" ? [...changesets, ...changes.consumes] : changesets;

/** The cause of a release that is a line of this changeset. */
export const causeFrom = ({ causes }: Release, { id }: Changeset): Cause | undefined =>
  causes.find((cause) => cause.kind === "changeset" && cause.changeset === id);

/** The changesets that ask for a release themselves. */
export const ownChangesets = (view: View, release: Release): readonly Changeset[] =>
  allChangesets(view).filter((changeset) => causeFrom(release, changeset));

/**
 * The changesets that ask for a release: its own, else the one at the end of its chain. Undefined in the place of one
 * that is known by its id alone.
 */
export function changesetsBehind(view: View, release: Release): readonly (Changeset | undefined)[] {
  const own = changesetIds(release.causes);
  const ids = own.length > 0 ? own : changesetIds(endOf(view, release));
  const known = allChangesets(view);
  return ids.map((id) => known.find((one) => one.id === id));
}

/** The changesets that lead to the release of a package along any of its causes. */
export function changesetsLeadingTo(name: string, facts: Facts): readonly Changeset[] {
  const ids = new Set<string>();
  const reached = new Set([name]);
  for (const at of reached) {
    const { causes = [] } = facts.releases.find((release) => release.name === at) ?? {};
    for (const id of changesetIds(causes)) ids.add(id);
    for (const back of causes.flatMap((cause) => origin(cause) ?? [])) reached.add(back);
  }
  return allChangesets(facts).filter(({ id }) => ids.has(id));
}

const changesetIds = (causes: readonly Cause[]): readonly string[] =>
  causes.flatMap((cause) => (cause.kind === "changeset" ? [cause.changeset] : []));

const endOf = (view: View, release: Release): readonly Cause[] =>
  chainOf(release, view.releaseOf)
    .slice(-1)
    .map(({ cause }) => cause);

export const declares = (
  changeset: Changeset | undefined,
  kinds: readonly DeclarationKind[],
): boolean => changeset?.declarations.some(({ kind }) => kinds.includes(kind)) ?? false;

/**
 * The release only goes along with dependencies for which the condition holds: a rule that speaks of those need not
 * repeat itself for each dependent.
 */
export const follows = (
  { releaseOf }: View,
  { causes }: Release,
  condition: (on: Release) => boolean,
): boolean =>
  causes.length > 0 &&
  causes.every((cause) => {
    const on = cause.kind === "dependency" ? releaseOf(cause.on) : undefined;
    return on !== undefined && condition(on);
  });

/** A pending changeset, with the first of its packages that is asked for evidence. */
interface ChangesetNeedingEvidence {
  readonly changeset: Changeset;
  readonly bump: DeclaredBump;
  readonly track: Track;
}

/** The pending changesets that release a package on a track which asks for something. */
export const changesetsNeedingEvidence = (
  view: View,
  asks: (track: Track) => boolean | undefined,
): readonly ChangesetNeedingEvidence[] =>
  view.pending.flatMap((changeset) => {
    const asked = changeset.bumps.flatMap((bump) => {
      const pkg = view.packageNamed(bump.package);
      const track = pkg && bump.bump !== "none" && view.isJudged(pkg) && view.trackOf(pkg.name);
      return track && asks(track) ? [{ changeset, bump, track }] : [];
    });
    return asked.slice(0, 1);
  });

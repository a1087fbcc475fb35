import type { DeclarationKind } from "../facts/evidence.ts";
import type { Changeset, DeclaredBump, Release } from "../facts/facts.ts";
import type { Track } from "../policy/policy.ts";
import { chainOf } from "./chain.ts";
import type { View } from "./view.ts";

/**
 * The changesets that ask for a release: its own, else the one at the end of its chain. Of a version commit, those that
 * it has used up. Undefined in the place of one that is known by its id alone.
 */
export function changesetsBehind(view: View, release: Release): readonly (Changeset | undefined)[] {
  const own = release.causes.flatMap((cause) =>
    cause.kind === "changeset" ? [cause.changeset] : [],
  );
  const end = chainOf(release, view.releaseOf).at(-1)?.cause;
  const ids = own.length > 0 ? own : end?.kind === "changeset" ? [end.changeset] : [];
  const known = [...view.changesets, ...(view.changes?.used ?? [])];
  return ids.map((id) => known.find((one) => one.id === id));
}

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

/** The changesets that ask for a release themselves; those that a version commit has used up, too. */
export function ownChangesets(
  { changesets, changes }: View,
  { causes }: Release,
): readonly Changeset[] {
  const ids = new Set(causes.map((cause) => (cause.kind === "changeset" ? cause.changeset : "")));
  return [...changesets, ...(changes?.used ?? [])].filter(({ id }) => ids.has(id));
}

/** A pending changeset, with the first of its packages that is asked for evidence. */
interface ChangesetNeedingEvidence {
  readonly changeset: Changeset;
  readonly bump: DeclaredBump;
  readonly track: Track;
}

/** The changesets that release a package on a track which asks for something. */
export const changesetsNeedingEvidence = (
  view: View,
  asks: (track: Track) => boolean | undefined,
): readonly ChangesetNeedingEvidence[] =>
  view.changesets.flatMap((changeset) => {
    if (changeset.consumed) return [];
    const asked = changeset.bumps.flatMap((bump) => {
      const pkg = view.packageNamed(bump.package);
      const track = pkg && bump.bump !== "none" && view.isJudged(pkg) && view.trackOf(pkg.name);
      return track && asks(track) ? [{ changeset, bump, track }] : [];
    });
    return asked.slice(0, 1);
  });

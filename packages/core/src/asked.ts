import { chainOf } from "./chain.ts";
import type { DeclarationKind } from "./evidence.ts";
import type { Changeset, Release } from "./facts.ts";
import type { View } from "./view.ts";

/**
 * The changesets that ask for a release: its own, else the one at the end of its chain. Of a version commit, those that
 * it has used up. Undefined in the place of one that is known by its id alone.
 */
export function askedBy(view: View, release: Release): readonly (Changeset | undefined)[] {
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

/** How a changeset says what it is: the trailer of a hotfix. */
export const TRAILERS: Readonly<Partial<Record<DeclarationKind, string>>> = {
  security: "Security: <advisory id>",
  regression: "Fixes-regression: <issue or version>",
};

import type { Changeset, Release } from "./facts.ts";
import type { View } from "./view.ts";

/** The changesets that ask for a release themselves; those that a version commit has used up, too. */
export function changesetsFor(
  { changesets, changes }: View,
  { causes }: Release,
): readonly Changeset[] {
  const ids = new Set(causes.map((cause) => (cause.kind === "changeset" ? cause.changeset : "")));
  return [...changesets, ...(changes?.used ?? [])].filter(({ id }) => ids.has(id));
}

import type { Changeset, DeclaredBump } from "../facts/facts.ts";
import type { Location } from "../facts/location.ts";
import type { Edit, Fixer } from "../judge/edit.ts";
import type { View } from "../judge/view.ts";
import { Guesses } from "../policy/mistakes.ts";
import { isOver } from "../versions/bump.ts";
import { sharesLine } from "./fixes.ts";

/** A name in a changeset that is not a package of the workspace. */
export interface UnknownName {
  readonly changeset: Changeset;
  readonly bump: DeclaredBump;
  /** `removed`: the package was there, as the base or the history of the repository shows. */
  readonly kind: "unknown" | "removed";
  /** The package in the place of a removed one, as git shows it. */
  readonly renamed: string | undefined;
  /** A package with a similar name. */
  readonly suggestion: string | undefined;
}

/** Those of the changesets that the planner reads. */
interface UnknownNames {
  /** In the order of the files. */
  readonly names: readonly UnknownName[];
  readonly byPlace: ReadonlyMap<string, UnknownName>;
  /** The changesets that are about removed packages only, so that they go as a whole. */
  readonly ofRemoved: ReadonlySet<Changeset>;
}

const KNOWN = new WeakMap<View, UnknownNames>();

/** Found once for each view, because every finding and every fix asks for them. */
export function unknownNamesIn(view: View): UnknownNames {
  const known = KNOWN.get(view);
  if (known) return known;
  const names = findNames(view);
  const gone = new Set(names.filter(isDeleted).map(({ bump }) => bump));
  const all = new Set(names.map(({ changeset }) => changeset));
  const found = {
    names,
    byPlace: new Map(names.map((one) => [placeKey(one.bump.nameAt ?? one.bump.at), one])),
    ofRemoved: new Set([...all].filter(({ bumps }) => bumps.every((bump) => gone.has(bump)))),
  };
  KNOWN.set(view, found);
  return found;
}

const placeKey = ({ path, line, column }: Location): string => `${path}:${line}:${column}`;

function findNames(view: View): readonly UnknownName[] {
  const guesses = new Guesses();
  const names = view.packages.map(({ name }) => name);
  const removed = new Set(view.changes?.removed);
  const renamed = new Map(Object.entries(view.changes?.renamed ?? {}));
  for (const one of view.formerPackages ?? []) {
    removed.add(one.name);
    if (one.renamed !== undefined && !renamed.has(one.name)) renamed.set(one.name, one.renamed);
  }
  const suggestions = new Map<string, string | undefined>();
  const suggestionFor = (name: string): string | undefined => {
    if (!suggestions.has(name)) suggestions.set(name, guesses.closestPackage(name, names));
    return suggestions.get(name);
  };
  return (view.refusal ? view.changesets : view.pending).flatMap((changeset) =>
    changeset.bumps.flatMap((bump): UnknownName[] => {
      const { package: name } = bump;
      if (!removed.has(name) && view.packageNamed(name)) return [];
      const to = renamed.get(name);
      const suggestion = to === undefined ? suggestionFor(name) : undefined;
      const kind = removed.has(name) ? "removed" : "unknown";
      return [{ changeset, bump, kind, renamed: to, suggestion }];
    }),
  );
}

const isDeleted = ({ kind, renamed }: UnknownName): boolean =>
  kind === "removed" && renamed === undefined;

/**
 * Writes the new name of a renamed package, and deletes the line of a removed one, or of a name that resembles no other.
 * A package that is only similar is never written: it may be another one.
 */
export const correctName: Fixer = ({ at }, view) => {
  const { byPlace, ofRemoved } = unknownNamesIn(view);
  const found = byPlace.get(placeKey(at));
  if (!found) return undefined;
  const { changeset, bump, renamed, suggestion } = found;
  const { path, bumps } = changeset;
  const remove: Edit = { kind: "remove", path, at: bump.at };
  if (renamed !== undefined) {
    const merged = mergedLines(bump, bumps, renamed, view);
    if (merged) return merged.length > 0 ? merged : undefined;
    return bump.nameAt
      ? [{ kind: "replace", path, at, was: bump.package, text: renamed, quoted: true }]
      : undefined;
  }
  if (!isDeleted(found) && suggestion !== undefined) return undefined;
  if (ofRemoved.has(changeset)) return [{ kind: "delete", path }];
  return isOwnLine(bump, bumps) ? [remove] : undefined;
};

/**
 * The line of a package that is called `name` now goes where the changeset has a line of that name, which keeps the larger
 * bump, and where no release would follow. Undefined where the name is only to be written, empty where the line has others.
 */
export function mergedLines(
  wrong: DeclaredBump,
  bumps: readonly DeclaredBump[],
  name: string,
  view: View,
): readonly Edit[] | undefined {
  const { bump, at } = wrong;
  const own = bumps.find((other) => other.package === name);
  if (!own && !view.packageNamed(name)?.skipped) return undefined;
  if (!isOwnLine(wrong, bumps)) return [];
  const { path } = at;
  const remove: Edit = { kind: "remove", path, at };
  if (!own || !isOver(bump, own.bump)) return [remove];
  return [{ kind: "replace", path, at: own.at, was: own.bump, text: bump }, remove];
}

const isOwnLine = (bump: DeclaredBump, bumps: readonly DeclaredBump[]): boolean =>
  bump.at.line === (bump.nameAt ?? bump.at).line && !sharesLine(bump, bumps);

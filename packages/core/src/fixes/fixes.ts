import type { DeclaredBump } from "../facts/facts.ts";
import { maturityOf } from "../docs/maturity.ts";
import { type Edit, type Fixer, type Remedies, isSamePlace } from "../judge/edit.ts";
import type { View } from "../judge/view.ts";
import { isOver } from "../versions/bump.ts";

/** Writes the maturity table again. */
export const writeTable: Fixer = (_, view) => {
  const path = view.policy.docs.table;
  if (path === undefined) return undefined;
  return [{ kind: "table", path, rows: maturityOf(view.packages, view.policy) }];
};

/** A name that git shows to be another now becomes that. What is only like a name is never written: it may be another package. */
export const renamePackage: Fixer = ({ at }, view) => {
  const { renamed = {} } = view.changes ?? {};
  for (const { path, bumps } of view.pending) {
    const wrong = bumps.find(({ nameAt, at: place }) => isSamePlace(nameAt ?? place, at));
    if (path !== at.path || !wrong?.nameAt || !Object.hasOwn(renamed, wrong.package)) continue;
    const name = renamed[wrong.package]!;
    const edits = mergedLines(wrong, bumps, name, view);
    if (edits) return edits.length > 0 ? edits : undefined;
    return [{ kind: "replace", path, at, was: wrong.package, text: name, quoted: true }];
  }
  return undefined;
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
  if (sharesLine(wrong, bumps)) return [];
  const { path } = at;
  const remove: Edit = { kind: "remove", path, at };
  if (!own || !isOver(bump, own.bump)) return [remove];
  return [{ kind: "replace", path, at: own.at, was: own.bump, text: bump }, remove];
}

/** The lines of packages that are skipped go, so that the others are released. */
export const removeSkipped: Fixer = ({ package: waiting, at }, view) => {
  // A finding about one package: its changeset is mixed with none that is released.
  if (waiting !== undefined) return undefined;
  const changeset = view.pending.find(({ path }) => path === at.path);
  const skipped = changeset?.bumps.filter(({ package: name }) => view.packageNamed(name)?.skipped);
  if (skipped?.some((bump) => sharesLine(bump, changeset!.bumps))) return undefined;
  return skipped?.map((bump): Edit => ({ kind: "remove", path: at.path, at: bump.at }));
};

/** Whether a bump is on the same line as another one of its changeset: `{ a: minor, b: patch }`. */
export const sharesLine = ({ at }: DeclaredBump, bumps: readonly DeclaredBump[]): boolean =>
  bumps.filter((other) => other.at.line === at.line).length > 1;

/** Deletes the line and keeps the rest of the changeset. */
export const removeLine: Remedies = ({ at }) => [[{ kind: "remove", path: at.path, at }]];

import type { DeclaredBump } from "../facts/facts.ts";
import { maturityOf } from "../docs/maturity.ts";
import { type Edit, type Fixer, type Remedies, isSamePlace } from "../judge/edit.ts";

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
    const suggestion = renamed[wrong.package]!;
    if (bumps.some(({ package: name }) => name === suggestion)) return undefined;
    return [{ kind: "replace", path, at, was: wrong.package, text: suggestion, quoted: true }];
  }
  return undefined;
};

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

import type { DeclaredBump } from "../facts/facts.ts";
import { maturityOf } from "../docs/maturity.ts";
import type { Edit, Fixer, Remedies } from "../judge/edit.ts";

/** Writes the maturity table again. */
export const writeTable: Fixer = (_, view) => {
  const path = view.policy.docs.table;
  if (path === undefined) return undefined;
  return [{ kind: "table", path, rows: maturityOf(view.packages, view.policy) }];
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

const LINES = new WeakMap<readonly DeclaredBump[], ReadonlySet<number>>();

/** Whether a bump is on the same line as another one of its changeset: `{ a: minor, b: patch }`. */
export const sharesLine = ({ at }: DeclaredBump, bumps: readonly DeclaredBump[]): boolean => {
  const shared = LINES.get(bumps) ?? sharedLines(bumps);
  LINES.set(bumps, shared);
  return shared.has(at.line);
};

function sharedLines(bumps: readonly DeclaredBump[]): ReadonlySet<number> {
  const [seen, shared] = [new Set<number>(), new Set<number>()];
  for (const { at } of bumps) (seen.has(at.line) ? shared : seen).add(at.line);
  return shared;
}

/** Deletes the line and keeps the rest of the changeset. */
export const removeLine: Remedies = ({ at }) => [[{ kind: "remove", path: at.path, at }]];

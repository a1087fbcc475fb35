import { maturityOf } from "../docs/maturity.ts";
import { type Edit, type Fixer, bumpLine, isSamePlace } from "../judge/edit.ts";

/** The maturity table is written anew. */
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
    const meant = renamed[wrong.package]!;
    if (bumps.some(({ package: name }) => name === meant)) return undefined;
    return [{ kind: "replace", path, at, was: wrong.package, text: meant, quoted: true }];
  }
  return undefined;
};

/** The packages that are skipped go into a changeset of their own, with the same text. */
export const splitChangeset: Fixer = ({ package: waiting, at }, view) => {
  // A finding about one package: its changeset is mixed with none that is released.
  if (waiting !== undefined) return undefined;
  const changeset = view.pending.find(({ path }) => path === at.path);
  const skipped = changeset?.bumps.filter(({ package: name }) => view.packageNamed(name)?.skipped);
  if (!changeset || !skipped || skipped.length === 0) return undefined;
  const { id, path, summary } = changeset;
  const lines = skipped.map(({ package: name, bump }) => bumpLine(name, bump)).join("");
  const text = `---\n${lines}---\n\n${summary}\n`;
  const removed = skipped.map((bump): Edit => ({ kind: "remove", path, at: bump.at }));
  return [
    ...removed,
    { kind: "create", path: `.changeset/${id.slice(0, 60)}-skipped.md`, text, like: path },
  ];
};

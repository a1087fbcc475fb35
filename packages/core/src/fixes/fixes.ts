import { maturityOf } from "../docs/maturity.ts";
import { type Edit, type Fixer, bumpLine, isSamePlace } from "../judge/edit.ts";
import { closest } from "../policy/mistakes.ts";

/** The maturity table is written anew. */
export const writeTable: Fixer = (_, view) => {
  const path = view.policy.docs.table;
  if (path === undefined) return undefined;
  return [{ kind: "table", path, rows: maturityOf(view.packages, view.policy) }];
};

/** A name that can only be meant for one package becomes that. */
export const renamePackage: Fixer = ({ at }, view) => {
  for (const { path, bumps } of view.pending) {
    const wrong = bumps.find(({ nameAt, at: place }) => isSamePlace(nameAt ?? place, at));
    if (path !== at.path || !wrong?.nameAt) continue;
    const names = view.packages.map(({ name }) => name);
    const { renamed = {} } = view.changes ?? {};
    const moved = Object.hasOwn(renamed, wrong.package) ? renamed[wrong.package] : undefined;
    const meant = moved ?? closest(wrong.package, names);
    if (meant === undefined || bumps.some(({ package: name }) => name === meant)) return undefined;
    const others = moved ? [] : names.filter((name) => name !== meant);
    if (closest(wrong.package, others) !== undefined) return undefined;
    return [{ kind: "replace", path, at, was: wrong.package, text: meant, quoted: true }];
  }
  return undefined;
};

/** The packages that are skipped go into a changeset of their own, with the same text. */
export const splitChangeset: Fixer = ({ at }, view) => {
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

/** The line of a package that has another name now gets that; a package that is gone has no name to give. */
export const renamedLine: Fixer = (finding, view) => {
  const edits = renamePackage(finding, view) ?? [];
  const renamed = Object.values(view.changes?.renamed ?? {});
  return edits.every((edit) => edit.kind === "replace" && renamed.includes(edit.text))
    ? edits
    : undefined;
};

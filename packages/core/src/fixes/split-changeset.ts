import { bumpLine, type Edit, type Fixer } from "./edit.ts";

/** The packages that are skipped go into a changeset of their own, with the same text. */
export const splitChangeset: Fixer = ({ at }, view) => {
  const changeset = view.changesets.find(({ path, consumed }) => path === at.path && !consumed);
  const skipped = changeset?.bumps.filter(({ package: name }) => view.packageNamed(name)?.skipped);
  if (!changeset || !skipped || skipped.length === 0) return undefined;
  const { id, path, summary } = changeset;
  const lines = skipped.map(({ package: name, bump }) => bumpLine(name, bump)).join("");
  const text = `---\n${lines}---\n\n${summary}\n`;
  const removed = skipped.map((bump): Edit => ({ kind: "remove", path, at: bump.at }));
  return {
    edits: [
      ...removed,
      { kind: "create", path: `.changeset/${id.slice(0, 60)}-skipped.md`, text, like: path },
    ],
    // That it waits for ever was hidden by its being mixed.
    reveals: ["ignored-package"],
  };
};

import type { LineEdit } from "../../../packages/cli/src/check/report.ts";
import type { Question } from "../engine/engine.ts";

export const PANES = ["packages", "changesets", "policy"] as const;
export type PaneName = (typeof PANES)[number];

/** What the page shows and shares: a question with the texts that can be edited. */
export type Workspace = Question;

export function paneOf(path: string): PaneName {
  if (path.startsWith(".changeset/")) return "changesets";
  return path.startsWith("policies/") ? "policy" : "packages";
}

/** The paths of a pane: what people edit first, settings last. */
export const pathsOf = (texts: Workspace["texts"], pane: PaneName): readonly string[] =>
  Object.keys(texts)
    .filter((path) => paneOf(path) === pane)
    .toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));

const rank = (path: string): number =>
  /^\.changeset\/.*\.md$|^packages\/.*package\.json$|^policies\/(?!workspace)/.test(path) ? 0 : 1;

const NEW: Readonly<Record<PaneName, (i: number) => readonly [path: string, text: string]>> = {
  packages: (i) => [
    `packages/package-${i}/package.json`,
    `${JSON.stringify({ name: `@acme/package-${i}`, version: "0.1.0" }, null, 2)}\n`,
  ],
  changesets: (i) => [
    `.changeset/change-${i}.md`,
    '---\n"@acme/core": patch\n---\n\nSay what changed.\n',
  ],
  policy: (i) => [`policies/track-${i}.yaml`, 'packages: []\nversions: "0.y.z"\n'],
};

/** A path that is free, and the text to start with. */
export function newFile(
  texts: Workspace["texts"],
  pane: PaneName,
): readonly [path: string, text: string] {
  for (let i = 1; ; i++) {
    const [path, text] = NEW[pane](i);
    if (!Object.hasOwn(texts, path)) return [path, text];
  }
}

/** The texts with the edits of a fix. A new file does not replace one that is there. */
export function edited(texts: Question["texts"], edits: readonly LineEdit[]): Question["texts"] {
  const after = { ...texts };
  const below = (edit: LineEdit): number => edit.line ?? 0;
  for (const edit of edits.toSorted((a, b) => below(b) - below(a))) {
    const { path, line, text } = edit;
    if (line === undefined) after[freePath(after, path)] = text ?? "";
    else {
      const lines = (after[path] ?? "").split("\n");
      lines.splice(line - 1, edit.inserted ? 0 : 1, ...(text === undefined ? [] : [text]));
      after[path] = lines.join("\n");
    }
  }
  return after;
}

function freePath(texts: Question["texts"], path: string): string {
  let free = path;
  for (let i = 2; Object.hasOwn(texts, free); i++) free = path.replace(/(\.\w+)$/, `-${i}$1`);
  return free;
}

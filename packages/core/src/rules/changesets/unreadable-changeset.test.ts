import { expect, test } from "vitest";
import { fixesOf, judgeScene, messagesOf } from "../../testing/scene.ts";
import type { UnreadableChangeset } from "../../facts/facts.ts";
import { say } from "../../sentence.ts";
import { unreadableChangeset } from "./unreadable-changeset.ts";

type Kind = UnreadableChangeset["kind"];
const bad = (kind: Kind, id = "cat", line = 3): UnreadableChangeset => {
  const path = `.changeset/${id}.md`;
  return { path, at: { path, line, column: 7 }, kind, reason: say`${"path"} is not a bump` };
};
const holding = (...unreadable: readonly UnreadableChangeset[]) => ({ facts: { unreadable } });

const form =
  'start the file with `---`, a line such as `"@acme/ui": patch` for each package, and `---`';

test.each<[Kind, string]>([
  ["front-matter", form],
  ["not-closed", "add a line `---` below the last package"],
  [
    "yaml",
    'write each line between the two `---` as in `"@acme/ui": patch`, with the name in quotes',
  ],
  ["bump", "write `patch`, `minor`, `major` or `none`"],
  ["too-large", "shorten the changeset and move the details to the documentation"],
  ["not-a-file", "replace it with a regular file"],
  ["folder", "move it out of `.changeset`"],
  ["conflict", "resolve the conflict and delete its markers"],
])("repeats why a file cannot be read and advises on %s", (kind, advice) => {
  expect(messagesOf(unreadableChangeset, holding(bad(kind)))).toEqual([
    "error: cannot read `.changeset/cat.md`: `path` is not a bump",
  ]);
  expect(fixesOf(unreadableChangeset, holding(bad(kind)))).toEqual([advice]);
});

test("does not report a duplicate key (duplicate-package does)", () => {
  expect(messagesOf(unreadableChangeset, holding(bad("duplicate-key")))).toEqual([]);
});

test("reports nothing if every file can be read", () => {
  expect(messagesOf(unreadableChangeset, { changesets: { cat: { ui: "patch" } } })).toEqual([]);
});

test("reports every file at once, each at its place", () => {
  const scene = holding(bad("yaml", "fox"), bad("bump", "cat"), bad("bump", "cat", 2));
  const { findings } = judgeScene(scene, [unreadableChangeset]);
  expect(findings.map(({ at }) => `${at.path}:${at.line}:${at.column}`)).toEqual([
    ".changeset/cat.md:2:7",
    ".changeset/cat.md:3:7",
    ".changeset/fox.md:3:7",
  ]);
});

test.each([
  ["used-name", "rename the file"],
  ["used-folder", "move it to `.changeset/`"],
  ["used-edit", "move the new lines to a new changeset"],
] as const)("says what a file at fault does, and advises on %s", (kind, advice) => {
  expect(messagesOf(unreadableChangeset, holding(bad(kind)))).toEqual([
    "error: `.changeset/cat.md` `path` is not a bump",
  ]);
  expect(fixesOf(unreadableChangeset, holding(bad(kind)))).toEqual([advice]);
});

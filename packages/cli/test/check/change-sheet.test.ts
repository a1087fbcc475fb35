import type { Edit } from "@release-policy/core";
import { expect, test } from "vitest";
import { ChangeSheet } from "../../src/check/fixes/change-sheet.ts";
import { folder } from "../kit/workspace.ts";

const FILES = { "a.md": "one\ntwo\n", "b.json": "{}\n" };

const create = (path: string, text: string): Edit => ({ kind: "create", path, text });
const replace = (was: string, text: string, line = 1): Edit => ({
  kind: "replace",
  path: "a.md",
  at: { path: "a.md", line, column: 1 },
  was,
  text,
});
const remove: Edit = { kind: "delete", path: "a.md" };
const set = (path: string): Edit => ({ kind: "set", path, keys: ["a"], value: 1, say: [] });
const table = (path: string): Edit => ({ kind: "table", path, rows: [] });

test.each<[string, readonly Edit[], string | readonly (readonly [string, string | undefined])[]]>([
  ["a file outside", [create("../x.md", "x")], "unlike"],
  ["one new file twice", [create("n.md", "x"), create("n.md", "x")], [["n.md", "x"]]],
  [
    "two new files with one name",
    [create("n.md", "x"), create("n.md", "y")],
    [
      ["n.md", "x"],
      ["n-2.md", "y"],
    ],
  ],
  ["a new file where one is", [create("a.md", "x")], [["a-2.md", "x"]]],
  ["a word replaced by itself", [replace("one", "one")], []],
  ["a word that is elsewhere", [replace("two", "x")], "unlike"],
  ["two words of two lines", [replace("one", "1"), replace("two", "2", 2)], [["a.md", "1\n2\n"]]],
  ["a changed file that is deleted", [replace("one", "1"), remove], "conflict"],
  ["a deleted file that is changed", [remove, replace("one", "1")], "conflict"],
  ["a deleted file", [remove], [["a.md", undefined]]],
  ["a value of a missing file", [set("c.json")], "unlike"],
  ["a value of a file", [set("b.json")], [["b.json", '{"a":1}']]],
  ["a table of a missing page outside", [table("../page.md")], "unlike"],
  [
    "a table of a missing page",
    [table("new.md")],
    [["new.md", "<!-- release-policy:tracks -->\n\ntable\n\n<!-- /release-policy:tracks -->\n"]],
  ],
])("%s", async (_, edits, expected) => {
  const { path: root } = await folder(FILES);
  const sheet = new ChangeSheet(root, () => "table").with(edits);
  expect(
    typeof sheet === "string" ? sheet : sheet.files.map(({ path, after }) => [path, after]),
  ).toEqual(expected);
});

import type { Edit } from "@release-policy/core";
import { expect, test } from "vitest";
import { areApart, lineStart, spliceOf } from "../../src/policy/edited-text.ts";

type PlacedEdit = Exclude<Edit, { readonly kind: "create" | "delete" }>;

const edited = (text: string, edit: PlacedEdit): string | undefined => {
  const splice = spliceOf(text, edit, () => "");
  return splice && text.slice(0, splice.from) + splice.text + text.slice(splice.to);
};

const at = (line: number, column = 1) => ({ path: "a.md", line, column });
const path = "a.md";

test.each<[string, string, PlacedEdit, string | undefined]>([
  [
    "at the start of a line",
    "a\nb\n",
    { kind: "insert", path, at: at(2), text: "x\n" },
    "a\nx\nb\n",
  ],
  [
    "at the end of spaces",
    "a\n  ",
    { kind: "insert", path, at: at(2, 3), text: "x\n" },
    "a\n  x\n  ",
  ],
  [
    "behind the end of spaces",
    "a\n  ",
    { kind: "insert", path, at: at(2, 4), text: "x\n" },
    undefined,
  ],
  ["behind other text", "ab\n", { kind: "insert", path, at: at(1, 2), text: "x\n" }, undefined],
  ["below the last line", "a\nb", { kind: "remove", path, at: at(3) }, undefined],
  ["on the last line", "a\nb", { kind: "remove", path, at: at(2) }, "a\n"],
  ["on an empty first line", "\nb\n", { kind: "remove", path, at: at(1) }, "b\n"],
  [
    "in quotes, of a name that needs escapes",
    '"a": patch\n',
    { kind: "replace", path, at: at(1), was: "a", text: 'b"', quoted: true },
    undefined,
  ],
  [
    "in quotes, of a plain name",
    '"a": patch\n',
    { kind: "replace", path, at: at(1), was: "a", text: "@b/c", quoted: true },
    '"@b/c": patch\n',
  ],
  [
    "without quotes, of any name",
    "a: patch\n",
    { kind: "replace", path, at: at(1), was: "a", text: 'b"', quoted: true },
    '"b\\"": patch\n',
  ],
])("an edit %s", (_, text, edit, after) => {
  expect(edited(text, edit)).toBe(after);
});

test("edits that touch are apart, in either order", () => {
  const [one, next, over] = [
    { from: 0, to: 2, text: "" },
    { from: 2, to: 4, text: "" },
    { from: 1, to: 3, text: "" },
  ];
  expect([areApart(one, next), areApart(next, one)]).toEqual([true, true]);
  expect([areApart(one, over), areApart(over, one)]).toEqual([false, false]);
});

test("a line begins behind the line break before a place", () => {
  expect([0, 1, 2, 3].map((offset) => lineStart("a\nb", offset))).toEqual([0, 0, 2, 2]);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { differencesOf, tableIn, withTable } from "./maturity.ts";

const START = "<!-- release-policy:tracks -->";
const END = "<!-- /release-policy:tracks -->";
const TABLE =
  "| Package | Version | Track | What |\n| - | - | - | - |\n| `ui` | `1.0.0` | `core` | all |\n";
const row = { package: "ui", version: "1.0.0", track: "core", promise: "all" };

test("finds the table between the markers, with its lines", () => {
  const page = `# A\n\n${START}\n\n${TABLE}\n${END}\n`;
  expect(tableIn(page)).toEqual({ line: 3, end: 9, cells: [["ui", "1.0.0", "core", "all"]] });
});

test("ignores markers in code", () => {
  expect(tableIn(`\`\`\`md\n${START}\n${END}\n\`\`\`\n`)).toBeUndefined();
  expect(tableIn(`~~~\n${START}\n\`\`\`\n~~~\n${START}\n`)).toEqual({ line: 5, cells: [] });
});

test.each([
  ["the same", {}, []],
  ["another track", { track: "beta" }, ["ui"]],
  ["another promise", { promise: "none" }, ["ui"]],
  ["another version, which only counts where it should", { version: "1.1.0" }, []],
  ["another package", { package: "vue" }, ["vue", "ui"]],
])("compares rows: %s", (_, more, expected) => {
  const table = tableIn(`${START}\n${TABLE}${END}`)!;
  expect(differencesOf([{ ...row, ...more }], table, false)).toEqual(expected);
});

test("compares versions if configured", () => {
  const table = tableIn(`${START}\n${TABLE}${END}`)!;
  expect(differencesOf([{ ...row, version: "1.1.0" }], table, true)).toEqual(["ui"]);
  expect(differencesOf([row], table, true)).toEqual([]);
});

test.each([
  ["escaped by hand", "| \\`a\\_b\\` \\| c | 1 | x | y |", "a_b | c"],
  ["in numbers", "| &#60;a&#95;b&#62; &#124; c | 1 | x | y |", "<a_b> | c"],
  ["padded", "|   `a_b`  |1|x|  y |", "a_b"],
])("reads cells %s", (_, line, name) => {
  const table = tableIn(`${START}\n| h |\n| - |\n${line}\n${END}`)!;
  const rows = [{ package: name, version: "1", track: "x", promise: "y" }];
  expect(differencesOf(rows, table, true)).toEqual([]);
});

const LINE = fc.constantFrom("", "# Title", "text", "```", "| a |", "<!-- x -->", START, END);
const PAGE = fc
  .tuple(fc.array(LINE), fc.constantFrom("\n", "\r\n"), fc.boolean())
  .map(([lines, eol, closed]) => lines.join(eol) + (closed ? eol : ""));

/** What stands before and behind the place of the table. */
function around(page: string): readonly [string, string] {
  const found = tableIn(page);
  const parts = page.split(/(?<=\n)/);
  if (found?.end === undefined) return [page, ""];
  return [parts.slice(0, found.line).join(""), parts.slice(found.end - 1).join("")];
}

test("keeps the rest of a page, and is idempotent", () => {
  fc.assert(
    fc.property(PAGE, (page) => {
      const once = withTable(page, TABLE);
      fc.pre(once !== undefined);
      const [before, behind] = around(page);
      expect(withTable(once, TABLE)).toBe(once);
      expect([once.startsWith(before), once.endsWith(behind)]).toEqual([true, true]);
      expect(tableIn(once)?.cells).toEqual([["ui", "1.0.0", "core", "all"]]);
    }),
  );
});

test("keeps the line endings of a page", () => {
  fc.assert(
    fc.property(PAGE, (page) => {
      fc.pre(page.includes("\r\n"));
      expect(withTable(page, TABLE)?.replaceAll("\r\n", "") ?? "").not.toContain("\n");
    }),
  );
});

test.each([
  ["one mark has no other", `${START}\n`],
  ["the page ends in a block of code", "```\ncode\n"],
])("adds nothing where %s", (_, page) => {
  expect(withTable(page, TABLE)).toBeUndefined();
});

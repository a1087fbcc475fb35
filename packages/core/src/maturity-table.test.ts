import fc from "fast-check";
import { expect, test } from "vitest";
import { differencesOf, tableIn, withTable } from "./maturity-table.ts";

const START = "<!-- release-policy:tracks -->";
const END = "<!-- /release-policy:tracks -->";
const TABLE =
  "| Package | Version | Track | What |\n| - | - | - | - |\n| `ui` | `1.0.0` | `core` | all |\n";
const row = { package: "ui", version: "1.0.0", track: "core", promise: "all" };

test("finds the table between the marks, with its lines", () => {
  const page = `# A\n\n${START}\n\n${TABLE}\n${END}\n`;
  expect(tableIn(page)).toEqual({ line: 3, end: 9, cells: [["ui", "1.0.0", "core", "all"]] });
});

test("takes marks in code for none", () => {
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

test("lets versions count where they should", () => {
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

test("keeps every other character of a page, whatever its line ends, and changes nothing twice", () => {
  const line = fc.constantFrom("", "# Title", "text", "```", "| a |", "<!-- x -->", START, END);
  fc.assert(
    fc.property(
      fc.array(line),
      fc.constantFrom("\n", "\r\n"),
      fc.boolean(),
      (lines, eol, closed) => {
        const page = lines.join(eol) + (closed ? eol : "");
        const once = withTable(page, TABLE);
        if (once === undefined) {
          expect(page).toMatch(/^(?:```|<!-- release-policy:tracks -->)/m);
          return;
        }
        expect(withTable(once, TABLE)).toBe(once);
        const found = tableIn(page);
        if (found?.end === undefined) expect(once.startsWith(page)).toBe(true);
        else {
          const parts = page.split(/(?<=\n)/);
          expect(once.startsWith(parts.slice(0, found.line).join(""))).toBe(true);
          expect(once.endsWith(parts.slice(found.end - 1).join(""))).toBe(true);
        }
        if (page.includes("\r\n")) expect(once.replaceAll("\r\n", "")).not.toContain("\n");
      },
    ),
  );
});

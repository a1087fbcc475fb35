import { type PlannerId, plain } from "@release-policy/core";
import { expect, test } from "vitest";
import { readOtherChangeset } from "../../src/changesets/changeset-errors.ts";
import { ParsingBudget } from "../../src/changesets/parsing-budget.ts";

const PLANNERS: readonly PlannerId[] = ["changesets@2", "changesets@3", "pnpm"];

/** What is wrong with a text, each with its kind, line and column. */
async function faults(text: string, planner: PlannerId): Promise<readonly string[]> {
  const read = await readOtherChangeset(".changeset/a.md", text, planner, new ParsingBudget());
  return "bumps" in read
    ? []
    : read.map(
        ({ kind, at, reason }) =>
          `${kind} ${at.line}:${at.column} ${plain(reason).replaceAll("`", "")}`,
      );
}

test.each<[string, string, readonly string[]]>([
  [
    "a misspelled bump with CRLF",
    '---\r\n"a": patch\r\n"b": minr\r\n---\r\n\r\nFix.\r\n',
    ["bump 3:6 minr is not a bump; did you mean minor?"],
  ],
  ["an empty file", "\n", ["incomplete 1:1 it is empty"]],
  [
    "an unclosed front matter without a summary",
    '---\n"a": patch',
    ["incomplete 1:1 its front matter is not closed (expected a second line ---)"],
  ],
  [
    "an unclosed front matter above a summary",
    '---\n"a": patch\n\nFix.\n',
    ["not-closed 1:1 its front matter is not closed (expected a second line ---)"],
  ],
  [
    "a list",
    '---\n- "a": patch\n---\n\nFix.\n',
    ["yaml 2:1 the front matter is not a mapping of packages to bumps"],
  ],
  [
    "a bump without a colon",
    '---\n"a" patch\n---\n\nFix.\n',
    ["yaml 2:5 a colon and a space are missing here"],
  ],
  [
    "a merge conflict inside the front matter",
    '---\n<<<<<<< HEAD\n"a": patch\n=======\n"a": minor\n>>>>>>> b\n---\n\nFix.\n',
    ["conflict 2:1 it has an unresolved merge conflict"],
  ],
])("every planner: %s is reported at its place", async (_, text, expected) => {
  for (const planner of PLANNERS) expect(await faults(text, planner)).toEqual(expected);
});

test("only pnpm needs the front matter on the first line", async () => {
  const text = '\n---\n"a": patch\n---\n\nFix.\n';
  expect(await Promise.all(PLANNERS.map((planner) => faults(text, planner)))).toEqual([
    [],
    [],
    ["front-matter 1:1 its front matter does not start on the first line"],
  ]);
});

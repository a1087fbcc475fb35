import { plain } from "@release-policy/core";
import { expect, test } from "vitest";
import { readWithTexts } from "../../src/changesets/changed-texts.ts";
import { readOtherChangeset } from "../../src/changesets/changeset-errors.ts";
import { headingLabel, isExperimental } from "../../src/changesets/declaration-grammar.ts";
import { unparsedReason } from "../../src/changesets/declarations.ts";
import { MOST_PARSED, ParsingBudget } from "../../src/changesets/parsing-budget.ts";
import { SIZE_LIMITS } from "../../src/files/files.ts";
import { changeset } from "../kit/workspace.ts";

const reason = (text: string): string | undefined => {
  const sentence = unparsedReason(text, new ParsingBudget());
  return (
    sentence &&
    plain(sentence)
      .replace(/^.* but /, "")
      .replaceAll("`", "")
  );
};

const START = "BREAKING: gone\n";

test.each<[string, string, string, string]>([
  ["characters", "x", START.padEnd(32_768, "x"), "is too long to parse (limit: 32768 characters)"],
  ["lines", "\n", START + "\n".repeat(998), "is too long to parse (limit: 1000 lines)"],
  [
    "unclosed comments",
    "<!",
    START + "<!".repeat(99),
    "has too many comments to parse (limit: 100)",
  ],
])("parses a text with as many %s as the limit, and no more", (_, one, text, expected) => {
  expect([reason(text), reason(text + one)]).toEqual([undefined, expected]);
});

test("all changesets together are parsed up to the limit", () => {
  const budget = new ParsingBudget();
  expect([budget.take(MOST_PARSED), budget.take(1)]).toEqual([true, false]);
});

test("a front matter is parsed up to 16384 characters", async () => {
  // With the line break after the first fence.
  const read = (length: number) =>
    readOtherChangeset(
      ".changeset/a.md",
      `---\n${'"a": patch #'.padEnd(length - 1, "x")}\n---\n\nFix.\n`,
      "changesets@3",
      new ParsingBudget(),
    );
  expect(await read(16_384)).toMatchObject({ summary: "Fix." });
  expect(await read(16_385)).toMatchObject([{ kind: "too-large" }]);
});

test("a changed text is read up to the size of a changeset on disk", async () => {
  const read = (length: number) =>
    readWithTexts(
      { changesets: [], unreadable: [] },
      "changesets@3",
      [{ path: ".changeset/a.md", after: changeset({ a: "patch" }, "x").padEnd(length, "x") }],
      false,
    );
  expect((await read(SIZE_LIMITS.changeset))?.changesets).toHaveLength(1);
  expect(await read(SIZE_LIMITS.changeset + 1)).toBeUndefined();
});

test("a heading is known up to 200 characters", () => {
  expect(isExperimental("Experimental".padEnd(200, "!"))).toBe(true);
  expect(isExperimental("Experimental".padEnd(201, "!"))).toBe(false);
});

test("a heading about breaking changes says of what, or ends there", () => {
  expect(headingLabel("Breaking changes in v2")?.kind).toBe("breaking");
  expect(headingLabel("Breaking news in v2")).toBeUndefined();
  expect(headingLabel("Breaking in v2")).toBeUndefined();
});

test("the parsers get the last character of the limit, and nothing after it", () => {
  const budget = new ParsingBudget();
  expect(budget.take(MOST_PARSED - 1)).toBe(true);
  expect(budget.take(2)).toBe(false);
  expect(budget.take(1)).toBe(true);
  expect(budget.take(1)).toBe(false);
});

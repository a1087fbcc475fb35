import { fixtureOf } from "../kit/fixture.ts";
import { expect, test } from "vitest";
import { CannotJudge } from "../../src/errors.ts";
import { LEDGER_FILE, readLedger } from "../../src/planners/pnpm/plan.ts";

/** What reading a ledger gives, or why it cannot be read. */
async function ledger(text: string): Promise<unknown> {
  await using fixture = await fixtureOf({ [LEDGER_FILE]: text });
  try {
    return readLedger(fixture.path);
  } catch (error) {
    if (!(error instanceof CannotJudge)) throw error;
    return error.obstacles.map(({ at, message }) => `${at?.line}:${at?.column} ${message}`);
  }
}

test("a ledger says which changesets a version used, by list or with its folder", async () => {
  expect(
    await ledger('"a@1.0.0": [one, two]\n"b@2.0.0":\n  dir: libs/b\n  intents:\n    - one\n'),
  ).toEqual({ "a@1.0.0": ["one", "two"], "b@2.0.0": { dir: "libs/b", intents: ["one"] } });
  expect(await ledger("# nothing yet\n")).toEqual({});
});

/** Nine times nine times … the same list. */
const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${"bcdefgh"
  .split("")
  .map((key, i) => `${key}: &${key} [${`*${"abcdefg"[i]},`.repeat(9)}]\n`)
  .join("")}`;

test.each([
  [
    "text that is not valid YAML",
    "a: [one\nb: two\n",
    "2:1 .changeset/ledger.yaml is not valid YAML: ",
  ],
  [
    "a key twice",
    "a: [one]\na: [two]\n",
    "2:1 .changeset/ledger.yaml is not valid YAML: duplicated",
  ],
  ["a list", "- a\n", "1:1 .changeset/ledger.yaml is not a YAML mapping"],
  ["an alias bomb", bomb, "1:1 .changeset/ledger.yaml has aliases that expand to too much data"],
  ["an alias of itself", "a: &a [*a]\n", "1:1 .changeset/ledger.yaml has aliases that expand to"],
  ["another entry", "a: 1\n", "1:1 .changeset/ledger.yaml: the entry a is invalid"],
])("reports %s in a ledger", async (_, text, expected) => {
  expect(await ledger(text)).toEqual([expect.stringContaining(expected)]);
});

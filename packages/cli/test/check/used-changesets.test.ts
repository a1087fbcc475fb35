import { type Facts, plain } from "@release-policy/core";
import type { Changeset, PlannerId } from "@release-policy/core/types";
import { expect, test } from "vitest";
import { unusedAdditions } from "../../src/check/base/used-changesets.ts";

const used = (path: string, ...packages: readonly string[]): Changeset =>
  ({
    id: path,
    path,
    consumed: true,
    bumps: packages.map((name, i) => ({
      package: name,
      bump: "patch",
      at: { path, line: i + 2, column: 1 },
    })),
  }) as unknown as Changeset;

/** What is said of a change of one used changeset, whose text on the base is known. */
async function found(
  planner: PlannerId,
  changeset: Changeset,
  status: "A" | "M",
  others: readonly string[] = [],
  before = '---\n"@acme/a": patch\n---\n\nFix.\n',
): Promise<readonly string[]> {
  const facts = {
    planner: { id: planner },
    changesets: [changeset],
    ...(planner === "pnpm" ? {} : { pre: { mode: "pre" } }),
  } as unknown as Facts;
  const files = [
    { status, path: changeset.path, ...(status === "M" ? { before: "blob" } : {}) },
    ...others.map((path) => ({ status: "M", path })),
  ];
  const read = async () => [Buffer.from(before)];
  return (await unusedAdditions(facts, { base: "base", files }, read)).map(
    ({ kind, at, reason }) => `${kind} ${at.line} ${plain(reason).replaceAll("`", "")}`,
  );
}

const OLD = ".changeset/old.md";

test.each<[PlannerId, string, string]>([
  [
    "changesets@2",
    OLD,
    "used-name 1 would never be released: .changeset/pre.json lists its name as used by a prerelease",
  ],
  [
    "changesets@3",
    ".changeset/pre/old.md",
    "used-folder 1 would never be released: .changeset/pre/ is for changesets that a prerelease has used",
  ],
  [
    "pnpm",
    OLD,
    "used-name 1 would never be released: .changeset/ledger.yaml lists its name as used",
  ],
])("%s: an added changeset that counts as used is reported", async (planner, path, expected) => {
  expect(await found(planner, used(path, "@acme/a"), "A")).toEqual([expected]);
});

test.each<[PlannerId, string]>([
  ["changesets@2", ".changeset/pre.json"],
  ["pnpm", ".changeset/ledger.yaml"],
])("%s: a change that also brings %s is not reported", async (planner, state) => {
  expect(await found(planner, used(OLD, "@acme/a"), "A", [state])).toEqual([]);
});

test("a package added to a used changeset is reported at its line", async () => {
  expect(await found("changesets@2", used(OLD, "@acme/a", "@acme/b"), "M")).toEqual([
    "used-edit 3 adds @acme/b, but a prerelease has already used this changeset, so it would not cause another one",
  ]);
});

test("pnpm releases a package that is added to a used changeset", async () => {
  expect(await found("pnpm", used(OLD, "@acme/a", "@acme/b"), "M")).toEqual([]);
});

test("another summary or bump of a used changeset is not reported", async () => {
  expect(await found("changesets@3", used(".changeset/pre/old.md", "@acme/a"), "M")).toEqual([]);
});

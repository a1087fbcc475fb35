import { expect, test } from "vitest";
import { check } from "../../src/index.ts";
import { changeset, workspace } from "../kit/workspace.ts";

/** What is found about a package whose range on `helper` is rewritten, because `helper` is released with it. */
async function found(helper: string, range: string): Promise<readonly string[]> {
  const { path } = await workspace({
    packages: { "@acme/core": { version: "1.2.0", dependencies: { helper: range } }, helper },
    policies: { all: { packages: ["@acme/*", "helper"] } },
    changesets: { both: changeset({ "@acme/core": "patch", helper: "minor" }) },
  });
  const { findings } = await check({ cwd: path, planner: "changesets@2" });
  return findings.map(({ rule }) => rule);
}

test.each([
  ["0.0.1", "^20.0.0"],
  ["1.0.0", "^2.0.0"],
  ["0.3.0", "^0.5.0"],
])("a package at %s is not the target of %s", async (version, range) => {
  expect(await found(version, range)).toEqual(["duplicate-name"]);
});

test.each([
  ["an old range", "6.0.0", "^5.0.0"],
  ["a range that allows prereleases", "0.0.0-alpha.0", "^0.0.0-alpha.0"],
  ["a range on the prerelease before it", "2.0.0-beta.3", "^2.0.0-beta.1"],
  ["a range ahead of its version in the same release line", "5.0.6", "^5.0.7"],
  ["the same below 1.0.0", "0.3.1", "^0.3.2"],
])("%s refers to the workspace package", async (_, version, range) => {
  expect(await found(version, range)).not.toContain("duplicate-name");
});

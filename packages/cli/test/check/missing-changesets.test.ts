import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { check } from "../../src/index.ts";
import { CLI_PACKAGES } from "../kit/installed.ts";
import { type Change, missing, write } from "../kit/missing-changesets.ts";
import { changeset, repository, workspace } from "../kit/workspace.ts";

test.each<[string, Change, readonly string[]]>([
  [
    "a new one",
    ({ writeFile }) => writeFile(".changeset/new.md", changeset({ "@acme/core": "patch" })),
    [],
  ],
  [
    "an edited one",
    ({ writeFile }) => writeFile(".changeset/pending.md", changeset({ "@acme/core": "minor" })),
    [],
  ],
  ["an empty one", ({ writeFile }) => writeFile(".changeset/none.md", changeset({})), []],
  [
    "one of another package",
    ({ writeFile }) => writeFile(".changeset/new.md", changeset({ "@acme/plugin": "patch" })),
    ["@acme/core: packages/core/index.js"],
  ],
  ["one that was there before", () => {}, ["@acme/core: packages/core/index.js"]],
  [
    "one that is taken away",
    ({ rm }) => rm(".changeset/pending.md"),
    ["@acme/core: packages/core/index.js"],
  ],
  [
    "one that cannot be read",
    ({ writeFile }) => writeFile(".changeset/new.md", "oops"),
    ["@acme/core: packages/core/index.js"],
  ],
])("of the changesets, %s answers or not", async (_, change, expected) => {
  const found = await missing(async (fixture) => {
    await write("packages/core/index.js")(fixture);
    await change(fixture);
  });
  expect(found).toEqual(expected);
});

const require = createRequire(import.meta.url);

test.each([2, 3] as const)(
  "requires nothing of a version commit of Changesets %i",
  async (major) => {
    const fixture = await workspace({
      planner: `changesets@${major}`,
      packages: {
        "@acme/core": "1.2.0",
        "@acme/plugin": { version: "0.3.0", dependencies: { "@acme/core": "workspace:^" } },
        "@acme/tests": { version: "1.0.0", devDependencies: { "@acme/core": "^1.2.0" } },
      },
      policies: { all: { packages: ["@acme/*"] } },
      changesets: { one: { "@acme/core": "major" } },
    });
    repository(fixture);
    const cli = join(dirname(require.resolve(`${CLI_PACKAGES[major]}/package.json`)), "bin.js");
    execFileSync(process.execPath, [cli, "version"], { cwd: fixture.path, stdio: "pipe" });
    const report = await check({ cwd: fixture.path, since: "main" });
    expect([report.since?.versionCommit, report.findings]).toEqual([true, []]);
    expect(report.releases.map(({ name, to }) => `${name} ${to}`).toSorted()).toEqual([
      "@acme/core 2.0.0",
      "@acme/plugin 0.3.1",
    ]);
  },
);

test("a manually written version is not a changeset, and has its own finding", async () => {
  const fixture = await workspace({ policies: { all: { packages: ["@acme/*"] } } });
  repository(fixture);
  await fixture.writeFile(
    "packages/core/package.json",
    '{ "name": "@acme/core", "version": "1.3.0" }',
  );
  const { findings } = await check({ cwd: fixture.path, since: "main" });
  expect(findings.map(({ rule, package: name }) => `${rule} ${name}`)).toEqual([
    "unexplained-release @acme/core",
  ]);
});

import type { ExampleWorkspace } from "@release-policy/core/testing";
import { expect, test } from "vitest";
import { type Report, check } from "../../src/index.ts";
import { commitAll, gitIn } from "../kit/run-example.ts";
import { changeset, repository, workspace } from "../kit/workspace.ts";

/** A change against its base, judged with advice from git objects alone. */
async function advised(
  base: Partial<ExampleWorkspace>,
  head: Readonly<Record<string, string>>,
): Promise<Report> {
  const fixture = await workspace(base);
  const since = repository(fixture);
  for (const [path, text] of Object.entries(head)) await fixture.writeFile(path, text);
  const ref = commitAll(fixture.path, "head");
  return await check({ cwd: fixture.path, ref, since, advice: true });
}

const editsOf = ({ findings }: Report) => findings.map(({ rule, edits }) => [rule, edits]);

test("a forbidden bump has an edit of its line that keeps quotes and comment", async () => {
  const text = `---\n'@acme/plugin': "major" # at last\n---\n\nText.\n`;
  const report = await advised({}, { ".changeset/cats.md": text });
  expect(editsOf(report)).toEqual([
    [
      "accidental-graduation",
      [{ path: ".changeset/cats.md", line: 2, text: `'@acme/plugin': "minor" # at last` }],
    ],
  ]);
});

test("a name similar to a package's has no edit", async () => {
  const report = await advised(
    {},
    { ".changeset/cats.md": '---\n"@acme/plugn": patch\n---\n\nText.\n' },
  );
  expect(report.findings.map(({ rule, edits }) => [rule, edits])).toEqual([
    ["unknown-package", undefined],
  ]);
});

test("a line too long to be shown in full has no edit", async () => {
  const text = `---\n"@acme/plugin": major # ${"x".repeat(200)}\n---\n\nText.\n`;
  const report = await advised({}, { ".changeset/cats.md": text });
  expect(report.findings.map(({ edits }) => edits)).toEqual([undefined]);
});

test("a report has no advice by default", async () => {
  const fixture = await workspace({ changesets: { cats: { "@acme/plugin": "major" } } });
  const report = await check({ cwd: fixture.path });
  expect(report.findings.map(({ edits }) => edits)).toEqual([undefined]);
  expect(Object.keys(report)).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/unreleased|pendingReleases|changesetPaths/)]),
  );
});

test("reports a changed package without a changeset, with the bumps that its track allows", async () => {
  const report = await advised(
    { files: { "packages/plugin/index.js": "1", "packages/core/index.js": "1" } },
    {
      "packages/plugin/index.js": "2",
      "packages/core/index.js": "2",
      ".changeset/cats.md": changeset({ "@acme/core": "patch" }),
    },
  );
  expect(
    report.unreleased!.map(({ name, track, emptyCounts }) => [name, track, emptyCounts]),
  ).toEqual([["@acme/plugin", "integrations", true]]);
  const [plugin] = report.unreleased!;
  expect(plugin!.bumps.map(({ bump, allowed, version }) => [bump, allowed, version])).toEqual([
    ["patch", true, "0.3.1"],
    ["minor", true, "0.4.0"],
    ["major", false, "1.0.0"],
  ]);
});

test.each([
  ["off", {}, 0],
  ["empty changesets do not count", { "changeset-missing": ["warn", { emptyCounts: false }] }, 1],
] as const)("the rule decides what is missing: %s", async (_, given, number) => {
  const rules = number === 0 ? { "changeset-missing": "off" } : given;
  const report = await advised(
    {
      files: { "packages/plugin/index.js": "1" },
      policies: {
        core: { packages: ["@acme/core"], versions: ">=1.0.0" },
        integrations: { packages: ["@acme/plugin"], versions: "0.y.z", breaking: "minor" },
        workspace: { rules },
      },
    },
    { "packages/plugin/index.js": "2" },
  );
  expect(report.unreleased!.map(({ emptyCounts }) => emptyCounts)).toEqual(
    Array(number).fill(false),
  );
});

test("releases not caused by the change belong to the base", async () => {
  const report = await advised(
    {
      packages: {
        "@acme/core": "1.2.0",
        "@acme/app": { version: "1.0.0", dependencies: { "@acme/core": "workspace:*" } },
        "@acme/plugin": "0.3.0",
      },
      policies: { all: { packages: ["@acme/*"] } },
      changesets: { older: { "@acme/plugin": "patch" } },
    },
    { ".changeset/cats.md": changeset({ "@acme/core": "patch" }) },
  );
  expect(report.releases.map(({ name }) => name).toSorted()).toEqual([
    "@acme/app",
    "@acme/core",
    "@acme/plugin",
  ]);
  expect(report.pendingReleases).toEqual(["@acme/plugin"]);
  expect(report.changesetPaths!.toSorted()).toEqual([".changeset/cats.md", ".changeset/older.md"]);
});

test("all versions of a version commit belong to it", async () => {
  const fixture = await workspace({ changesets: { cats: { "@acme/core": "minor" } } });
  const since = repository(fixture);
  gitIn(fixture.path, "rm", "-q", ".changeset/cats.md");
  await fixture.writeFile(
    "packages/core/package.json",
    '{ "name": "@acme/core", "version": "1.3.0" }',
  );
  const ref = commitAll(fixture.path, "versions");
  const report = await check({ cwd: fixture.path, ref, since, advice: true });
  expect(report.since!.versionCommit).toBe(true);
  expect(report.releases.map(({ name }) => name)).toEqual(["@acme/core"]);
  expect(report.pendingReleases).toEqual([]);
});

test("lists the allowed bumps of a limited number of packages", async () => {
  const names = Array.from({ length: 60 }, (_, i) => `@acme/p${i}`);
  const filesOf = (text: string) =>
    Object.fromEntries(names.map((name) => [`packages/${name.slice(6)}/a.js`, text]));
  const report = await advised(
    {
      packages: Object.fromEntries(names.map((name) => [name, "1.0.0"])),
      policies: { all: { packages: ["@acme/*"] } },
      files: filesOf("1"),
    },
    filesOf("2"),
  );
  const pending = report.unreleased!.filter(({ bumps }) => bumps.length > 0);
  expect([report.unreleased!.length, pending.length]).toEqual([60, 50]);
});

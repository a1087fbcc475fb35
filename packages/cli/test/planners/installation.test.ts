import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type PlannerId, plain } from "@release-policy/core";
import { expect, test } from "vitest";
import { check } from "../../src/index.ts";
import { install, plannerOf, planted, versionAt } from "../kit/installed.ts";
import { commitAll } from "../kit/run-example.ts";
import { folder, repository, workspace } from "../kit/workspace.ts";

const MINOR = { changesets: { one: { "@acme/core": "minor" as const } } };
const OWN = join(import.meta.dirname, "../../node_modules");

test.each<[PlannerId, string, string]>([
  ["changesets@2", "@changesets/assemble-release-plan", "assemble-release-plan-6"],
  ["changesets@3", "@changesets/assemble-release-plan", "@changesets/assemble-release-plan"],
  ["pnpm", "@pnpm/releasing.versioning", "@pnpm/releasing.versioning"],
])("names the bundled planner of %s as it is installed here", async (planner, name, folderName) => {
  const fixture = await workspace({ ...MINOR, planner });
  expect((await check({ cwd: fixture.path, planner })).planner).toMatchObject({
    id: planner,
    package: name,
    version: versionAt(join(OWN, folderName)),
    from: "bundled",
  });
});

test.each([2, 3] as const)(
  "plans with the workspace's own planner of Changesets %i",
  async (major) => {
    const fixture = await workspace({ ...MINOR, planner: `changesets@${major}` });
    install(fixture.path, major);
    const { planner, releases } = await check({ cwd: fixture.path });
    expect(planner).toMatchObject({
      id: `changesets@${major}`,
      version: plannerOf(major),
      from: "workspace",
    });
    expect(releases.map(({ to }) => to)).toContain("1.3.0");
  },
);

test("plans with the bundled planner of the requested major if another is installed", async () => {
  const fixture = await workspace(MINOR);
  install(fixture.path, 3);
  const { planner } = await check({ cwd: fixture.path, planner: "changesets@2" });
  expect(planner).toMatchObject({ id: "changesets@2", from: "bundled" });
});

const WRITES = (canary: string) => `
require("node:fs").writeFileSync(${JSON.stringify(canary)} + "/loaded", "");
exports.default = () => {
  require("node:fs").writeFileSync(${JSON.stringify(canary)} + "/called", "");
  return { changesets: [], releases: [], preState: undefined };
};`;

test("runs an installed planner for files, but never for a commit", async () => {
  const canary = await folder({});
  const ignored = { ".gitignore": "node_modules\n" };
  const fixture = await workspace({
    ...MINOR,
    files: { ...planted(WRITES(canary.path)), ...ignored },
  });
  repository(fixture);
  await fixture.writeFile("README.md", "more\n");
  commitAll(fixture.path, "second");
  for (const options of [{ ref: "HEAD" }, { ref: "HEAD", since: "HEAD~1", all: true }]) {
    const { planner, releases } = await check({ cwd: fixture.path, ...options });
    expect([planner.from, releases.length]).toEqual(["bundled", 1]);
  }
  expect(readdirSync(canary.path)).toEqual([]);
  const { planner, releases } = await check({ cwd: fixture.path });
  expect([planner.from, releases.length]).toEqual(["workspace", 0]);
  expect(readdirSync(canary.path)).toEqual(["called", "loaded"]);
});

const CLI = "node_modules/@changesets/cli/package.json";
const PLANNER = "node_modules/@changesets/assemble-release-plan/package.json";

test.each<[string, Record<string, string>]>([
  ["a manifest of the command line that is not valid JSON", { [CLI]: "{" }],
  ["a command line without a version", { [CLI]: "{}" }],
  ["a command line without a planner", { [CLI]: '{ "version": "3.0.3" }' }],
  ["a planner that is not valid JSON", { ...planted(""), [PLANNER]: "{" }],
  ["a planner without a version", { ...planted(""), [PLANNER]: '{ "main": "index.cjs" }' }],
  ["a planner without an entry", { ...planted(""), [PLANNER]: '{ "version": "7.0.0" }' }],
])("falls back to the bundled planner on %s", async (_, files) => {
  const fixture = await workspace({ ...MINOR, files });
  const { planner, releases } = await check({ cwd: fixture.path });
  expect([planner.from, releases.map(({ to }) => to)]).toEqual(["bundled", ["1.3.0"]]);
});

test("reports the message of a planner that throws", async () => {
  const code = 'exports.default = () => { throw new Error("no way"); };';
  const fixture = await workspace({ ...MINOR, files: planted(code) });
  const { findings, planner } = await check({ cwd: fixture.path });
  expect([planner.from, findings.map(({ rule, message }) => `${rule}: ${plain(message)}`)]).toEqual(
    ["workspace", ["plan-refused: the release command would fail: `no way`"]],
  );
});

test.each([
  ["main", { main: "./index.cjs" }],
  ["exports as a string", { exports: "./index.cjs" }],
  ["exports of the package", { exports: { ".": { import: "./index.cjs", require: "./no.cjs" } } }],
  [
    "nested conditions",
    { exports: { ".": { import: { types: "./x.d.ts", default: "./index.cjs" } } } },
  ],
])("finds the planner's code by %s", async (_, manifest) => {
  const code = 'exports.default = () => { throw new Error("found"); };';
  const fixture = await workspace({
    ...MINOR,
    files: planted(code, { main: "no.cjs", ...manifest }),
  });
  const { findings } = await check({ cwd: fixture.path });
  expect(plain(findings[0]!.message)).toContain("found");
});

import { type PlannerId, type Sentence, plain } from "@release-policy/core";
import { expect, test } from "vitest";
import { check } from "../../src/index.ts";
import { type Report } from "../../src/check/report.ts";
import { folder, workspace } from "../kit/workspace.ts";

const words = (sentence: Sentence): string => plain(sentence).replaceAll("`", "");

const all = { all: { packages: ["*"] } };
const policies = { ...all, workspace: { planner: "pnpm" } };
const changesets = { one: { "@acme/core": "major" as const } };
const plan = ({ releases }: Report) => releases.map(({ name, to }) => `${name} ${to}`);
const messages = ({ findings }: Report) =>
  findings.map(({ rule, message }) => `${rule}: ${words(message)}`);

const depending = (core: string, planner: PlannerId) =>
  workspace({
    planner,
    packages: {
      "@acme/core": "1.2.0",
      "@acme/react": { version: "1.0.0", dependencies: { core } },
    },
    changesets,
    policies: planner === "pnpm" ? policies : all,
  });

test("pnpm follows a workspace range under another name, and the chain says so", async () => {
  const { path: cwd } = await depending("workspace:@acme/core@^", "pnpm");
  const report = await check({ cwd });
  expect(plan(report)).toEqual(["@acme/core 2.0.0", "@acme/react 1.0.1"]);
  expect(messages(report)).toEqual([]);
  expect(report.releases[1]?.causes).toEqual([
    { kind: "dependency", on: "@acme/core", field: "dependencies", range: "^1.2.0", bump: "patch" },
  ]);
});

test.each<[string, PlannerId, string]>([
  ["npm:@acme/core@^1.2.0", "changesets@2", "^1.2.0"],
  ["npm:@acme/core@^1.2.0", "changesets@3", "^1.2.0"],
  ["npm:@acme/core@^1.2.0", "pnpm", "^1.2.0"],
  ["workspace:@acme/core@^", "changesets@2", "^1.2.0"],
  ["workspace:@acme/core@~1.2.0", "changesets@3", "~1.2.0"],
])("%s is not followed by %s", async (spec, planner, range) => {
  const { path: cwd } = await depending(spec, planner);
  const report = await check({ cwd });
  expect(plan(report)).toEqual(["@acme/core 2.0.0"]);
  expect(messages(report)).toEqual([
    `workspace-range: @acme/react would not be released, but @acme/core 2.0.0 would be outside its range ${range} (${planner} does not update ${spec})`,
  ]);
  expect(report.findings[0]?.source?.trim()).toBe(`"core": "${spec}"`);
});

test.each(["npm:other@^1.2.0", "portal:../core", "link:../core", "npm:^3.0.0"])(
  "%s under the name of a package is a different package",
  async (spec) => {
    const fixture = await workspace({
      planner: "changesets@2",
      packages: {
        "@acme/core": "1.2.0",
        "@acme/react": { version: "1.0.0", dependencies: { "@acme/core": spec } },
      },
      changesets,
      policies: all,
    });
    const report = await check({ cwd: fixture.path });
    expect(plan(report)).toEqual(["@acme/core 2.0.0"]);
    expect(messages(report)).toEqual([]);
  },
);

test("a named catalog of Bun provides the range", async () => {
  const manifest = (value: object) => JSON.stringify(value);
  const fixture = await folder({
    "package.json": manifest({
      name: "root",
      private: true,
      devDependencies: { "@changesets/cli": "catalog:tools" },
      workspaces: {
        packages: ["packages/*"],
        catalogs: { own: { "@acme/core": "^1.2.0" }, tools: { "@changesets/cli": "^2.31.0" } },
      },
    }),
    "bun.lock": "",
    "packages/core/package.json": manifest({ name: "@acme/core", version: "1.2.0" }),
    "packages/react/package.json": manifest({
      name: "@acme/react",
      version: "1.0.0",
      dependencies: { "@acme/core": "catalog:own" },
    }),
    ".changeset/config.json": "{}",
    ".changeset/one.md": '---\n"@acme/core": major\n---\n\nBreak it.\n',
    "policies/all.yaml": 'packages: ["*"]\n',
  });
  const report = await check({ cwd: fixture.path });
  expect(report.planner.id).toBe("changesets@2");
  expect(messages(report)).toEqual([
    "workspace-range: @acme/react would not be released, but @acme/core 2.0.0 would be outside its range ^1.2.0 (changesets@2 does not update catalog:own)",
  ]);
});

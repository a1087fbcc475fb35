import type { PlannerId } from "@release-policy/core";
import { expect, test } from "vitest";
import { CannotJudge, type CheckOptions, check } from "../../src/index.ts";
import { install } from "../kit/installed.ts";
import { folder } from "../kit/workspace.ts";

const [TWO, THREE] = ["changesets@2", "changesets@3"] as const;
const CLI = "@changesets/cli";
const json = (data: object): string => JSON.stringify(data);

/** A workspace of one package that says nothing of its release command, and what is given beyond it. */
const plainWorkspace = (files: Readonly<Record<string, string>> = {}) =>
  folder({
    "package.json": json({ name: "acme", private: true }),
    "pnpm-workspace.yaml": "packages: [packages/*]\n",
    "packages/core/package.json": json({ name: "@acme/core", version: "1.2.0" }),
    ".changeset/config.json": "{}",
    "policies/all.yaml": 'packages: ["@acme/*"]\n',
    ...files,
  });

const root = (manifest: object): Record<string, string> => ({
  "package.json": json({ name: "acme", private: true, ...manifest }),
});
const wants = (range: string): Record<string, string> =>
  root({ devDependencies: { [CLI]: range } });
const settings = (data: object): Record<string, string> => ({
  "pnpm-workspace.yaml": json({ packages: ["packages/*"], ...data }),
});
const schema = (url: string): Record<string, string> => ({
  ".changeset/config.json": json({ $schema: url }),
});

async function planner(cwd: string, options: CheckOptions = {}): Promise<PlannerId> {
  return (await check({ cwd, ...options })).planner.id;
}

test.each<[PlannerId, string]>([
  [TWO, "^2.31.1"],
  [TWO, "2.31.1"],
  [TWO, "~2.29.0"],
  [TWO, "2.x"],
  [TWO, ">=2 <3"],
  [TWO, "^0.4.0"],
  [THREE, "^3.0.3"],
  [THREE, "^12.0.0"],
  [THREE, "^2.01.0"],
  [THREE, "3.0.0-next.1"],
  [THREE, "4.0.0"],
  [THREE, ">=2.31.1"],
  [THREE, "^2.31.1 || ^3.0.0"],
  [THREE, "*"],
  [THREE, "latest"],
  [THREE, "next"],
  [THREE, "workspace:*"],
  [THREE, "workspace:^2.0.0"],
  [TWO, "npm:@changesets/cli@^2.31.1"],
  [TWO, "npm:@acme/changesets-cli@2.31.1"],
  [THREE, "npm:@changesets/cli@3.0.3"],
  [THREE, "npm:@changesets/cli"],
  [TWO, "patch:@changesets/cli@npm%3A2.31.1#~/.yarn/patches/cli.patch"],
  [TWO, "patch:@changesets/cli@npm:^2.31.1#./cli.patch"],
  [THREE, "patch:@changesets/cli@npm%3A3.0.3#~/.yarn/patches/cli.patch"],
  [THREE, "github:changesets/changesets#v2"],
  [THREE, "file:../cli"],
])("is %s where the root wants %s", async (expected, range) => {
  const fixture = await plainWorkspace(wants(range));
  expect(await planner(fixture.path)).toBe(expected);
});

test.each<[string, PlannerId, Record<string, string>]>([
  ["a dependency", TWO, root({ dependencies: { [CLI]: "^2.0.0" } })],
  ["the catalog", TWO, { ...wants("catalog:"), ...settings({ catalog: { [CLI]: "^2.0.0" } }) }],
  [
    "a catalog by name",
    TWO,
    {
      ...wants("catalog:release"),
      ...settings({ catalog: { [CLI]: "^3.0.0" }, catalogs: { release: { [CLI]: "^2.0.0" } } }),
    },
  ],
  [
    "the catalog in its long form",
    TWO,
    { ...wants("catalog:default"), ...settings({ catalogs: { default: { [CLI]: "^2.0.0" } } }) },
  ],
  ["a catalog without an entry", THREE, { ...wants("catalog:none"), ...settings({}) }],
  [
    "@changesets/cli before versioning",
    TWO,
    { ...wants("^2.0.0"), ...settings({ versioning: {} }) },
  ],
  ["versioning before the config", "pnpm", settings({ versioning: {} })],
  [
    "a $schema of Changesets 2",
    TWO,
    schema("https://unpkg.com/@changesets/config@3.1.4/schema.json"),
  ],
  [
    "a $schema of Changesets 3",
    THREE,
    schema("https://unpkg.com/@changesets/config@4.0.1/schema.json"),
  ],
  [
    "a $schema of Changesets 2 where the range is a tag",
    TWO,
    { ...wants("latest"), ...schema("https://unpkg.com/@changesets/config@2.3.0/schema.json") },
  ],
  [
    "the workspace's own Changesets, whatever the $schema",
    THREE,
    {
      ...wants("workspace:*"),
      ...schema("https://unpkg.com/@changesets/config@2.3.0/schema.json"),
    },
  ],
  ["a $schema that names no version", THREE, schema("./schema.json")],
  ["a config and nothing else", THREE, {}],
])("detects the planner by %s", async (_, expected, files) => {
  const fixture = await plainWorkspace(files);
  expect(await planner(fixture.path)).toBe(expected);
});

test("treats changesets without a config as pnpm's", async () => {
  const fixture = await plainWorkspace({ ".changeset/README.md": "" });
  await fixture.rm(".changeset/config.json");
  expect(await planner(fixture.path)).toBe("pnpm");
});

test("says what to do if the planner is unclear", async () => {
  const fixture = await plainWorkspace();
  await fixture.rm(".changeset");
  const error: unknown = await check({ cwd: fixture.path }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(CannotJudge);
  expect(error).toMatchObject({
    obstacles: [{ help: expect.stringContaining("`planner: changesets@3`") as string }],
  });
});

test("the option overrides the policy, which overrides what is installed", async () => {
  const fixture = await plainWorkspace(wants("^3.0.0"));
  install(fixture.path, 3);
  await fixture.writeFile("policies/workspace.yaml", "planner: changesets@2\n");
  expect(await planner(fixture.path)).toBe(TWO);
  expect(await planner(fixture.path, { planner: "pnpm" })).toBe("pnpm");
});

test("the installed version overrides the requested range", async () => {
  const fixture = await plainWorkspace(wants("^3.0.0"));
  install(fixture.path, 2);
  expect(await planner(fixture.path)).toBe(TWO);
});

import type { Dependency, Package } from "../../facts/facts.ts";
import type { PlannerId } from "../../facts/planner.ts";
import { type Scene, fixesOf, judgeScene, messagesOf } from "../../testing/scene.ts";
import { workspaceRange } from "./workspace-range.ts";
import { expect, test } from "vitest";

const catalog: Dependency = {
  name: "core",
  field: "dependencies",
  spec: "catalog:",
  range: "^1.2.0",
  followed: false,
};
const left = (
  edge: Partial<Dependency> = {},
  pkg: Partial<Package> = {},
  scene: Scene = {},
): Scene => ({
  packages: { core: "1.2.0", ui: { dependencies: [{ ...catalog, ...edge }], ...pkg } },
  releases: { core: "1.2.0 -> 2.0.0" },
  ...scene,
});

test("reports an unreleased package whose dependency leaves its range", () => {
  expect(messagesOf(workspaceRange, left())).toEqual([
    "warn: `ui` would not be released, but `core` `2.0.0` would be outside its range `^1.2.0` (`changesets@3` does not update `catalog:`)",
  ]);
  expect(fixesOf(workspaceRange, left())).toEqual([
    'write `"core": "workspace:^"` under `dependencies` in `packages/ui/package.json`; if `ui` is intended to keep its range, add a changeset with `"ui": patch`',
  ]);
});

test.each<[string, Partial<Dependency>, Partial<Package>]>([
  ["the planner follows the edge", { followed: true }, {}],
  ["the range holds the new version", { range: ">=1.2.0" }, {}],
  ["the range never held the old one", { range: "^0.9.0" }, {}],
  ["it is for development", { field: "devDependencies" }, {}],
  ["the dependency is not released", { name: "other" }, {}],
  ["the package is private", {}, { private: true }],
  ["the package is ignored", {}, { skipped: "ignored" }],
])("reports nothing where %s", (_, edge, pkg) => {
  expect(messagesOf(workspaceRange, left(edge, pkg))).toEqual([]);
});

test("reports nothing for an unknown range", () => {
  const { name, field, spec, followed } = catalog;
  const dependencies = [{ name, field, spec, followed }];
  expect(messagesOf(workspaceRange, left({}, { dependencies }))).toEqual([]);
});

test("reports nothing if the package is released anyway", () => {
  const releases = { core: "1.2.0 -> 2.0.0", ui: "1.0.0 -> 1.0.1" };
  expect(messagesOf(workspaceRange, left({}, {}, { releases }))).toEqual([]);
});

test("under pnpm, a range that never meant the workspace stays on the registry", () => {
  const planner = { id: "pnpm", package: "planner", version: "1.0.0", from: "bundled" } as const;
  const edge = { spec: "^20.0.0", range: "^20.0.0" };
  expect(fixesOf(workspaceRange, left(edge, {}, { facts: { planner } }))).toEqual([
    'write `"core": "npm:core@^20.0.0"` under `dependencies` in `packages/ui/package.json`; if the package in `packages/core` is intended, write `"core": "workspace:^"` under `dependencies` in `packages/ui/package.json`',
  ]);
  const [peer] = fixesOf(
    workspaceRange,
    left({ ...edge, field: "peerDependencies" }, {}, { facts: { planner } }),
  );
  expect(peer).toMatch(/^rename the package in `packages\/core` and every reference to it; if /);
  const [old] = fixesOf(workspaceRange, left({ spec: "^1.0.0" }, {}, { facts: { planner } }));
  expect(old).toMatch(/^write `"core": "workspace:\^"`/);
});

test("under pnpm, only says that such a range is rejected", () => {
  const planner = { id: "pnpm", package: "planner", version: "1.0.0", from: "bundled" } as const;
  expect(messagesOf(workspaceRange, left({}, {}, { facts: { planner } }))).toEqual([
    "error: `ui` depends on `core` with `catalog:`, but `pnpm version -r` rejects that range",
  ]);
});

test.each([
  ["peerDependencies", "packages/ui", "packages/ui/package.json"],
  ["optionalDependencies", "packages/ui", "packages/ui/package.json"],
  ["dependencies", ".", "package.json"],
] as const)("points at %s of the package in %s", (field, dir, path) => {
  const at = { path, line: 1, column: 1, pointer: [field, "core"] };
  expect(judgeScene(left({ field }, { dir }), [workspaceRange]).findings).toMatchObject([
    { package: "ui", at },
  ]);
});

const depending = (
  edge: Partial<Dependency>,
  pkg: Partial<Package> = {},
  id: PlannerId = "pnpm",
): Scene => {
  const plain: Dependency = {
    name: "core",
    field: "dependencies",
    spec: "^1.2.0",
    followed: false,
  };
  return {
    packages: { core: "1.2.0", ui: { dependencies: [{ ...plain, ...edge }], ...pkg } },
    facts: { planner: { id, package: "planner", version: "1.0.0", from: "bundled" } },
  };
};

test.each([
  ["^1.2.0", true],
  ["1.2.0", true],
  ["*", true],
  ["catalog:", true],
  ["catalog:legacy", true],
  ["file:../core", false],
  ["link:../core", false],
  ["latest", false],
])("judges the spec %s", (spec, isRefused) => {
  expect(messagesOf(workspaceRange, depending({ spec }))).toEqual(
    isRefused
      ? [
          `error: \`ui\` depends on \`core\` with \`${spec}\`, but \`pnpm version -r\` rejects that range`,
        ]
      : [],
  );
});

test("reports nothing for dependencies that pnpm follows, or for development dependencies", () => {
  expect(messagesOf(workspaceRange, depending({ spec: "workspace:^", followed: true }))).toEqual(
    [],
  );
  expect(messagesOf(workspaceRange, depending({ field: "devDependencies" }))).toEqual([]);
});

test("reports private packages but not skipped ones", () => {
  expect(messagesOf(workspaceRange, depending({}, { skipped: "ignored" }))).toEqual([]);
  expect(messagesOf(workspaceRange, depending({}, { private: true }))).toHaveLength(1);
});

test("reports nothing for a dependency that is not released", () => {
  const scene = depending({});
  const packages = { ...scene.packages, core: { skipped: "ignored" } } as const;
  expect(messagesOf(workspaceRange, { ...scene, packages })).toEqual([]);
});

test.each(["changesets@2", "changesets@3"] as const)("allows a plain range under %s", (id) => {
  expect(messagesOf(workspaceRange, depending({}, {}, id))).toEqual([]);
});

test.each([
  ["packages/ui", "packages/ui/package.json"],
  [".", "package.json"],
])("points at the entry of the package in %s", (dir, path) => {
  const scene = depending({ field: "peerDependencies" }, { dir });
  expect(judgeScene(scene, [workspaceRange]).findings).toMatchObject([
    { package: "ui", at: { path, line: 1, column: 1, pointer: ["peerDependencies", "core"] } },
  ]);
  expect(fixesOf(workspaceRange, scene)).toEqual([
    `write \`"core": "workspace:^"\` under \`peerDependencies\` in \`${path}\``,
  ]);
});

test.each<[string, string, Scene["packages"] & object]>([
  ['"core": "^1.2.0"', "npm, which does not support workspace:", {}],
  [
    '"core": "workspace:^"',
    "a workspace that uses workspace:",
    { app: { dependencies: [{ ...catalog, spec: "workspace:*", followed: true }] } },
  ],
])("offers %s in place of an alias to %s", (range, _, others) => {
  const edge = { alias: "old", spec: "npm:core@^1.2.0" };
  const scene = left(edge);
  const [advice] = fixesOf(workspaceRange, {
    ...scene,
    packages: { ...scene.packages, ...others },
  });
  expect(advice).toContain(`if the alias is not needed, write \`${range}\` under`);
});

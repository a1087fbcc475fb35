import { expect, test } from "vitest";
import { type Scene, advised, judgeScene, said } from "../../testing/scene.ts";
import type { Dependency, Package } from "../../facts/facts.ts";
import { unfollowedDependency } from "./unfollowed-dependency.ts";

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

test("reports a package that stays while its dependency leaves the range", () => {
  expect(said(unfollowedDependency, left())).toEqual([
    "warn: `ui` is not released although `core` `2.0.0` leaves its range `^1.2.0`: `changesets@3` does not follow `catalog:`",
  ]);
  expect(advised(unfollowedDependency, left())).toEqual([
    'write `"core": "workspace:^"` in `dependencies`, or add a changeset for `ui`',
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
  expect(said(unfollowedDependency, left(edge, pkg))).toEqual([]);
});

test("reports nothing where the range is unknown", () => {
  const { name, field, spec, followed } = catalog;
  const dependencies = [{ name, field, spec, followed }];
  expect(said(unfollowedDependency, left({}, { dependencies }))).toEqual([]);
});

test("reports nothing where the package is released anyway", () => {
  const releases = { core: "1.2.0 -> 2.0.0", ui: "1.0.0 -> 1.0.1" };
  expect(said(unfollowedDependency, left({}, {}, { releases }))).toEqual([]);
});

test("reports nothing under pnpm, which refuses such a range", () => {
  const planner = { id: "pnpm", package: "planner", version: "1.0.0", from: "bundled" } as const;
  expect(said(unfollowedDependency, left({}, {}, { facts: { planner } }))).toEqual([]);
});

test.each([
  ["peerDependencies", "packages/ui", "packages/ui/package.json"],
  ["optionalDependencies", "packages/ui", "packages/ui/package.json"],
  ["dependencies", ".", "package.json"],
] as const)("points at %s of the package in %s", (field, dir, path) => {
  const at = { path, line: 1, column: 1, pointer: [field, "core"] };
  expect(judgeScene(left({ field }, { dir }), [unfollowedDependency]).findings).toMatchObject([
    { package: "ui", at },
  ]);
});

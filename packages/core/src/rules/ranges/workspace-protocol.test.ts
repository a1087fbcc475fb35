import { expect, test } from "vitest";
import { type Scene, advised, judgeScene, said } from "../../testing/scene.ts";
import type { Dependency, Package, PlannerId } from "../../facts/facts.ts";
import { workspaceProtocol } from "./workspace-protocol.ts";

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
  expect(said(workspaceProtocol, depending({ spec }))).toEqual(
    isRefused
      ? [`error: \`ui\` depends on \`core\` by \`${spec}\`, which \`pnpm version -r\` refuses`]
      : [],
  );
});

test("reports nothing for edges that pnpm follows and on those for development", () => {
  expect(said(workspaceProtocol, depending({ spec: "workspace:^", followed: true }))).toEqual([]);
  expect(said(workspaceProtocol, depending({ field: "devDependencies" }))).toEqual([]);
});

test("reports nothing for a package that is skipped, not on one that is private", () => {
  expect(said(workspaceProtocol, depending({}, { skipped: "ignored" }))).toEqual([]);
  expect(said(workspaceProtocol, depending({}, { private: true }))).toHaveLength(1);
});

test("reports nothing for a dependency that takes no part in the release", () => {
  const scene = depending({});
  const packages = { ...scene.packages, core: { skipped: "ignored" } } as const;
  expect(said(workspaceProtocol, { ...scene, packages })).toEqual([]);
});

test.each(["changesets@2", "changesets@3"] as const)("reports nothing under %s", (id) => {
  expect(said(workspaceProtocol, depending({}, {}, id))).toEqual([]);
});

test.each([
  ["packages/ui", "packages/ui/package.json"],
  [".", "package.json"],
])("points at the entry of the package in %s", (dir, path) => {
  const scene = depending({ field: "peerDependencies" }, { dir });
  expect(judgeScene(scene, [workspaceProtocol]).findings).toMatchObject([
    { package: "ui", at: { path, line: 1, column: 1, pointer: ["peerDependencies", "core"] } },
  ]);
  expect(advised(workspaceProtocol, scene)).toEqual([
    'write `"core": "workspace:^"` in `peerDependencies`',
  ]);
});

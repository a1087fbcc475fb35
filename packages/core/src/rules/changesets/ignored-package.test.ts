import { expect, test } from "vitest";
import { type Scene, advised, judgeScene, said } from "../../testing/scene.ts";
import type { Changeset, Package } from "../../facts/facts.ts";
import { ignoredPackage } from "./ignored-package.ts";

const scene: Scene = {
  packages: { docs: { skipped: "ignored" }, site: { skipped: "private" }, ui: "1.0.0" },
  changesets: { cat: { docs: "patch" } },
};

test.each<[NonNullable<Package["skipped"]>, string]>([
  ["ignored", "`docs` is ignored"],
  ["private", "`docs` is private and not versioned"],
  ["versionless", "`docs` has no version"],
])("says why an %s package is skipped", (skipped, why) => {
  expect(said(ignoredPackage, { ...scene, packages: { docs: { skipped } } })).toEqual([
    `error: ${why}: this changeset will wait for ever`,
  ]);
});

test("reports nothing for packages that are released and on those that are unknown", () => {
  const changesets = { cat: { ui: "patch" }, dog: { gone: "patch" } } as const;
  expect(said(ignoredPackage, { ...scene, changesets, impossible: true })).toEqual([]);
});

test("takes a `none` for what it says: nothing waits", () => {
  expect(said(ignoredPackage, { ...scene, changesets: { cat: { docs: "none" } } })).toEqual([]);
});

test("leaves a changeset alone that a prerelease has used", () => {
  const at = { path: ".changeset/cat.md", line: 2, column: 1 };
  const cat: Partial<Changeset> = {
    bumps: [{ package: "docs", bump: "patch", at }],
    consumed: true,
  };
  expect(said(ignoredPackage, { ...scene, changesets: { cat } })).toEqual([]);
});

test("leaves a changeset with a released package to mixed-changeset", () => {
  const changesets = { cat: { docs: "patch", ui: "patch" } } as const;
  expect(said(ignoredPackage, { ...scene, changesets })).toEqual([]);
});

test("reports such a changeset under pnpm, where mixed-changeset reports nothing", () => {
  const changesets = { cat: { docs: "patch", ui: "patch" } } as const;
  const planner = { id: "pnpm", package: "planner", version: "1.0.0", from: "bundled" } as const;
  expect(said(ignoredPackage, { ...scene, changesets, facts: { planner } })).toEqual([
    "error: `docs` is ignored: this changeset will wait for ever",
  ]);
});

test("reports each line, an unknown package beside it or not", () => {
  const changesets = { cat: { docs: "patch", gone: "patch", site: "minor" } } as const;
  const both = { ...scene, changesets, impossible: true };
  expect(judgeScene(both, [ignoredPackage]).findings).toMatchObject([
    { package: "docs", at: { path: ".changeset/cat.md", line: 2 } },
    { package: "site", at: { path: ".changeset/cat.md", line: 4 } },
  ]);
  expect(advised(ignoredPackage, both)[1]).toBe("take the line out: `.changeset/cat.md:4`");
});

import { expect, test } from "vitest";
import { type Scene, advised, judgeScene, said, pendingChanges } from "../../testing/scene.ts";
import type { Changeset, Facts } from "../../facts/facts.ts";
import { removedPackage } from "./removed-package.ts";

const at = { path: ".changeset/cat.md", line: 3, column: 1 };
const cat: Partial<Changeset> = { bumps: [{ package: "old", bump: "patch", at }] };
const gone: Partial<Facts> = { changes: pendingChanges({ removed: ["old"] }) };
const scene: Scene = { packages: { ui: "1.0.0" }, changesets: { cat }, facts: gone };

test("reports a pending changeset that names a package this change takes away", () => {
  expect(said(removedPackage, scene)).toEqual([
    "error: `old` was removed from the workspace, but a pending changeset still names it",
  ]);
  expect(judgeScene(scene, [removedPackage]).findings).toMatchObject([{ at }]);
  expect(advised(removedPackage, scene)).toEqual(["remove the line: `.changeset/cat.md:3`"]);
});

test("leaves a name that was never known to unknown-package", () => {
  const bumps = [{ package: "never", bump: "patch" as const, at }];
  expect(said(removedPackage, { ...scene, changesets: { cat: { bumps } } })).toEqual([]);
  expect(said(removedPackage, { ...scene, facts: {} })).toEqual([]);
});

test("reports nothing for packages that stay", () => {
  expect(said(removedPackage, { ...scene, changesets: { cat: { ui: "patch" } } })).toEqual([]);
});

test("reports a changeset that a prerelease has used only where the planner refuses", () => {
  const used = { ...scene, changesets: { cat: { ...cat, consumed: true } } };
  expect(said(removedPackage, used)).toEqual([]);
  const refusal = { message: "no such package", at, mended: true };
  expect(said(removedPackage, { ...used, facts: { ...gone, refusal } })).toHaveLength(1);
});

test("offers the name that git shows in its place", () => {
  const changes = pendingChanges({ removed: ["old"], renamed: { old: "ui" } });
  const renamed: Scene = { ...scene, facts: { changes } };
  expect(said(removedPackage, renamed)).toEqual([
    "error: `old` is now called `ui`, but a pending changeset still has the old name",
  ]);
  expect(advised(removedPackage, renamed)).toEqual(['write `"ui"` in `.changeset/cat.md:3`']);
});

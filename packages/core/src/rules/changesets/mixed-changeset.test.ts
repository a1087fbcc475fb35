import { expect, test } from "vitest";
import { type Scene, advised, judgeScene, said } from "../../testing/scene.ts";
import type { Changeset, Package } from "../../facts/facts.ts";
import { mixedChangeset } from "./mixed-changeset.ts";

const mixed: Scene = {
  packages: { ui: "1.0.0", docs: { skipped: "ignored" } },
  changesets: { cat: { ui: "minor", docs: "patch" } },
};

test("names what is skipped and what is released", () => {
  expect(said(mixedChangeset, mixed)).toEqual([
    "error: one changeset names `docs`, which is skipped, and `ui`, which is released: the release command refuses that",
  ]);
  expect(advised(mixedChangeset, mixed)).toEqual(["take `docs` out of this file"]);
});

test("reports several packages in the plural", () => {
  const packages = { ...mixed.packages, core: "1.0.0", site: { skipped: "private" } } as const;
  const changesets = { cat: { ui: "minor", core: "patch", docs: "patch", site: "patch" } } as const;
  expect(said(mixedChangeset, { packages, changesets })).toEqual([
    "error: one changeset names `docs` and `site`, which are skipped, and `ui` and `core`, which are released: the release command refuses that",
  ]);
});

test("points at the first line with a skipped package", () => {
  expect(judgeScene(mixed, [mixedChangeset]).findings).toMatchObject([
    { at: { path: ".changeset/cat.md", line: 3 } },
  ]);
});

test.each<NonNullable<Package["skipped"]>>(["ignored", "private", "versionless"])(
  "counts an %s package as skipped, with a `none` too",
  (skipped) => {
    const packages = { ui: "1.0.0", docs: { skipped } };
    const changesets = { cat: { ui: "patch", docs: "none" } } as const;
    expect(said(mixedChangeset, { packages, changesets })).toHaveLength(1);
  },
);

test("reports nothing where one file has the one kind and another file the other", () => {
  const changesets = { cat: { ui: "minor" }, dog: { docs: "patch" } } as const;
  expect(said(mixedChangeset, { ...mixed, changesets })).toEqual([]);
});

test("does not count packages that are unknown", () => {
  const changesets = { cat: { gone: "minor", docs: "patch" }, dog: { gone: "minor", ui: "patch" } };
  expect(said(mixedChangeset, { ...mixed, changesets, impossible: true } as Scene)).toEqual([]);
});

test("leaves a changeset alone that a prerelease has used", () => {
  const at = { path: ".changeset/cat.md", line: 2, column: 1 };
  const cat: Partial<Changeset> = {
    bumps: [
      { package: "ui", bump: "patch", at },
      { package: "docs", bump: "patch", at },
    ],
  };
  expect(said(mixedChangeset, { ...mixed, changesets: { cat } })).toHaveLength(1);
  const used = { ...cat, consumed: true };
  expect(said(mixedChangeset, { ...mixed, changesets: { cat: used } })).toEqual([]);
});

test("reports nothing under pnpm, which does not refuse it", () => {
  const planner = { id: "pnpm", package: "planner", version: "1.0.0", from: "bundled" } as const;
  expect(said(mixedChangeset, { ...mixed, facts: { planner } })).toEqual([]);
});

import type { Changeset, Package } from "../../facts/facts.ts";
import { type Scene, fixesOf, judgeScene, messagesOf } from "../../testing/scene.ts";
import { skippedPackage } from "./skipped-package.ts";
import { expect, test } from "vitest";

const scene: Scene = {
  packages: { docs: { skipped: "ignored" }, site: { skipped: "private" }, ui: "1.0.0" },
  changesets: { cat: { docs: "patch" } },
};

test.each<[NonNullable<Package["skipped"]>, string]>([
  ["ignored", "`docs` is ignored"],
  ["private", "`docs` is private and not versioned"],
  ["versionless", "`docs` has no version"],
])("says why an %s package is skipped", (skipped, why) => {
  expect(messagesOf(skippedPackage, { ...scene, packages: { docs: { skipped } } })).toEqual([
    `error: ${why}, so this changeset would never be released`,
  ]);
});

test("reports nothing for released or unknown packages", () => {
  const changesets = { cat: { ui: "patch" }, dog: { gone: "patch" } } as const;
  expect(messagesOf(skippedPackage, { ...scene, changesets, impossible: true })).toEqual([]);
});

test("accepts `none`, because nothing is pending", () => {
  expect(messagesOf(skippedPackage, { ...scene, changesets: { cat: { docs: "none" } } })).toEqual(
    [],
  );
});

test("accepts a line already used by a prerelease", () => {
  const at = { path: ".changeset/cat.md", line: 2, column: 1 };
  const cat: Partial<Changeset> = {
    bumps: [{ package: "docs", bump: "patch", at }],
    consumed: true,
  };
  expect(messagesOf(skippedPackage, { ...scene, changesets: { cat } })).toEqual([]);
});

test("under pnpm, which accepts the mix, reports each skipped line next to a released package", () => {
  const changesets = { cat: { docs: "patch", ui: "patch" } } as const;
  const planner = { id: "pnpm", package: "planner", version: "1.0.0", from: "bundled" } as const;
  expect(messagesOf(skippedPackage, { ...scene, changesets, facts: { planner } })).toEqual([
    "error: `docs` is ignored, so this changeset would never be released",
  ]);
});

test("reports each line, even next to an unknown package", () => {
  const changesets = { cat: { docs: "patch", gone: "patch", site: "minor" } } as const;
  const lines = { ...scene, changesets, impossible: true };
  expect(judgeScene(lines, [skippedPackage]).findings).toMatchObject([
    { package: "docs", at: { path: ".changeset/cat.md", line: 2 } },
    { package: "site", at: { path: ".changeset/cat.md", line: 4 } },
  ]);
  expect(fixesOf(skippedPackage, lines)[1]).toBe("delete line `.changeset/cat.md:4`");
});

const both: Scene = {
  packages: { ui: "1.0.0", docs: { skipped: "ignored" } },
  changesets: { cat: { ui: "minor", docs: "patch" } },
};

test("names what is skipped and what is released", () => {
  expect(messagesOf(skippedPackage, both)).toEqual([
    "error: this changeset names both `docs`, which is skipped, and `ui`, which is released, but the release command rejects such a mix",
  ]);
  expect(fixesOf(skippedPackage, both)).toEqual(["delete line `.changeset/cat.md:3`"]);
});

test("reports several packages in the plural", () => {
  const packages = { ...both.packages, core: "1.0.0", site: { skipped: "private" } } as const;
  const changesets = { cat: { ui: "minor", core: "patch", docs: "patch", site: "patch" } } as const;
  expect(messagesOf(skippedPackage, { packages, changesets })).toEqual([
    "error: this changeset names both `docs` and `site`, which are skipped, and `ui` and `core`, which are released, but the release command rejects such a mix",
  ]);
});

test("points at the first line with a skipped package", () => {
  expect(judgeScene(both, [skippedPackage]).findings).toMatchObject([
    { at: { path: ".changeset/cat.md", line: 3 } },
  ]);
});

test.each<NonNullable<Package["skipped"]>>(["ignored", "private", "versionless"])(
  "counts an %s package as skipped, with a `none` too",
  (skipped) => {
    const packages = { ui: "1.0.0", docs: { skipped } };
    const changesets = { cat: { ui: "patch", docs: "none" } } as const;
    expect(messagesOf(skippedPackage, { packages, changesets })).toHaveLength(1);
  },
);

test("ignores a mixed changeset already used by a prerelease", () => {
  const at = { path: ".changeset/cat.md", line: 2, column: 1 };
  const cat: Partial<Changeset> = {
    bumps: [
      { package: "ui", bump: "patch", at },
      { package: "docs", bump: "patch", at },
    ],
  };
  expect(messagesOf(skippedPackage, { ...both, changesets: { cat } })).toHaveLength(1);
  const used = { ...cat, consumed: true };
  expect(messagesOf(skippedPackage, { ...both, changesets: { cat: used } })).toEqual([]);
});
test("says that a changeset with only a skipped package stays pending, not that the release fails", () => {
  const changesets = { cat: { ui: "minor" }, dog: { docs: "patch" } } as const;
  expect(messagesOf(skippedPackage, { ...both, changesets })).toEqual([
    "error: `docs` is ignored, so this changeset would never be released",
  ]);
});

test("does not treat unknown packages as released", () => {
  const changesets = { cat: { gone: "minor", docs: "patch" }, dog: { gone: "minor", ui: "patch" } };
  const scene1 = { ...both, changesets, impossible: true } as Scene;
  expect(messagesOf(skippedPackage, scene1)).toEqual([
    "error: `docs` is ignored, so this changeset would never be released",
  ]);
});

test("only says that the release fails for a mixed changeset", () => {
  const { findings } = judgeScene(both, [skippedPackage]);
  expect(findings).toHaveLength(1);
  expect(findings[0]).not.toHaveProperty("package");
});

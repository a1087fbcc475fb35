import { expect, test } from "vitest";
import { type Scene, advised, judgeScene, said, pendingChanges } from "../../testing/scene.ts";
import type { Changeset } from "../../facts/facts.ts";
import { unknownPackage } from "./unknown-package.ts";

const at = { path: ".changeset/cat.md", line: 2, column: 1 };
const naming = (name: string, more: Partial<Changeset> = {}): Scene => ({
  packages: { "@acme/core": "1.0.0", "@acme/docs": { skipped: "ignored", private: true } },
  changesets: { cat: { bumps: [{ package: name, bump: "patch", at }], ...more } },
});

test.each(["@acme/cor", "core", "@Acme/core", ""])("does not know %j", (name) => {
  expect(said(unknownPackage, naming(name))).toEqual([
    `error: \`${name}\` is not a package of this workspace`,
  ]);
});

test("knows packages that are skipped, too", () => {
  expect(said(unknownPackage, naming("@acme/docs"))).toEqual([]);
});

test("reports every unknown name, each at its line", () => {
  const changesets = { cat: { "@acme/core": "patch", a: "patch" }, dog: { b: "none" } } as const;
  const scene = { ...naming(""), changesets, impossible: true };
  const { findings } = judgeScene(scene, [unknownPackage]);
  expect(findings.map((found) => found.at)).toMatchObject([
    { path: ".changeset/cat.md", line: 3 },
    { path: ".changeset/dog.md", line: 2 },
  ]);
});

test("points at the name where its place is known, and else at the bump", () => {
  const nameAt = { path: ".changeset/cat.md", line: 2, column: 2 };
  const bumps = [{ package: "gone", bump: "patch" as const, at, nameAt }];
  expect(judgeScene(naming("", { bumps }), [unknownPackage]).findings).toMatchObject([
    { at: nameAt },
  ]);
  expect(judgeScene(naming("gone"), [unknownPackage]).findings).toMatchObject([{ at }]);
});

test("leaves a package that this change takes away to removed-package", () => {
  const changes = pendingChanges({ removed: ["old"] });
  expect(said(unknownPackage, { ...naming("old"), facts: { changes } })).toEqual([]);
});

test("reports a changeset that a prerelease has used only where the planner refuses", () => {
  const used = naming("gone", { consumed: true });
  expect(said(unknownPackage, used)).toEqual([]);
  const refusal = { message: "no such package", at, mended: true };
  expect(said(unknownPackage, { ...used, facts: { refusal } })).toHaveLength(1);
});

test.each([
  ["@acme/croe", "did you mean `@acme/core`? Correct `.changeset/cat.md:2`"],
  ["left-pad", "correct the name, or take the line out: `.changeset/cat.md:2`"],
])("advises on %s", (name, advice) => {
  expect(advised(unknownPackage, naming(name))).toEqual([advice]);
});

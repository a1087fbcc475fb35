import { expect, test } from "vitest";
import { type Scene, advised, judgeScene, said } from "../../testing/scene.ts";
import type { Changeset } from "../../facts/facts.ts";
import { packagesPerChangeset } from "./packages-per-changeset.ts";

const at = (line: number) => ({ path: ".changeset/cat.md", line, column: 1 });
const naming = (
  names: readonly string[],
  setting: unknown,
  more: Partial<Changeset> = {},
): Scene => {
  const bumps = names.map((name, i) => ({ package: name, bump: "patch" as const, at: at(i + 2) }));
  return {
    packages: { a: "1.0.0", b: "1.0.0", c: "1.0.0" },
    changesets: { cat: { bumps, ...more } },
    policies: {
      first: { packages: ["a"], rules: { "packages-per-changeset": setting } },
      rest: { packages: ["b", "c"] },
    },
  };
};
const abc = ["a", "b", "c"];

test.each([
  [1, ["error: this changeset names `3` packages, and `1` is the most"]],
  [2, ["error: this changeset names `3` packages, and `2` is the most"]],
  [3, []],
  [4, []],
])("counts against a most of %i", (max, expected) => {
  expect(said(packagesPerChangeset, naming(abc, ["error", { max }]))).toEqual(expected);
});

test("takes one for the most where no number is given", () => {
  expect(said(packagesPerChangeset, naming(["a"], "warn"))).toEqual([]);
  expect(said(packagesPerChangeset, naming(["a", "b"], "warn"))).toEqual([
    "warn: this changeset names `2` packages, and `1` is the most",
  ]);
});

test("asks the track of the first package", () => {
  expect(said(packagesPerChangeset, naming(["b", "a"], "error"))).toEqual([]);
});

test("reports nothing for a changeset without packages and on one that a prerelease has used", () => {
  expect(said(packagesPerChangeset, naming([], "error"))).toEqual([]);
  expect(said(packagesPerChangeset, naming(abc, "error", { consumed: true }))).toEqual([]);
});

test("points at the first package that is too many", () => {
  const scene = naming(abc, ["error", { max: 2 }]);
  expect(judgeScene(scene, [packagesPerChangeset]).findings).toMatchObject([
    { package: "a", at: at(4) },
  ]);
  expect(advised(packagesPerChangeset, scene)).toEqual([
    "split it: a file for each package, with the text for its readers",
  ]);
});

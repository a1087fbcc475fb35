import { expect, test } from "vitest";
import { mayHoldPackages, textsIn } from "../../src/workspace/package-patterns.ts";

test.each([
  [["packages/*"], "packages/core", true],
  [["packages/*"], "packages", true],
  [["packages/*"], "packages/core/deep", false],
  [["packages/*"], "apps/web", false],
  [["./packages/*/"], "packages/core", true],
  [["packages/**"], "packages/a/b/c", true],
  [["**"], "anything/at/all", true],
  [["packages/plugin-?"], "packages/plugin-a", true],
  [["packages/plugin-?"], "packages/plugin-ab", false],
  [["packages/a.c"], "packages/abc", false],
  [["apps/*", "packages/*"], "packages/core", true],
  [[], "packages/core", false],
  // Unsure: groups may have folders of their own, and classes match anything.
  [["{apps,packages/*}/x"], "other/place", true],
  [["{apps,packages}/*"], "other/place", true],
  [["packages/[ab]*"], "packages/core", true],
  [["packages/[ab]*"], "other/core", false],
  [["packages/*", "!packages/core"], "packages/core", false],
  [["packages/*", "!packages/core"], "packages/ui", true],
  [["packages/*", "!packages/*"], "packages/ui", false],
  [["packages/*", "!**/core/**"], "packages/core", false],
  [["packages/*", "!packages/{core,ui}"], "packages/core", true],
  [["!packages/core"], "packages/ui", false],
])("with the patterns %j, %s may have a package: %s", (patterns, folder, expected) => {
  expect(mayHoldPackages(patterns)(folder)).toBe(expected);
});

test("lists in lists are flattened, and what is not a text is left out", () => {
  expect(textsIn(["a", ["b", ["c"]], 1, null, { d: "d" }])).toEqual(["a", "b", "c"]);
  expect(textsIn("a")).toEqual([]);
});

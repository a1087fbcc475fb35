import { expect, test } from "vitest";
import { leavesOf, starIn, subpathsOf } from "../src/surface/exports.ts";

test.each([
  ["./*.js", "./a.js", "a"],
  ["./*.js", "./a/b.js", "a/b"],
  ["./*.js", "./.js", undefined],
  ["./ab*ba", "./aba", undefined],
  ["*", "a", "a"],
  ["./a.js", "./a.js", undefined],
])("of %s, what replaces the star in %s is %s", (pattern, path, star) => {
  expect(starIn(pattern, path)).toBe(star);
});

test("reads exports that are nested 51 deep, and none deeper", () => {
  const nested = (depth: number): unknown => (depth === 0 ? "./a.js" : { node: nested(depth - 1) });
  expect(leavesOf(nested(51))).toEqual(["./a.js"]);
  expect(() => leavesOf(nested(52))).toThrow("package.json nests its exports too deeply");
});

test("exports without subpaths are those of the package itself", () => {
  expect(subpathsOf("./a.js")).toEqual({ ".": "./a.js" });
  expect(subpathsOf({ import: "./a.js" })).toEqual({ ".": { import: "./a.js" } });
  expect(subpathsOf({ "./a": "./a.js", import: "./b.js" })).toEqual({ "./a": "./a.js" });
});

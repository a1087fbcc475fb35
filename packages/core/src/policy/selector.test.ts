import { expect, test } from "vitest";
import { matchesText, selector, selects } from "./selector.ts";

const pkg = (name: string, dir = "packages/x") => ({ name, dir });
const inDir = (pattern: string, dir: string) => selector(pattern).matches(pkg("@acme/x", dir));

test.each([
  ["@acme/core", "@acme/core", true],
  ["@acme/core", "@acme/core-js", false],
  ["@acme/*", "@acme/core", true],
  ["@acme/*", "@acme2/core", false],
  ["*", "@acme/core", true],
  ["*-core", "@acme/my-core", true],
  ["@acme/*-*", "@acme/core", false],
  ["a.c", "abc", false],
  ["core", "Core", false],
])("%s against the name %s: %s", (pattern, name, expected) => {
  expect(selector(pattern).matches(pkg(name))).toBe(expected);
});

test.each([
  ["./packages/*", "packages/core", true],
  ["./packages/*", "packages/plugins/core", false],
  ["./packages/*", "packages", false],
  ["./packages/plugin-*", "packages/plugin-a", true],
  ["./packages/**", "packages/plugins/core", true],
  ["./packages/**/core", "packages/core", true],
  ["./packages/**/core", "packages/a/b/core", true],
  ["./packages/**/core", "packages/a/b/cores", false],
  ["./packages/core/", "packages/core", true],
  ["./packages/core", "apps/packages/core", false],
  [".", ".", true],
  [".", "packages/core", false],
])("%s against the directory %s: %s", (pattern, dir, expected) => {
  expect(inDir(pattern, dir)).toBe(expected);
});

test("a name is not a directory, and a directory is not a name", () => {
  expect(inDir("packages/core", "packages/core")).toBe(false);
  expect(selector("./core").matches(pkg("./core", "libs/core"))).toBe(false);
});

test("a negated selector matches what it excludes", () => {
  const negated = selector("!@acme/*");
  expect(negated).toMatchObject({ negated: true, text: "!@acme/*" });
  expect(negated.matches(pkg("@acme/core"))).toBe(true);
});

test.each([
  [["@acme/*", "!@acme/x"], "@acme/x", false],
  [["@acme/*", "!@acme/x"], "@acme/y", true],
  [["!@acme/x", "@acme/*"], "@acme/x", true],
  [["@acme/*", "!@acme/x*", "@acme/xy"], "@acme/xy", true],
  [["@acme/*", "!./packages/*"], "@acme/y", false],
  [[], "@acme/x", false],
  [["!@acme/x"], "@acme/x", false],
  [["!@acme/x", "!@acme/z"], "@acme/y", true],
])("of %j, the last that matches %s decides: %s", (texts, name, expected) => {
  expect(selects(texts.map(selector), pkg(name))).toBe(expected);
});

test("a star also matches the empty string", () => {
  expect(matchesText("a*", "a")).toBe(true);
  expect(matchesText("***", "")).toBe(true);
  expect(matchesText("a*b*c", "aXbYbc")).toBe(true);
  expect(matchesText("a*b*c", "aXcYb")).toBe(false);
  expect(matchesText("", "a")).toBe(false);
});

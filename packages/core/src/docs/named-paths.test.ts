import { expect, test } from "vitest";
import { changelogOf, fileOf, linePaths } from "./named-paths.ts";

const docs = {
  guides: [],
  changelog: "CHANGELOG.md",
  lines: ["docs/v{major}.{minor}", "{major}/{major}"],
};

test.each([
  ["docs/up.md", "docs/up.md"],
  ["./docs/up.md#to-2", "docs/up.md"],
  ["`docs/up.md`", "docs/up.md"],
  ["../up.md", "../up.md"],
  ["https://example.com/up", undefined],
  ["<https://example.com/up>", undefined],
])("takes %s for the file %s", (value, expected) => {
  expect(fileOf({ value })).toBe(expected);
});

test.each([
  ["1.3.0-beta.1", ["docs/v1.3", "1/1"]],
  ["../..", []],
  [undefined, []],
])("knows what the line of %s is documented by", (version, expected) => {
  expect(linePaths(docs, version)).toEqual(expected);
});

test("returns the path of a changelog", () => {
  expect(changelogOf({ dir: "." }, docs)).toBe("CHANGELOG.md");
  expect(changelogOf({ dir: "packages/ui" }, docs)).toBe("packages/ui/CHANGELOG.md");
});

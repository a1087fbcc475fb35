import { expect, test } from "vitest";
import { LONGEST_PATH, guideMatcher, readDocuments } from "../../src/files/documents.ts";
import { manifestTwins } from "../../src/files/release-files.ts";
import { folder } from "../kit/workspace.ts";

test("two manifests that differ only by case are one file on some systems", () => {
  const paths = [
    "package.json",
    "WEB/Package.json",
    "WEB/package.json",
    "b/PACKAGE.JSON",
    "c/x.json",
  ];
  expect(manifestTwins(new Set(paths))).toEqual([
    {
      message: "WEB/Package.json and WEB/package.json are the same file on macOS and Windows",
      help: "remove WEB/Package.json",
      at: { path: "WEB/Package.json", line: 1, column: 1 },
    },
  ]);
  expect(manifestTwins(new Set(["Package.json", "package.json"]))).toHaveLength(1);
});

test("a guide has a path up to the limits", async () => {
  const isGuide = await guideMatcher(["**", "!docs/**"]);
  expect([LONGEST_PATH, LONGEST_PATH + 1].map((length) => isGuide("a".repeat(length)))).toEqual([
    true,
    false,
  ]);
  expect([31, 32].map((folders) => isGuide(`${"a/".repeat(folders)}b`))).toEqual([true, false]);
  expect(isGuide("docs/a.md")).toBe(false);
});

test("a changelog that is also a guide is read once", async () => {
  const { path } = await folder({ "CHANGELOG.md": "# Acme\n", "a.md": "# A\n" });
  const changelogs = ["CHANGELOG.md"];
  const { documents } = await readDocuments(path, { guides: ["*.md"], changelogs, paths: [] });
  expect(documents.map((one) => `${one.path} ${one.kind ?? "guide"}`)).toEqual([
    "CHANGELOG.md guide",
    "a.md guide",
  ]);
});

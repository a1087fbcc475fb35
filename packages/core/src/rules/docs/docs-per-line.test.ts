import { expect, test } from "vitest";
import { type Scene, fixesOf, judgeScene, messagesOf } from "../../testing/scene.ts";
import { docsPerLine } from "./docs-per-line.ts";

const scene = (
  release: string,
  paths: readonly string[] | undefined = [],
  of: "major" | "minor" = "minor",
  lines: readonly string[] = ["docs/v{major}.{minor}"],
): Scene => ({
  packages: { ui: release.split(" ")[0]! },
  releases: { ui: release },
  policies: {
    all: { packages: ["*"] },
    workspace: { docs: { lines }, rules: { "docs-per-line": ["warn", { of }] } },
  },
  facts: { paths },
});

test("requires documentation for a new release line", () => {
  const found = scene("1.2.0 -> 1.3.0", ["docs/v1.2"]);
  expect(messagesOf(docsPerLine, found)).toEqual([
    "warn: `ui` `1.3.0` would start release line `1.3`, but `docs/v1.3` is missing",
  ]);
  expect(fixesOf(docsPerLine, found)).toEqual(["add `docs/v1.3`"]);
  expect(judgeScene(found, [docsPerLine]).findings).toMatchObject([
    { package: "ui", version: "1.3.0", at: { path: ".changeset/cat.md", line: 2 } },
  ]);
});

test("accepts complete documentation", () => {
  const lines = ["docs/v{major}.{minor}", "docs/v{major}.{minor}/index.md"];
  const release = "1.2.0 -> 1.3.0";
  expect(
    messagesOf(docsPerLine, scene(release, ["docs/v1.3", "docs/v1.3/index.md"], "minor", lines)),
  ).toEqual([]);
  expect(messagesOf(docsPerLine, scene(release, ["docs/v1.3"], "minor", lines))[0]).toContain(
    "`docs/v1.3/index.md` is missing",
  );
});

test.each([
  ["1.2.0 -> 1.2.1", "minor", 0],
  ["1.2.0 -> 1.3.0", "minor", 1],
  ["1.2.0 -> 1.3.0", "major", 0],
  ["1.2.0 -> 2.0.0", "major", 1],
  ["0.2.0 -> 0.3.0", "major", 0],
  ["1.2.0 -> 1.3.0-beta.0", "minor", 0],
  ["1.3.0-beta.1 -> 1.3.0", "minor", 1],
  ["1.3.1-beta.1 -> 1.3.1", "minor", 0],
  ["1.3.0-beta.1 -> 1.3.0", "major", 0],
  ["2.0.0-beta.1 -> 2.0.0", "major", 1],
] as const)("of %s, counted by %s", (release, of, count) => {
  expect(messagesOf(docsPerLine, scene(release, [], of))).toHaveLength(count);
});

test("reports nothing without a configured path or files", () => {
  expect(messagesOf(docsPerLine, scene("1.2.0 -> 1.3.0", [], "minor", []))).toEqual([]);
  expect(messagesOf(docsPerLine, { ...scene("1.2.0 -> 1.3.0"), facts: {} })).toEqual([]);
});

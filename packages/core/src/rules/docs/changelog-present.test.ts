import { expect, test } from "vitest";
import { type Scene, fixesOf, judgeScene, messagesOf } from "../../testing/scene.ts";
import { changelogPresent } from "./changelog-present.ts";

const scene = (
  paths: readonly string[] | undefined,
  more: Scene = {},
  docs: object = {},
): Scene => ({
  packages: { ui: "1.2.0" },
  policies: {
    all: { packages: ["*"] },
    workspace: { rules: { "changelog-present": "warn" }, docs },
  },
  facts: paths ? { paths } : {},
  ...more,
});

test("requires the changelog of each package", () => {
  expect(messagesOf(changelogPresent, scene([]))).toEqual([
    "warn: `ui` has no changelog (expected `packages/ui/CHANGELOG.md`)",
  ]);
  expect(fixesOf(changelogPresent, scene([]))[0]).toContain("add `packages/ui/CHANGELOG.md`");
  expect(judgeScene(scene([]), [changelogPresent]).findings).toMatchObject([
    { package: "ui", at: { path: "packages/ui/package.json", pointer: ["name"] } },
  ]);
});

test.each([
  ["where it is", ["packages/ui/CHANGELOG.md"], {}],
  [
    "under the name that the policy gives it",
    ["packages/ui/HISTORY.md"],
    { changelog: "HISTORY.md" },
  ],
])("finds it %s", (_, paths, docs) => {
  expect(messagesOf(changelogPresent, scene(paths, {}, docs))).toEqual([]);
});

test("requires the changelog of the root at the root", () => {
  const packages = { ui: { dir: "." } };
  expect(messagesOf(changelogPresent, scene(["CHANGELOG.md"], { packages }))).toEqual([]);
});

test.each([
  ["private", { private: true }],
  ["ignored", { skipped: "ignored" }],
] as const)("asks for none of a package that is %s", (_, pkg) => {
  expect(messagesOf(changelogPresent, scene([], { packages: { ui: pkg } }))).toEqual([]);
});

test.each([
  [false, 0],
  [true, 1],
])("leaves it to the release that will write it: written is %j", (written, count) => {
  const packages = { ui: written ? "1.2.1" : "1.2.0" };
  const releases = { ui: { from: "1.2.0", to: "1.2.1", written } };
  expect(messagesOf(changelogPresent, scene([], { packages, releases }))).toHaveLength(count);
});

test("reports nothing without files", () => {
  expect(messagesOf(changelogPresent, scene(undefined))).toEqual([]);
});

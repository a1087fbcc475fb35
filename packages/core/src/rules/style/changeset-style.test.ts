import type { Changeset } from "../../facts/facts.ts";
import { declaredBumps } from "../../testing/scene-changesets.ts";
import { type Scene, fixesOf, judgeScene, messagesOf } from "../../testing/scene.ts";
import type { Bump } from "../../versions/bump.ts";
import { changesetStyle } from "./changeset-style.ts";
import { expect, test } from "vitest";

const at = { path: ".changeset/cat.md", line: 2, column: 1 };
const words = { any: ["FEAT:", "FIX:"], none: ["#", "FEAT: wip"] };
const starting = (
  summary: string,
  options: object = words,
  more: Partial<Changeset> = {},
): Scene => ({
  packages: { ui: "1.0.0" },
  changesets: { cat: { summary, bumps: [{ package: "ui", bump: "patch", at }], ...more } },
  policies: {
    all: { packages: ["*"], rules: { "changeset-style": ["warn", { start: options }] } },
  },
});

test.each([
  ["FIX: keep it.", []],
  ["FEAT: add it.", []],
  ["fix: keep it.", ["warn: the text starts with `fix: keep it.` (expected: `FEAT:` or `FIX:`)"]],
  [" FIX: keep it.", ["warn: the text starts with ` FIX: keep it.` (expected: `FEAT:` or `FIX:`)"]],
  ["# FIX: keep it.", ["warn: the text must not start with `#`"]],
  ["FEAT: wip on it.", ["warn: the text must not start with `FEAT: wip`"]],
  [
    "Keep the cursor in its place, please.",
    ["warn: the text starts with `Keep the cursor in its p` (expected: `FEAT:` or `FIX:`)"],
  ],
  ["Keep it.\r\nFor all.", ["warn: the text starts with `Keep it.` (expected: `FEAT:` or `FIX:`)"]],
  ["Keep it.\n\nFor all.", ["warn: the text starts with `Keep it.` (expected: `FEAT:` or `FIX:`)"]],
  [
    "Keep the cursor in its \u{1F5C2}\u{1F5C2}",
    ["warn: the text starts with `Keep the cursor in its \u{1F5C2}` (expected: `FEAT:` or `FIX:`)"],
  ],
])("judges the text %j", (summary, expected) => {
  expect(messagesOf(changesetStyle, starting(summary))).toEqual(expected);
});

test("with only forbidden beginnings, accepts all others", () => {
  expect(messagesOf(changesetStyle, starting("Keep it.", { none: ["#"] }))).toEqual([]);
  expect(messagesOf(changesetStyle, starting("# Keep it.", { none: ["#"] }))).toHaveLength(1);
});

test("requires no beginning by default, or if none is configured", () => {
  const scene = starting("# Keep it.");
  expect(messagesOf(changesetStyle, { ...scene, policies: { all: { packages: ["*"] } } })).toEqual(
    [],
  );
  expect(messagesOf(changesetStyle, starting("# Keep it.", {}))).toEqual([]);
});

test.each<[string, Partial<Changeset>]>([
  ["has no text", { summary: "" }],
  ["names no package", { bumps: [] }],
  ["was used by a prerelease", { consumed: true }],
])("reports nothing where the changeset %s", (_, more) => {
  expect(messagesOf(changesetStyle, starting("# Keep it.", words, more))).toEqual([]);
});

test("points at the text and names the expected beginnings", () => {
  const summaryAt = { path: ".changeset/cat.md", line: 5, column: 1 };
  const scene = starting("Keep it.", words, { summaryAt });
  expect(judgeScene(scene, [changesetStyle]).findings).toMatchObject([{ at: summaryAt }]);
  expect(fixesOf(changesetStyle, scene)).toEqual(["start it with `FEAT:` or `FIX:`"]);
  expect(fixesOf(changesetStyle, starting("# Keep it.", { none: ["#"] }))).toEqual([
    "start with a sentence",
  ]);
});

const categories = { "[breaking]": "minor", "[fix]": "patch", "*": "patch" };

function written(
  summary: string,
  bump: Bump,
  setting: unknown = ["error", { categories }],
  more: Partial<Changeset> = {},
): Scene {
  const bumps = [{ package: "ui", bump, at }];
  return {
    packages: { ui: "0.2.0" },
    changesets: { cat: { summary, bumps, ...more } },
    policies: { all: { packages: ["*"], rules: { "changeset-style": setting } } },
  };
}

test.each<[string, Bump, readonly string[]]>([
  ["[breaking] Drop it.", "minor", []],
  [
    "[breaking] Drop it.",
    "patch",
    ["error: `ui` declares `patch`, but `[breaking]` requires a `minor`"],
  ],
  ["[fix] Fix it.", "minor", ["error: `ui` declares `minor`, but `[fix]` requires a `patch`"]],
  ["Fix it. [breaking]", "patch", []],
  [
    "Fix it.",
    "minor",
    ["error: `ui` declares `minor`, but a changeset without a category requires a `patch`"],
  ],
  ["* Fix it.", "patch", []],
  ["[breaking] Nothing to release.", "none", []],
])("judges the text %j with the bump %s", (summary, bump, expected) => {
  expect(messagesOf(changesetStyle, written(summary, bump))).toEqual(expected);
});

test("treats a star in a beginning literally, wherever it appears", () => {
  const setting = ["error", { categories: { "*": "patch", "**BREAKING**": "minor" } }];
  expect(messagesOf(changesetStyle, written("**BREAKING** Drop it.", "minor", setting))).toEqual(
    [],
  );
});

test("ignores other texts if there is no `*`", () => {
  const setting = ["error", { categories: { "[breaking]": "minor" } }];
  expect(messagesOf(changesetStyle, written("Fix it.", "major", setting))).toEqual([]);
});

test("reports nothing if it is off, and cannot be enabled without categories", () => {
  expect(messagesOf(changesetStyle, written("[breaking] Drop it.", "patch", "off"))).toEqual([]);
  expect(() =>
    messagesOf(changesetStyle, written("[breaking] Drop it.", "patch", "error")),
  ).toThrow("`changeset-style` checks nothing without options");
});

test("can be a warning", () => {
  const scene = written("[fix] Fix it.", "minor", ["warn", { categories }]);
  expect(judgeScene(scene, [changesetStyle]).outcome).toBe("warn");
});

test("ignores a changeset already used by a prerelease", () => {
  const scene = written("[fix] Fix it.", "minor", ["error", { categories }], { consumed: true });
  expect(messagesOf(changesetStyle, scene)).toEqual([]);
});

test("points at the bump and names both fixes", () => {
  const scene = written("[breaking] Drop it.", "patch");
  expect(judgeScene(scene, [changesetStyle]).findings).toMatchObject([{ package: "ui", at }]);
  expect(fixesOf(changesetStyle, scene)).toEqual([
    "write `minor` in `.changeset/cat.md:2`, or change the category",
  ]);
});

const named = (id: string, level = "error"): Scene => ({
  packages: { ui: "1.0.0" },
  changesets: { [id]: { ui: "patch" } },
  policies: {
    all: { packages: ["*"] },
    workspace: { rules: { "changeset-style": [level, { fileName: true }] } },
  },
});

test.each(["brave-cats", "a", "42", "fix-2-things", "-"])("accepts the name %j", (id) => {
  expect(messagesOf(changesetStyle, named(id))).toEqual([]);
});

test.each(["Brave-cats", "brave cats", "brave_cats", "brave.cats", "pre/cat", "caf\u00E9"])(
  "refuses the name %j",
  (id) => {
    expect(messagesOf(changesetStyle, named(id))).toEqual([
      `error: the file name \`${id}.md\` may only contain lowercase letters, digits and dashes`,
    ]);
  },
);

test("accepts every name by default", () => {
  expect(
    messagesOf(changesetStyle, { ...named("Brave"), policies: { all: { packages: ["*"] } } }),
  ).toEqual([]);
  expect(messagesOf(changesetStyle, named("Brave", "warn"))).toHaveLength(1);
});

test("ignores the name of a changeset already used by a prerelease", () => {
  const changesets = { "pre/cat": { bumps: declaredBumps({ ui: "patch" }), consumed: true } };
  expect(messagesOf(changesetStyle, { ...named("cat"), changesets })).toEqual([]);
});

test("points at each file", () => {
  const changesets = { A: { bumps: [] }, B: { bumps: [] } };
  const { findings } = judgeScene({ ...named("cat"), changesets }, [changesetStyle]);
  expect(findings).toMatchObject([
    { at: { path: ".changeset/A.md", line: 1, column: 1 } },
    { at: { path: ".changeset/B.md", line: 1, column: 1 } },
  ]);
  expect(fixesOf(changesetStyle, named("Brave"))).toEqual(["rename the file"]);
});

const onLine = (line: number) => ({ path: ".changeset/cat.md", line, column: 1 });
const naming = (
  names: readonly string[],
  setting: unknown,
  more: Partial<Changeset> = {},
): Scene => {
  const bumps = names.map((name, i) => ({
    package: name,
    bump: "patch" as const,
    at: onLine(i + 2),
  }));
  return {
    packages: { a: "1.0.0", b: "1.0.0", c: "1.0.0" },
    changesets: { cat: { bumps, ...more } },
    policies: {
      first: { packages: ["a"], rules: { "changeset-style": setting } },
      rest: { packages: ["b", "c"] },
    },
  };
};
const abc = ["a", "b", "c"];

test.each([
  [1, ["error: this changeset names `3` packages (limit: `1`)"]],
  [2, ["error: this changeset names `3` packages (limit: `2`)"]],
  [3, []],
  [4, []],
])("counts against a most of %i", (max, expected) => {
  expect(messagesOf(changesetStyle, naming(abc, ["error", { maxPackages: max }]))).toEqual(
    expected,
  );
});

test("uses the level of the first package's track", () => {
  expect(messagesOf(changesetStyle, naming(["b", "a"], ["error", { maxPackages: 1 }]))).toEqual([]);
});

test("reports nothing for a changeset without packages, or one already used by a prerelease", () => {
  expect(messagesOf(changesetStyle, naming([], ["error", { maxPackages: 1 }]))).toEqual([]);
  expect(
    messagesOf(changesetStyle, naming(abc, ["error", { maxPackages: 1 }], { consumed: true })),
  ).toEqual([]);
});

test("points at the first package above the limit", () => {
  const scene = naming(abc, ["error", { maxPackages: 2 }]);
  expect(judgeScene(scene, [changesetStyle]).findings).toMatchObject([
    { package: "a", at: onLine(4) },
  ]);
  expect(fixesOf(changesetStyle, scene)).toEqual(["split it into one changeset per package"]);
});

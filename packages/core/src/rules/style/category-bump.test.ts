import { expect, test } from "vitest";
import { type Scene, advised, judgeScene, said } from "../../testing/scene.ts";
import type { Changeset } from "../../facts/facts.ts";
import type { Bump } from "../../versions/bump.ts";
import { categoryBump } from "./category-bump.ts";

const at = { path: ".changeset/cat.md", line: 2, column: 1 };
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
    policies: { all: { packages: ["*"], rules: { "category-bump": setting } } },
  };
}

test.each<[string, Bump, readonly string[]]>([
  ["[breaking] Drop it.", "minor", []],
  [
    "[breaking] Drop it.",
    "patch",
    ["error: `ui` declares `patch`, and `[breaking]` goes with `minor`"],
  ],
  ["[fix] Mend it.", "minor", ["error: `ui` declares `minor`, and `[fix]` goes with `patch`"]],
  ["Mend it. [breaking]", "patch", []],
  [
    "Mend it.",
    "minor",
    ["error: `ui` declares `minor`, and a text without a category goes with `patch`"],
  ],
  ["* Mend it.", "patch", []],
  ["[breaking] Nothing to release.", "none", []],
])("judges the text %j with the bump %s", (summary, bump, expected) => {
  expect(said(categoryBump, written(summary, bump))).toEqual(expected);
});

test("takes a beginning with a star for itself, wherever `*` stands", () => {
  const setting = ["error", { categories: { "*": "patch", "**BREAKING**": "minor" } }];
  expect(said(categoryBump, written("**BREAKING** Drop it.", "minor", setting))).toEqual([]);
});

test("leaves other texts alone where no `*` speaks of them", () => {
  const setting = ["error", { categories: { "[breaking]": "minor" } }];
  expect(said(categoryBump, written("Mend it.", "major", setting))).toEqual([]);
});

test("reports nothing where it is off, and cannot be switched on without categories", () => {
  expect(said(categoryBump, written("[breaking] Drop it.", "patch", "off"))).toEqual([]);
  expect(() => said(categoryBump, written("[breaking] Drop it.", "patch", "error"))).toThrow(
    "`category-bump` checks nothing without options",
  );
});

test("can be a warning", () => {
  const scene = written("[fix] Mend it.", "minor", ["warn", { categories }]);
  expect(judgeScene(scene, [categoryBump]).outcome).toBe("warn");
});

test("leaves a changeset alone that a prerelease has used", () => {
  const scene = written("[fix] Mend it.", "minor", ["error", { categories }], { consumed: true });
  expect(said(categoryBump, scene)).toEqual([]);
});

test("points at the bump and names both ways out", () => {
  const scene = written("[breaking] Drop it.", "patch");
  expect(judgeScene(scene, [categoryBump]).findings).toMatchObject([{ package: "ui", at }]);
  expect(advised(categoryBump, scene)).toEqual([
    "write `minor` in `.changeset/cat.md:2`, or change the category",
  ]);
});

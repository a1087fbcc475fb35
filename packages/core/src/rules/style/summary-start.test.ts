import { expect, test } from "vitest";
import { type Scene, advised, judgeScene, said } from "../../testing/scene.ts";
import type { Changeset } from "../../facts/facts.ts";
import { summaryStart } from "./summary-start.ts";

const at = { path: ".changeset/cat.md", line: 2, column: 1 };
const words = { any: ["FEAT:", "FIX:"], none: ["#", "FEAT: wip"] };
const starting = (
  summary: string,
  options: object = words,
  more: Partial<Changeset> = {},
): Scene => ({
  packages: { ui: "1.0.0" },
  changesets: { cat: { summary, bumps: [{ package: "ui", bump: "patch", at }], ...more } },
  policies: { all: { packages: ["*"], rules: { "summary-start": ["warn", options] } } },
});

test.each([
  ["FIX: keep it.", []],
  ["FEAT: add it.", []],
  ["fix: keep it.", ["warn: the text starts with `fix: keep it.`, which is no agreed beginning"]],
  [" FIX: keep it.", ["warn: the text starts with ` FIX: keep it.`, which is no agreed beginning"]],
  ["# FIX: keep it.", ["warn: the text starts with `#`, which is not allowed"]],
  ["FEAT: wip on it.", ["warn: the text starts with `FEAT: wip`, which is not allowed"]],
  [
    "Keep the cursor in its place, please.",
    ["warn: the text starts with `Keep the cursor in its p`, which is no agreed beginning"],
  ],
  ["Keep it.\r\nFor all.", ["warn: the text starts with `Keep it.`, which is no agreed beginning"]],
  ["Keep it.\n\nFor all.", ["warn: the text starts with `Keep it.`, which is no agreed beginning"]],
  [
    "Keep the cursor in its \u{1F5C2}\u{1F5C2}",
    ["warn: the text starts with `Keep the cursor in its \u{1F5C2}`, which is no agreed beginning"],
  ],
])("judges the text %j", (summary, expected) => {
  expect(said(summaryStart, starting(summary))).toEqual(expected);
});

test("with a list of forbidden beginnings alone, takes every other", () => {
  expect(said(summaryStart, starting("Keep it.", { none: ["#"] }))).toEqual([]);
  expect(said(summaryStart, starting("# Keep it.", { none: ["#"] }))).toHaveLength(1);
});

test("is off by default, and silent without options", () => {
  const scene = starting("# Keep it.");
  expect(said(summaryStart, { ...scene, policies: { all: { packages: ["*"] } } })).toEqual([]);
  expect(said(summaryStart, starting("# Keep it.", {}))).toEqual([]);
});

test.each<[string, Partial<Changeset>]>([
  ["has no text", { summary: "" }],
  ["names no package", { bumps: [] }],
  ["was used by a prerelease", { consumed: true }],
])("reports nothing where the changeset %s", (_, more) => {
  expect(said(summaryStart, starting("# Keep it.", words, more))).toEqual([]);
});

test("points at the text and names the agreed beginnings", () => {
  const summaryAt = { path: ".changeset/cat.md", line: 5, column: 1 };
  const scene = starting("Keep it.", words, { summaryAt });
  expect(judgeScene(scene, [summaryStart]).findings).toMatchObject([{ at: summaryAt }]);
  expect(advised(summaryStart, scene)).toEqual(["start it with `FEAT:` or `FIX:`"]);
  expect(advised(summaryStart, starting("# Keep it.", { none: ["#"] }))).toEqual([
    "begin with a sentence",
  ]);
});

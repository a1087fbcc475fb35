import { expect, test } from "vitest";
import { type Scene, fixesOf, judgeScene, messagesOf } from "../../testing/scene.ts";
import type { Changeset } from "../../facts/facts.ts";
import { emptySummary } from "./empty-summary.ts";

const at = { path: ".changeset/cat.md", line: 2, column: 1 };
const written = (changeset: Partial<Changeset>, track: object = {}): Scene => ({
  packages: { ui: "1.0.0" },
  changesets: { cat: { bumps: [{ package: "ui", bump: "patch", at }], ...changeset } },
  policies: { all: { packages: ["*"], ...track } },
});

test("requires a summary", () => {
  const scene = written({ summary: "" });
  expect(messagesOf(emptySummary, scene)).toEqual(["error: this changeset has no summary"]);
  expect(fixesOf(emptySummary, scene)).toEqual([
    "describe the change for users below the second `---`",
  ]);
});

test.each<[string, Partial<Changeset>]>([
  ["has a text", { summary: "." }],
  ["was used by a prerelease", { summary: "", consumed: true }],
  ["names no package", { summary: "", bumps: [] }],
  ["releases nothing", { summary: "", bumps: [{ package: "ui", bump: "none", at }] }],
])("reports nothing where the changeset %s", (_, changeset) => {
  expect(messagesOf(emptySummary, written(changeset))).toEqual([]);
});

test("points at the place of the summary", () => {
  const summaryAt = { path: ".changeset/cat.md", line: 4, column: 1 };
  expect(judgeScene(written({ summary: "", summaryAt }), [emptySummary]).findings).toMatchObject([
    { package: "ui", at: summaryAt },
  ]);
});

test("uses the level of the first package's track", () => {
  const scene = written({ summary: "" }, { rules: { "empty-summary": "warn" } });
  expect(messagesOf(emptySummary, scene)).toEqual(["warn: this changeset has no summary"]);
});

test("requires a summary if one of the packages is released", () => {
  const bumps = (["none", "patch"] as const).map((bump) => ({ package: "ui", bump, at }));
  expect(messagesOf(emptySummary, written({ summary: "", bumps }))).toHaveLength(1);
});

import { expect, test } from "vitest";
import type { Declaration, Section } from "../../facts/evidence.ts";
import { type Scene, advised, judgeScene, said } from "../../testing/scene.ts";
import type { Changeset } from "../../facts/facts.ts";
import { breakingSection } from "./breaking-section.ts";

const at = { path: ".changeset/cat.md", line: 6, column: 1 };
const bumps = [{ package: "ui", bump: "major" as const, at: { ...at, line: 2 } }];

const scene = (
  declares: readonly Declaration["kind"][],
  kinds: readonly Section["kind"][],
  more: Partial<Changeset> = {},
  breaking: readonly string[] = ["section"],
): Scene => ({
  packages: { ui: "1.0.0" },
  changesets: {
    cat: {
      bumps,
      declarations: declares.map((kind) => ({ kind, value: "x", at })),
      sections: kinds.map((kind) => ({ kind, at, entries: [] })),
      ...more,
    },
  },
  policies: { all: { packages: ["*"], require: { breaking } } },
});

test("asks for a section where a changeset declares a breaking change, or a removal", () => {
  expect(said(breakingSection, scene(["breaking"], []))).toEqual([
    "warn: the changeset declares a breaking change, and has no section for it",
  ]);
  expect(said(breakingSection, scene(["removes"], ["deprecations"]))).toEqual([
    "warn: the changeset removes an API, and has no section that says so",
  ]);
});

test("says it once, at the declaration, with the policy's line", () => {
  const { findings } = judgeScene(scene(["security", "breaking", "removes"], []), [
    breakingSection,
  ]);
  expect(findings).toMatchObject([{ package: "ui", at, because: { text: "breaking: [section]" } }]);
});

test.each([
  ["a section", scene(["breaking", "removes"], ["features", "breaking"])],
  ["nothing that breaks", scene(["security", "deprecates"], [])],
  ["a changeset that is used", scene(["breaking"], [], { consumed: true })],
  ["a bump of none", scene(["breaking"], [], { bumps: [{ ...bumps[0]!, bump: "none" }] })],
  ["no package", scene(["breaking"], [], { bumps: [] })],
  ["a track that asks for a guide", scene(["breaking"], [], {}, ["upgrade-guide"])],
])("reports nothing with %s", (_, silent) => {
  expect(said(breakingSection, silent)).toEqual([]);
});

test("advises the heading", () => {
  expect(advised(breakingSection, scene(["breaking"], []))).toEqual([
    "put it under a heading `Breaking Changes`",
  ]);
  expect(advised(breakingSection, scene(["removes"], []))).toEqual([
    "say what is gone, and what to use instead, under a heading `Breaking Changes`",
  ]);
});

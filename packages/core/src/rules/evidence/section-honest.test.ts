import { expect, test } from "vitest";
import type { Section } from "../../facts/evidence.ts";
import { type Scene, advised, judgeScene, said } from "../../testing/scene.ts";
import { sectionHonest } from "./section-honest.ts";

const at = { path: ".changeset/cat.md", line: 6, column: 1 };
const scene = (kind: Section["kind"], ...texts: readonly string[]): Scene => ({
  packages: { ui: "1.0.0" },
  changesets: {
    cat: {
      bumps: [{ package: "ui", bump: "major", at: { ...at, line: 2 } }],
      sections: [
        { kind, at, entries: texts.map((text, i) => ({ text, at: { ...at, line: 8 + i } })) },
      ],
    },
  },
  policies: { all: { packages: ["*"], rules: { "section-honest": "warn" } } },
});

test.each([
  "TODO",
  "todo: say what breaks",
  "TBD",
  "FIXME",
  "Describe the breaking change and how to migrate.",
  "Please describe what breaks",
  "Describe…",
  "<what breaks>",
  "[what breaks]",
  "`foo` is `bar` now",
  "None",
  "**N/A**",
  "No breaking changes.",
  // Hydra and Kratos 25.4.0
  "This patch changes the behavior of configuration item `foo` to do bar. To keep the existing behavior please do baz.",
])("finds the placeholder under Breaking: %s", (text) => {
  expect(said(sectionHonest, scene("breaking", text))).toHaveLength(1);
  expect(said(sectionHonest, scene("breaking", text))[0]).toMatch(/^warn: a placeholder stands/);
});

test.each([
  "`loadSync` will be removed in 3.0.0",
  "`loadSync` will be removed in 3.0.0. Use `load`.",
  "`loadSync` is deprecated, use `load`",
  "`loadSync` has been deprecated in favor of `load`",
  "Deprecate `loadSync`",
  "The old names are going to be dropped next year",
])("finds the announcement under Breaking: %s", (text) => {
  expect(said(sectionHonest, scene("breaking", text))[0]).toMatch(
    /^warn: an announcement stands under `Breaking Changes`/,
  );
});

test.each([
  "Added a parameter `strict` to `load`",
  "New parameter `strict` in `load`",
  "`load` now supports a list of names",
  "`load` now also accepts a URL",
  "A new optional parameter of `load`: `strict`",
])("finds the addition under Breaking: %s", (text) => {
  expect(said(sectionHonest, scene("breaking", text))[0]).toMatch(/^warn: an addition stands/);
});

test.each([
  "`loadSync` has been removed",
  "The deprecated `loadSync` has been removed",
  "`loadSync`, which is deprecated since 1.2, no longer exists",
  "Removed deprecated names",
  "Added a required parameter `strict` to `load`",
  "`load` now supports lists only",
  "New default: `strict` is on",
  "`load` accepts a URL where it accepted a path",
  "`import foo from './foo'` fails",
  "`describe` blocks cannot be nested",
  "[`load`](https://a.example) is async",
  "(cli) `load` is async (see the notes)",
  "`todo()` throws",
  "`footer` and `bar chart` are one",
  "Die Funktion `laden` heißt jetzt `lade`",
])("accepts what stands under Breaking: %s", (text) => {
  expect(said(sectionHonest, scene("breaking", text))).toEqual([]);
});

test.each([
  ["`SlingSourceConnection` has been removed", 1],
  ["Removed `loadSync`", 1],
  ["`loadSync` and `loadAll` were removed", 1],
  ["`loadSync` will be removed in 3.0.0", 0],
  ["`loadSync` is deprecated, use `load`", 0],
  ["The deprecation of `loadSync` has been removed", 0],
  ["Deprecation of @multi_asset_sensor has been rolled back", 0],
  ["Added `load`", 0],
])("under Deprecations, %s: %i", (text, count) => {
  expect(said(sectionHonest, scene("deprecations", text))).toHaveLength(count);
});

test("finds a section without entries, at its heading", () => {
  expect(judgeScene(scene("breaking"), [sectionHonest]).findings).toMatchObject([
    { package: "ui", at },
  ]);
  expect(said(sectionHonest, scene("deprecations"))).toEqual([
    "warn: the section `Deprecations` is empty",
  ]);
});

test("finds each entry at its own place, and says where it belongs", () => {
  const both = scene("breaking", "Added `load`", "`loadSync` will be removed");
  expect(judgeScene(both, [sectionHonest]).findings.map((found) => found.at.line)).toEqual([8, 9]);
  expect(advised(sectionHonest, both)).toEqual([
    "put it under `Features`, or say what users have to change",
    "put it under `Deprecations`, or end the text with `Deprecates: <api> use <replacement> until <version>`",
  ]);
  expect(advised(sectionHonest, scene("deprecations", "Removed `a`"))).toEqual([
    "put it under `Breaking Changes`",
  ]);
});

test("reads no other section, and is off unless a policy switches it on", () => {
  expect(said(sectionHonest, scene("features", "TODO"))).toEqual([]);
  const quiet = { ...scene("breaking", "TODO"), policies: { all: { packages: ["*"] } } };
  expect(said(sectionHonest, quiet)).toEqual([]);
});

test("reads no more of an entry than people write", () => {
  expect(said(sectionHonest, scene("breaking", "(".repeat(200_000)))).toEqual([]);
});

import type { Declaration, Section } from "../../facts/evidence.ts";
import type { Cause, Changeset } from "../../facts/facts.ts";
import { declaredBumps } from "../../testing/scene-changesets.ts";
import { type Scene, fixesOf, judgeScene, messagesOf } from "../../testing/scene.ts";
import { breakingSection } from "./breaking-section.ts";
import { expect, test } from "vitest";

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

test("requires a section if a changeset declares a breaking change or a removal", () => {
  expect(messagesOf(breakingSection, scene(["breaking"], []))).toEqual([
    "warn: the changeset declares a breaking change but has no `Breaking Changes` section",
  ]);
  expect(messagesOf(breakingSection, scene(["removes"], ["deprecations"]))).toEqual([
    "warn: the changeset removes an API but has no `Breaking Changes` section",
  ]);
});

test("reports it once, at the declaration, with the policy's line", () => {
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
])("reports nothing with %s", (_, summary) => {
  expect(messagesOf(breakingSection, summary)).toEqual([]);
});

test("suggests the heading", () => {
  expect(fixesOf(breakingSection, scene(["breaking"], []))).toEqual([
    "move it under a heading `Breaking Changes`",
  ]);
  expect(fixesOf(breakingSection, scene(["removes"], []))).toEqual([
    "describe it and its replacement under a heading `Breaking Changes`",
  ]);
});

const sections = (kind: Section["kind"], ...texts: readonly string[]): Scene => ({
  packages: { ui: "1.0.0" },
  changesets: {
    cat: {
      bumps: [{ package: "ui", bump: "major", at: { ...at, line: 2 } }],
      sections: [
        { kind, at, entries: texts.map((text, i) => ({ text, at: { ...at, line: 8 + i } })) },
      ],
    },
  },
  policies: { all: { packages: ["*"], rules: { "breaking-section": ["warn", { honest: true }] } } },
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
  expect(messagesOf(breakingSection, sections("breaking", text))).toHaveLength(1);
  expect(messagesOf(breakingSection, sections("breaking", text))[0]).toMatch(
    /^warn: the section `Breaking Changes` contains a placeholder/,
  );
});

test.each([
  "`loadSync` will be removed in 3.0.0",
  "`loadSync` will be removed in 3.0.0. Use `load`.",
  "`loadSync` is deprecated, use `load`",
  "`loadSync` has been deprecated in favor of `load`",
  "Deprecate `loadSync`",
  "The old names are going to be dropped next year",
])("finds the announcement under Breaking: %s", (text) => {
  expect(messagesOf(breakingSection, sections("breaking", text))[0]).toMatch(
    /^warn: the section `Breaking Changes` contains an announcement/,
  );
});

test.each([
  "Added a parameter `strict` to `load`",
  "New parameter `strict` in `load`",
  "`load` now supports a list of names",
  "`load` now also accepts a URL",
  "A new optional parameter of `load`: `strict`",
])("finds the addition under Breaking: %s", (text) => {
  expect(messagesOf(breakingSection, sections("breaking", text))[0]).toMatch(
    /^warn: the section `Breaking Changes` contains an addition/,
  );
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
  expect(messagesOf(breakingSection, sections("breaking", text))).toEqual([]);
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
  expect(messagesOf(breakingSection, sections("deprecations", text))).toHaveLength(count);
});

test("reports a section without entries at its heading", () => {
  expect(judgeScene(sections("breaking"), [breakingSection]).findings).toMatchObject([
    { package: "ui", at },
  ]);
  expect(messagesOf(breakingSection, sections("deprecations"))).toEqual([
    "warn: the section `Deprecations` is empty",
  ]);
});

test("reports each entry at its own place, and says where it belongs", () => {
  const both = sections("breaking", "Added `load`", "`loadSync` will be removed");
  expect(judgeScene(both, [breakingSection]).findings.map((found) => found.at.line)).toEqual([
    8, 9,
  ]);
  expect(fixesOf(breakingSection, both)).toEqual([
    "move it under `Features`, or describe what users have to change",
    "move it under `Deprecations`, or replace it with `Deprecates: <api> use <replacement> until <version>` at the end of the text",
  ]);
  expect(fixesOf(breakingSection, sections("deprecations", "Removed `a`"))).toEqual([
    "move it under `Breaking Changes`",
  ]);
});

test("ignores other sections, and is off by default", () => {
  expect(messagesOf(breakingSection, sections("features", "TODO"))).toEqual([]);
  const quiet = { ...sections("breaking", "TODO"), policies: { all: { packages: ["*"] } } };
  expect(messagesOf(breakingSection, quiet)).toEqual([]);
});

test("reads a limited part of an entry", () => {
  expect(messagesOf(breakingSection, sections("breaking", "(".repeat(200_000)))).toEqual([]);
});

const BOTH = ["breaking", "features"];
const major = (cat: Partial<Changeset>, options: object = {}, step = "1.0.0 -> 2.0.0"): Scene => ({
  packages: { ui: step.split(" ")[0]! },
  releases: { ui: step },
  changesets: { cat },
  policies: {
    all: { packages: ["*"], rules: { "breaking-section": ["warn", { majors: BOTH, ...options }] } },
  },
});
const section = (kind: "breaking" | "features" | "security"): Partial<Changeset> => ({
  sections: [{ kind, at, entries: [] }],
});
const declaring = (kind: "breaking" | "removes" | "security"): Partial<Changeset> => ({
  declarations: [{ kind, value: "x", at }],
});

test.each<[string, Partial<Changeset>, readonly string[], number]>([
  ["a breaking section", section("breaking"), ["breaking"], 0],
  ["a breaking section", section("breaking"), ["features"], 1],
  ["a section of features", section("features"), ["features"], 0],
  ["a section of features", section("features"), ["breaking"], 1],
  ["a section of features", section("features"), ["breaking", "features"], 0],
  ["another section", section("security"), ["breaking", "features"], 1],
  ["a breaking declaration", declaring("breaking"), ["breaking"], 0],
  ["a removal", declaring("removes"), ["breaking"], 0],
  ["a removal", declaring("removes"), ["features"], 1],
  ["another declaration", declaring("security"), ["breaking", "features"], 1],
])("takes %s (%j) for a reason of %j: %i findings", (_, cat, reasons, count) => {
  expect(messagesOf(breakingSection, major(cat, { majors: reasons }))).toHaveLength(count);
});

test("says what is missing and how to write it", () => {
  const bare = { summary: "Go." };
  expect(messagesOf(breakingSection, major(bare))).toEqual([
    "warn: `ui` `2.0.0` would be a major, but none of its changesets says `what breaks` or `what is new`",
  ]);
  expect(fixesOf(breakingSection, major(bare, { majors: ["features"] }))).toEqual([
    "add a section `Features` to its changeset with what users get, or declare a smaller bump",
  ]);
});

test.each([
  ["1.0.0 -> 1.1.0", 0],
  ["1.0.0 -> 2.0.0-rc.0", 1],
  ["2.0.0-rc.0 -> 2.0.0-rc.1", 0],
])("judges the step %s: %i findings", (step, count) => {
  expect(messagesOf(breakingSection, major({ summary: "Go." }, {}, step))).toHaveLength(count);
});

test("does not report majors without a declared bump (received-bump does)", () => {
  const follows: Cause = {
    kind: "dependency",
    on: "core",
    field: "peerDependencies",
    range: "^1.0.0",
    bump: "major",
  };
  const releases = { ui: { from: "1.0.0", to: "2.0.0", causes: [follows] } };
  const cat = { bumps: declaredBumps({ core: "major" }), summary: "Go." };
  const packages = { ui: "1.0.0", core: "1.0.0" };
  const rules = { "breaking-section": ["warn", { majors: BOTH }] };
  const policies = { all: { packages: ["ui"], rules }, other: { packages: ["core"] } };
  const following = { ...major(cat), packages, releases, policies };
  expect(messagesOf(breakingSection, following)).toEqual([]);
});

test("reports nothing for graduations and calendar versions", () => {
  const on = (track: object, step: string): Scene => ({
    ...major({ summary: "Go." }, {}, step),
    policies: {
      all: { packages: ["*"], rules: { "breaking-section": ["warn", { majors: BOTH }] }, ...track },
    },
  });
  expect(messagesOf(breakingSection, on({ versions: "1.x" }, "0.9.0 -> 1.0.0"))).toEqual([]);
  expect(
    messagesOf(breakingSection, on({ scheme: { calver: "YY.N" } }, "25.4.0 -> 26.1.0")),
  ).toEqual([]);
  expect(messagesOf(breakingSection, on({}, "25.4.0 -> 26.1.0"))).toHaveLength(1);
});

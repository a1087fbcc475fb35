import { expect, test } from "vitest";
import { declaredBumps } from "../../testing/scene-changesets.ts";
import { type Scene, advised, said } from "../../testing/scene.ts";
import type { Cause, Changeset } from "../../facts/facts.ts";
import { majorReason } from "./major-reason.ts";

const at = { path: ".changeset/cat.md", line: 6, column: 1 };
const major = (cat: Partial<Changeset>, options: object = {}, step = "1.0.0 -> 2.0.0"): Scene => ({
  packages: { ui: step.split(" ")[0]! },
  releases: { ui: step },
  changesets: { cat },
  policies: { all: { packages: ["*"], rules: { "major-reason": ["warn", options] } } },
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
  expect(said(majorReason, major(cat, { reasons }))).toHaveLength(count);
});

test("says what is missing, and how to write it", () => {
  const bare = { summary: "Go." };
  expect(said(majorReason, major(bare))).toEqual([
    "warn: `ui` `2.0.0` is a major, and no changeset of it says `what breaks` or `what is new`",
  ]);
  expect(advised(majorReason, major(bare, { reasons: ["features"] }))).toEqual([
    "add a section `Features` to its changeset with what users get, or declare a smaller bump",
  ]);
});

test.each([
  ["1.0.0 -> 1.1.0", 0],
  ["1.0.0 -> 2.0.0-rc.0", 1],
  ["2.0.0-rc.0 -> 2.0.0-rc.1", 0],
])("judges the step %s: %i findings", (step, count) => {
  expect(said(majorReason, major({ summary: "Go." }, {}, step))).toHaveLength(count);
});

test("leaves majors without a declared bump to received-bump", () => {
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
  const rules = { "major-reason": "warn" };
  const policies = { all: { packages: ["ui"], rules }, other: { packages: ["core"] } };
  const scene = { ...major(cat), packages, releases, policies };
  expect(said(majorReason, scene)).toEqual([]);
});

test("reports nothing for graduations and calendar versions", () => {
  const on = (track: object, step: string): Scene => ({
    ...major({ summary: "Go." }, {}, step),
    policies: { all: { packages: ["*"], rules: { "major-reason": "warn" }, ...track } },
  });
  expect(said(majorReason, on({ versions: "1.x" }, "0.9.0 -> 1.0.0"))).toEqual([]);
  expect(said(majorReason, on({ scheme: { calver: "YY.N" } }, "25.4.0 -> 26.1.0"))).toEqual([]);
  expect(said(majorReason, on({}, "25.4.0 -> 26.1.0"))).toHaveLength(1);
});

import { expect, test } from "vitest";
import { advised, judgeScene, said } from "../../testing/scene.ts";
import { type Removing, removalScene } from "../../testing/removal-scene.ts";
import { deprecationDeadline } from "./deprecation-deadline.ts";

const track = { rules: { "deprecation-deadline": "warn" } };
const entry = { package: "core", api: "open", deprecatedIn: "1.2.0", announcedRemoval: "2.0" };
const keeping = (more: object = {}, given: Removing = {}) =>
  removalScene({ value: undefined, track, ledger: [{ ...entry, ...more }], ...given });

test.each([
  ["1.4.0 -> 1.5.0", 0],
  ["1.4.0 -> 2.0.0-beta.0", 0],
  ["1.4.0 -> 2.0.0", 1],
  ["2.0.0 -> 2.1.0", 1],
])("reports where a release reaches the version that was announced: %s", (step, count) => {
  expect(said(deprecationDeadline, keeping({}, { step }))).toHaveLength(count);
});

test("points at the entry and says what can be done", () => {
  expect(said(deprecationDeadline, keeping())).toEqual([
    "warn: `open` was announced to go in `2.0`, and `core` `2.0.0` still has it",
  ]);
  expect(judgeScene(keeping(), [deprecationDeadline]).findings).toMatchObject([
    { package: "core", version: "2.0.0", at: { path: "policies/deprecations.yaml" } },
  ]);
  expect(advised(deprecationDeadline, keeping())).toEqual([
    "remove it, with `Removes: open` at the end of the changeset; or move `announcedRemoval` in `policies/deprecations.yaml:2`; or take the deprecation back with `state: rolledBack` there",
  ]);
});

test("reports nothing where the release removes it", () => {
  expect(said(deprecationDeadline, keeping({}, { value: "`open()`" }))).toEqual([]);
  expect(said(deprecationDeadline, keeping({}, { value: "close" }))).toHaveLength(1);
});

test.each<[string, object]>([
  ["is removed", { state: "removed", removedIn: "1.3.0" }],
  ["is rolled back", { state: "rolledBack" }],
  ["has no deadline", { announcedRemoval: undefined }],
  ["has none that is a version", { announcedRemoval: "within 1.x" }],
  ["is of a package that is not released", { package: "ui" }],
])("reports nothing that %s", (_, more) => {
  expect(said(deprecationDeadline, keeping(more))).toEqual([]);
});

test("is off unless a policy wants it", () => {
  expect(said(deprecationDeadline, keeping({}, { track: {} }))).toEqual([]);
});

import { expect, test } from "vitest";
import { fixesOf, judgeScene, messagesOf } from "../../testing/scene.ts";
import { type Removing, removalScene } from "../../testing/removal-scene.ts";
import { announcedRemoval } from "./announced-removal.ts";

const announced = (version: string, step: string, more: object = {}) =>
  removalScene({
    step,
    ledger: [
      { package: "core", api: "open", deprecatedIn: "1.2.0", announcedRemoval: version, ...more },
    ],
  });

test.each([
  ["2.0.0", "1.4.0 -> 1.5.0", 1],
  ["2.0.0", "1.4.0 -> 2.0.0", 0],
  ["2.0", "1.4.0 -> 2.0.0", 0],
  ["2", "1.4.0 -> 2.1.0", 0],
  ["3.0", "1.4.0 -> 2.0.0", 1],
  ["2.0.0", "1.4.0 -> 2.0.0-beta.0", 0],
  ["3.0.0", "1.4.0 -> 2.0.0-beta.0", 1],
  ["1.11", "1.10.3 -> 1.10.4", 1],
  ["within 1.x", "1.4.0 -> 1.5.0", 0],
])("of what was announced for %s, judges the removal in %s", (version, step, count) => {
  expect(messagesOf(announcedRemoval, announced(version, step))).toHaveLength(count);
});

test("says until when it was announced to stay, and quotes the ledger", () => {
  const scene = announced("3.0", "1.4.0 -> 2.0.0");
  expect(messagesOf(announcedRemoval, scene)).toEqual([
    "error: `open` of `core` would be removed in `2.0.0`, but its removal was announced for `3.0`",
  ]);
  expect(judgeScene(scene, [announcedRemoval]).findings).toMatchObject([
    { at: { line: 7 }, because: { text: "- package: core" } },
  ]);
  expect(fixesOf(announcedRemoval, scene)).toEqual([
    "keep `open` until `3.0` and delete its `Removes:` line, `.changeset/cat.md:7`; if an earlier removal is intended, announce it in an earlier release (`policies/deprecations.yaml:2`)",
  ]);
});

test("reports nothing without an announcement or after it was reverted", () => {
  const ledger = [{ package: "core", api: "open", deprecatedIn: "1.2.0" }];
  expect(messagesOf(announcedRemoval, removalScene({ ledger }))).toEqual([]);
  const back = announced("3.0", "1.4.0 -> 2.0.0", { state: "rolledBack" });
  expect(messagesOf(announcedRemoval, back)).toEqual([]);
});

const entry = { package: "core", api: "open", deprecatedIn: "1.2.0", announcedRemoval: "2.0" };
const keeping = (more: object = {}, given: Removing = {}) =>
  removalScene({ value: undefined, ledger: [{ ...entry, ...more }], ...given });

test.each([
  ["1.4.0 -> 1.5.0", 0],
  ["1.4.0 -> 2.0.0-beta.0", 0],
  ["1.4.0 -> 2.0.0", 1],
  ["2.0.0 -> 2.1.0", 1],
])("reports where a release reaches the version that was announced: %s", (step, count) => {
  expect(messagesOf(announcedRemoval, keeping({}, { step }))).toHaveLength(count);
});

test("points at the entry and suggests what to do", () => {
  expect(messagesOf(announcedRemoval, keeping())).toEqual([
    "warn: `open` of `core` was announced for removal in `2.0`, but `2.0.0` would still contain it",
  ]);
  expect(judgeScene(keeping(), [announcedRemoval]).findings).toMatchObject([
    { package: "core", version: "2.0.0", at: { path: "policies/deprecations.yaml" } },
  ]);
  expect(fixesOf(announcedRemoval, keeping())).toEqual([
    "remove it and end the changeset with `Removes: open`; if it is intended to stay longer, change `announcedRemoval` in `policies/deprecations.yaml:2`, or write `state: rolledBack` there",
  ]);
});

test("reports nothing if the release removes it", () => {
  expect(messagesOf(announcedRemoval, keeping({}, { value: "`open()`" }))).toEqual([]);
  expect(messagesOf(announcedRemoval, keeping({}, { value: "close" }))).toHaveLength(1);
});

test.each<[string, object]>([
  ["is removed", { state: "removed", removedIn: "1.3.0" }],
  ["is rolled back", { state: "rolledBack" }],
  ["has no deadline", { announcedRemoval: undefined }],
  ["has none that is a version", { announcedRemoval: "within 1.x" }],
  ["is of a package that is not released", { package: "ui" }],
])("reports nothing that %s", (_, more) => {
  expect(messagesOf(announcedRemoval, keeping(more))).toEqual([]);
});

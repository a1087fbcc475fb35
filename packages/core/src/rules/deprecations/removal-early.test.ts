import { expect, test } from "vitest";
import { advised, judgeScene, said } from "../../testing/scene.ts";
import { removalScene } from "../../testing/removal-scene.ts";
import { removalEarly } from "./removal-early.ts";

const announced = (announcedRemoval: string, step: string, more: object = {}) =>
  removalScene({
    step,
    ledger: [{ package: "core", api: "open", deprecatedIn: "1.2.0", announcedRemoval, ...more }],
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
  expect(said(removalEarly, announced(version, step))).toHaveLength(count);
});

test("says until when it was to stay, and quotes the ledger", () => {
  const scene = announced("3.0", "1.4.0 -> 2.0.0");
  expect(said(removalEarly, scene)).toEqual([
    "error: `open` of `core` would be removed in `2.0.0`, and was announced to stay until `3.0`",
  ]);
  expect(judgeScene(scene, [removalEarly]).findings).toMatchObject([
    { at: { line: 7 }, because: { text: "- package: core" } },
  ]);
  expect(advised(removalEarly, scene)).toEqual([
    "keep `open` until `3.0` and take its `Removes` line out, or announce the earlier version in a release before: `policies/deprecations.yaml:2`",
  ]);
});

test("reports nothing without an announcement, and on one that was taken back", () => {
  const ledger = [{ package: "core", api: "open", deprecatedIn: "1.2.0" }];
  expect(said(removalEarly, removalScene({ ledger }))).toEqual([]);
  const back = announced("3.0", "1.4.0 -> 2.0.0", { state: "rolledBack" });
  expect(said(removalEarly, back)).toEqual([]);
});

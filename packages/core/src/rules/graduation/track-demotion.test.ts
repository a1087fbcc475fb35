import { expect, test } from "vitest";
import { type Scene, advised, judgeScene, said, pendingChanges } from "../../testing/scene.ts";
import { trackDemotion } from "./track-demotion.ts";

const at = { path: "policies/incubating.yaml", line: 1, column: 1 };
const moving = (from: string, to: string): Scene => ({
  packages: { ui: "1.0.0" },
  policies: {
    all: { packages: ["*"] },
    workspace: {
      rules: { "track-demotion": ["warn", { maturity: ["sandbox", "incubating", "graduated"] }] },
    },
  },
  facts: {
    changes: pendingChanges({ tracks: [{ name: "ui", from, to, at }] }),
  },
});

test.each([
  ["graduated", "incubating", 1],
  ["graduated", "sandbox", 1],
  ["incubating", "graduated", 0],
  ["graduated", "other", 0],
  ["other", "sandbox", 0],
])("judges the move from %s to %s: %i findings", (from, to, count) => {
  expect(said(trackDemotion, moving(from, to))).toHaveLength(count);
});

test("says which promise is smaller, at the line of the policy that makes it", () => {
  const scene = moving("graduated", "incubating");
  expect(said(trackDemotion, scene)).toEqual([
    "warn: `ui` moves from track `graduated` to `incubating`, which promises less",
  ]);
  expect(advised(trackDemotion, scene)).toEqual([
    "keep `ui` on `graduated`, or have it waived, with the reason, in `policies/waivers.yaml` of the base branch",
  ]);
  expect(judgeScene(scene, [trackDemotion]).findings).toMatchObject([{ package: "ui", at }]);
});

test("reports nothing without a base", () => {
  expect(said(trackDemotion, { ...moving("graduated", "sandbox"), facts: {} })).toEqual([]);
});

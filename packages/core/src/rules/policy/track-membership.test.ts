import type { Package } from "../../facts/facts.ts";
import {
  fixesOf,
  judgeScene,
  messagesOf,
  type Scene,
  pendingChanges,
} from "../../testing/scene.ts";
import { trackMembership } from "./track-membership.ts";
import { expect, test } from "vitest";

const policies = { core: { packages: ["core"] } };

test("requires a track for each published package", () => {
  const scene = { packages: { core: "1.0.0", ui: "1.0.0", lab: "0.1.0" }, policies };
  expect(messagesOf(trackMembership, scene)).toEqual([
    "error: `lab` is published but is not on a track",
    "error: `ui` is published but is not on a track",
  ]);
});

test.each<[string, Partial<Package>]>([
  ["private", { private: true }],
  ["ignored", { skipped: "ignored" }],
  ["without a version", { version: undefined, skipped: "versionless" }],
])("asks for none for a package that is %s", (_, pkg) => {
  expect(messagesOf(trackMembership, { packages: { ui: pkg }, policies })).toEqual([]);
});

test("reports a package that its track excludes", () => {
  const out = { core: { packages: ["*", "!ui"] } };
  expect(messagesOf(trackMembership, { packages: { ui: "1.0.0" }, policies: out })).toHaveLength(1);
});

test("requires a track for each package if the policy has no tracks", () => {
  const none = { workspace: {} };
  expect(messagesOf(trackMembership, { packages: { ui: "1.0.0" }, policies: none })).toHaveLength(
    1,
  );
});

test("the workspace can set it to a warning", () => {
  const workspace = { rules: { "track-membership": "warn" } };
  const scene = { packages: { ui: "1.0.0" }, policies: { ...policies, workspace } };
  expect(messagesOf(trackMembership, scene)).toEqual([
    "warn: `ui` is published but is not on a track",
  ]);
});

test("points at the package's name and suggests both forms of a selector", () => {
  const scene = { packages: { ui: { dir: "libs/ui" } }, policies };
  expect(judgeScene(scene, [trackMembership]).findings).toMatchObject([
    { package: "ui", at: { path: "libs/ui/package.json", pointer: ["name"] } },
  ]);
  expect(fixesOf(trackMembership, scene)).toEqual([
    'add `"ui"` or `"./libs/ui"` to `packages` of a file in `policies/`, or make it private',
  ]);
});

const packages = { ui: "1.0.0", core: "1.0.0" };
const on = (a: readonly string[], b: readonly string[]) => ({
  packages,
  policies: { a: { packages: a }, b: { packages: b } },
});

test("names the tracks that list a package", () => {
  expect(messagesOf(trackMembership, on(["*"], ["ui"]))).toEqual([
    "error: `ui` is on `2` tracks: `a` and `b`",
  ]);
  const three = {
    a: { packages: ["*"] },
    b: { packages: ["ui"] },
    c: { packages: ["./**/ui"] },
  };
  expect(messagesOf(trackMembership, { packages, policies: three })).toEqual([
    "error: `ui` is on `3` tracks: `a`, `b` and `c`",
  ]);
});

test.each([
  ["each is on one track", ["ui"], ["core"]],
  ["the exception is left out", ["*", "!ui"], ["ui"]],
  ["each is on one that leaves the other out", ["*", "!core"], ["*", "!ui"]],
  ["one track lists a package twice", ["*", "ui"], ["!*"]],
])("reports nothing where %s", (_, a, b) => {
  expect(messagesOf(trackMembership, on(a, b))).toEqual([]);
});

test("includes a package again if a later selector matches it", () => {
  expect(messagesOf(trackMembership, on(["*", "!*", "ui"], ["ui", "core"]))).toEqual([
    "error: `ui` is on `2` tracks: `a` and `b`",
  ]);
});

test("reports a package that all tracks exclude as not on a track", () => {
  expect(messagesOf(trackMembership, on(["!*"], ["!ui"]))).toEqual([
    "error: `ui` is published but is not on a track",
  ]);
});

test("reports every package on several tracks", () => {
  expect(messagesOf(trackMembership, on(["*"], ["*"]))).toHaveLength(2);
});

test("points at the selector of the second track and suggests excluding the package", () => {
  const scene = on(["*"], ["core*", "ui", "!core"]);
  expect(judgeScene(scene, [trackMembership]).findings).toMatchObject([
    {
      package: "ui",
      at: { path: "policies/b.yaml" },
      because: { text: 'packages: ["core*", ui, "!core"]', at: { column: 21 } },
    },
  ]);
  expect(fixesOf(trackMembership, scene)).toEqual([
    'exclude it from all but one of them with `"!ui"` under `packages`',
  ]);
});

test.each([
  [["*", "ui"], 17],
  [["ui", "core", "*"], 22],
  [["ui", "!ui", "./packages/ui", "core"], 23],
])("points at the selector of %j that decides, in column %i", (b, column) => {
  const { findings } = judgeScene(on(["ui"], b), [trackMembership]);
  expect(findings[0]).toMatchObject({ package: "ui", because: { at: { column } } });
});

const at = { path: "policies/incubating.yaml", line: 1, column: 1 };
const moving = (from: string, to: string): Scene => ({
  packages: { ui: "1.0.0" },
  policies: {
    all: { packages: ["*"] },
    workspace: {
      rules: { "track-membership": ["warn", { maturity: ["sandbox", "incubating", "graduated"] }] },
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
  expect(messagesOf(trackMembership, moving(from, to))).toHaveLength(count);
});

test("names the weaker requirement, at its line in the policy", () => {
  const scene = moving("graduated", "incubating");
  expect(messagesOf(trackMembership, scene)).toEqual([
    "warn: `ui` would move from track `graduated` to `incubating`, which is less mature",
  ]);
  expect(fixesOf(trackMembership, scene)).toEqual([
    "keep `ui` on track `graduated`; if the move is intended, add a waiver to `policies/waivers.yaml` of the base branch",
  ]);
  expect(judgeScene(scene, [trackMembership]).findings).toMatchObject([{ package: "ui", at }]);
});

test("reports nothing without a base", () => {
  expect(messagesOf(trackMembership, { ...moving("graduated", "sandbox"), facts: {} })).toEqual([]);
});

test("names the last selector if a track only excludes", () => {
  const both = { a: { packages: ["ui"] }, b: { packages: ["!core", "!docs"] } };
  expect(messagesOf(trackMembership, { packages: { ui: "1.0.0" }, policies: both })).toEqual([
    "error: `ui` is on `2` tracks: `a` and `b`",
  ]);
});

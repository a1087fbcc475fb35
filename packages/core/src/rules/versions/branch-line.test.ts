import { expect, test } from "vitest";
import { type Scene, fixesOf, judgeScene, messagesOf } from "../../testing/scene.ts";
import type { Cause, Facts, Release } from "../../facts/facts.ts";
import { branchLine } from "./branch-line.ts";

const onMaint = (line: object, scene: Scene, facts: Partial<Facts> = {}): Scene => ({
  packages: { ui: "1.4.0" },
  policies: { all: { packages: ["*"] }, workspace: { branches: { "maint/*": line } } },
  facts: { branch: "maint/1.x", ...facts },
  ...scene,
});
const patches = { bumps: { declared: ["patch"] } };
const minor: Scene = { changesets: { cat: { ui: "minor" } } };

test.each([
  ["none", []],
  ["patch", []],
  ["minor", ["error: `ui` declares `minor`, but branch `maint/1.x` only allows `patch`"]],
  ["major", ["error: `ui` declares `major`, but branch `maint/1.x` only allows `patch`"]],
] as const)("judges a declared %s on a branch for patches", (bump, expected) => {
  const scene = onMaint(patches, { changesets: { cat: { ui: bump } } });
  expect(messagesOf(branchLine, scene)).toEqual(expected);
});

test("reports nothing for another branch or an unknown one", () => {
  expect(messagesOf(branchLine, onMaint(patches, minor, { branch: "main" }))).toEqual([]);
  expect(messagesOf(branchLine, { ...onMaint(patches, minor), facts: {} })).toEqual([]);
});

test("allows every declared bump if the branch does not restrict them", () => {
  expect(messagesOf(branchLine, onMaint({ versions: "1.x" }, minor))).toEqual([]);
});

test("ignores a changeset already used by a prerelease", () => {
  const at = { path: ".changeset/cat.md", line: 2, column: 1 };
  const bumps = [{ package: "ui", bump: "minor" as const, at }];
  const scene = onMaint(patches, { changesets: { cat: { bumps, consumed: true } } });
  expect(messagesOf(branchLine, scene)).toEqual([]);
});

test("applies every pattern that matches", () => {
  const workspace = { branches: { "maint/*": patches, "*/1.x": patches } };
  const scene = onMaint(patches, { ...minor, policies: { all: { packages: ["*"] }, workspace } });
  expect(messagesOf(branchLine, scene)).toHaveLength(2);
});

test("quotes the branch's policy line and suggests where to move the change", () => {
  const scene = onMaint(patches, minor);
  expect(judgeScene(scene, [branchLine]).findings).toMatchObject([
    {
      package: "ui",
      at: { path: ".changeset/cat.md" },
      because: { text: '"maint/*": { bumps: { declared: [patch] } }' },
    },
  ]);
  expect(fixesOf(branchLine, scene)).toEqual([
    "write `patch` instead of `minor` in `.changeset/cat.md:2`; if a `minor` is intended, move the change to another branch",
  ]);
});

test("suggests the closest bump that the branch allows, a larger one if there is no smaller one", () => {
  const scene = onMaint({ bumps: { declared: ["minor", "major"] } }, {});
  const changesets = { cat: { ui: "patch" } } as const;
  expect(fixesOf(branchLine, { ...scene, changesets })).toEqual([
    "write `minor` instead of `patch` in `.changeset/cat.md:2`; if a `patch` is intended, move the change to another branch",
  ]);
});

test("says that a branch allows no bump if its list is empty", () => {
  expect(messagesOf(branchLine, onMaint({ bumps: { declared: [] } }, minor))).toEqual([
    "error: `ui` declares `minor`, but branch `maint/1.x` only allows none",
  ]);
});

test("finds the cause of a line by equality, not identity", () => {
  const releases = { ui: { ...minorRelease, causes: [peer, own] }, core: "1.0.0 -> 2.0.0" };
  const packages = { ui: "1.4.0", core: "1.0.0" };
  const changesets = { ...minor.changesets, dog: { core: "major" } } as const;
  const scene = onMaint(patches, { packages, changesets, releases });
  const { findings } = judgeScene(scene, [branchLine]);
  expect(findings[0]).toMatchObject({ chain: [{ package: "ui", cause: { kind: "changeset" } }] });
});

const peer: Cause = {
  kind: "dependency",
  on: "core",
  field: "peerDependencies",
  range: "^1.0.0",
  bump: "major",
};
const own: Cause = {
  kind: "changeset",
  changeset: "cat",
  bump: "minor",
  at: { path: ".changeset/cat.md", line: 2, column: 1 },
};
const minorRelease: Partial<Release> = { from: "1.4.0", to: "1.5.0" };

test("checks what a package receives, not what its changesets declare", () => {
  const line = { bumps: { received: ["patch"] } };
  const received = onMaint(line, { releases: { ui: { ...minorRelease, causes: [peer] } } });
  expect(messagesOf(branchLine, received)).toEqual([
    "error: `ui` would receive a `minor`, but branch `maint/1.x` only allows `patch`",
  ]);
  const scene = onMaint(line, { releases: { ui: { ...minorRelease, causes: [own] } } });
  expect(messagesOf(branchLine, scene)).toEqual([]);
});

test("allows only declared bumps to be received, unless the branch says otherwise", () => {
  const scene = { releases: { ui: { ...minorRelease, causes: [peer] } } };
  expect(messagesOf(branchLine, onMaint(patches, scene))).toEqual([
    "error: `ui` would receive a `minor`, but branch `maint/1.x` only allows `patch`",
  ]);
  const wider = { bumps: { ...patches.bumps, received: ["patch", "minor"] } };
  expect(messagesOf(branchLine, onMaint(wider, scene))).toEqual([]);
});

test.each([
  ["1.4.0 -> 1.5.0", []],
  ["1.4.0 -> 2.0.0", ["error: `ui` would be `2.0.0`, but branch `maint/1.x` only allows `1.x`"]],
  [
    "1.4.0 -> 2.0.0-rc.0",
    ["error: `ui` would be `2.0.0-rc.0`, but branch `maint/1.x` only allows `1.x`"],
  ],
  [
    "1.4.0 -> 1.5.0-rc.0",
    [
      "error: `ui` would be the prerelease `1.5.0-rc.0`, but branch `maint/1.x` allows no prereleases",
    ],
  ],
])("judges the step %s on a branch for stable versions of one line", (step, expected) => {
  const line = { versions: "1.x", prerelease: "forbidden" };
  expect(messagesOf(branchLine, onMaint(line, { releases: { ui: step } }))).toEqual(expected);
});

test("reports pre mode once, at its file, but not leaving it", () => {
  const at = { path: ".changeset/pre.json", line: 2, column: 3 };
  const scene = (mode: "pre" | "exit"): Scene =>
    onMaint(
      { prerelease: "forbidden" },
      { releases: { ui: "1.4.0 -> 1.5.0-rc.0" } },
      { pre: { mode, tag: "rc", at } },
    );
  expect(messagesOf(branchLine, scene("pre"))).toEqual([
    "error: the workspace is in pre mode, but branch `maint/1.x` allows no prereleases",
  ]);
  expect(judgeScene(scene("pre"), [branchLine]).findings).toMatchObject([{ at }]);
  expect(fixesOf(branchLine, scene("pre"))).toEqual([
    "run `pnpm changeset pre exit`; if the prerelease is intended, work on another branch",
  ]);
  expect(messagesOf(branchLine, scene("exit"))).toEqual([]);
});

import { expect, test } from "vitest";
import { type Scene, fixesOf, judgeScene, messagesOf } from "../../testing/scene.ts";
import type { Cause, Release } from "../../facts/facts.ts";
import type { Bump } from "../../versions/bump.ts";
import { declaredBump } from "./declared-bump.ts";

const sceneWith = (bump: Bump, track: object, scene: Scene = {}): Scene => ({
  packages: { ui: "1.4.0" },
  changesets: { cat: { ui: bump } },
  policies: { all: { packages: ["ui"], ...track } },
  ...scene,
});
const catAt = { path: ".changeset/cat.md", line: 2, column: 1 };
const small = { bumps: { declared: ["patch", "minor"] } };

test.each<[Bump, readonly string[]]>([
  ["none", []],
  ["patch", []],
  ["minor", []],
  ["major", ["error: `ui` declares `major`, but track `all` only allows `patch` and `minor`"]],
])("judges a declared %s on a track for small bumps", (bump, expected) => {
  expect(messagesOf(declaredBump, sceneWith(bump, small))).toEqual(expected);
});

test("allows any bump without a track or a restriction", () => {
  expect(messagesOf(declaredBump, sceneWith("major", {}))).toEqual([]);
  const packages = { ui: "1.4.0", other: "1.0.0" };
  const changesets = { cat: { other: "major" } } as const;
  expect(messagesOf(declaredBump, sceneWith("major", small, { packages, changesets }))).toEqual([]);
});

test("says if a track allows no release at all", () => {
  expect(messagesOf(declaredBump, sceneWith("patch", { bumps: { declared: [] } }))).toEqual([
    "error: `ui` declares `patch`, but track `all` allows no releases",
  ]);
  expect(messagesOf(declaredBump, sceneWith("none", { bumps: { declared: [] } }))).toEqual([]);
});

test("reports every changeset with too large a bump", () => {
  const changesets = { cat: { ui: "major" }, dog: { ui: "major" }, fox: { ui: "patch" } } as const;
  const { findings } = judgeScene(sceneWith("major", small, { changesets }), [declaredBump]);
  expect(findings.map(({ at }) => at.path)).toEqual([".changeset/cat.md", ".changeset/dog.md"]);
});

test("shows the chain of the reported bump, not of a larger one", () => {
  const at = { path: ".changeset/cat.md", line: 2, column: 1 };
  const bumps = [{ package: "ui", bump: "minor" as const, at }];
  const causes: readonly Cause[] = [
    { kind: "dependency", on: "core", field: "peerDependencies", range: "^1.0.0", bump: "major" },
    // A copy: the planner's cause need not hold the object that the changeset holds.
    { kind: "changeset", changeset: "cat", bump: "minor", at: { ...at } },
  ];
  const releases = { ui: { causes }, core: "1.0.0 -> 2.0.0" };
  const packages = { ui: "1.4.0", core: "1.0.0" };
  const changesets = { cat: { bumps }, dog: { core: "major" } } as const;
  const scene: Scene = { packages, changesets, releases };
  const patches = { bumps: { declared: ["patch"] } };
  expect(judgeScene(sceneWith("minor", patches, scene), [declaredBump]).findings).toMatchObject([
    { at, chain: [{ package: "ui", cause: { kind: "changeset" } }] },
  ]);
});

test("ignores a changeset already used by a prerelease", () => {
  const at = { path: ".changeset/cat.md", line: 2, column: 1 };
  const bumps = [{ package: "ui", bump: "major" as const, at }];
  const changesets = { cat: { bumps, consumed: true } };
  expect(messagesOf(declaredBump, sceneWith("major", small, { changesets }))).toEqual([]);
});

test("allows the bump that moves the package into its track", () => {
  const scene = { packages: { ui: "0.4.0" }, releases: { ui: "0.4.0 -> 1.0.0" } };
  expect(
    messagesOf(declaredBump, sceneWith("major", { ...small, versions: "1.x" }, scene)),
  ).toEqual([]);
});

test("does not report the step out of 0.y.z (accidental-graduation does)", () => {
  const scene = { packages: { ui: "0.4.0" }, releases: { ui: "0.4.0 -> 1.0.0" } };
  expect(
    messagesOf(declaredBump, sceneWith("major", { ...small, versions: "0.y.z" }, scene)),
  ).toEqual([]);
});

test("reports a minor even if a group moves the package out of 0.y.z", () => {
  const group = { kind: "group", group: "fixed", from: "core", highest: "core" } as const;
  const causes: readonly Cause[] = [
    { ...group, version: "0.9.0", bump: "major" },
    { kind: "changeset", changeset: "cat", bump: "minor", at: catAt },
  ];
  const scene = (release: string | Partial<Release>): Scene => ({
    packages: { ui: "0.3.0" },
    releases: { ui: release },
  });
  const patches = { bumps: { declared: ["patch"] }, versions: "0.y.z" };
  const moved = scene({ from: "0.3.0", to: "1.0.0", causes });
  expect(messagesOf(declaredBump, sceneWith("minor", patches, moved))).toEqual([
    "error: `ui` declares `minor`, but track `all` only allows `patch`",
  ]);
  // accidental-graduation points at this very line.
  expect(messagesOf(declaredBump, sceneWith("major", patches, scene("0.3.0 -> 1.0.0")))).toEqual(
    [],
  );
});

test("uses the bumps for pre mode if the track has them", () => {
  const track = { bumps: { declared: ["patch"], inPreMode: ["major"] } };
  const at = { path: ".changeset/pre.json", line: 2, column: 3 };
  const mode = (word: "pre" | "exit") => ({ facts: { pre: { mode: word, tag: "beta", at } } });
  expect(messagesOf(declaredBump, sceneWith("major", track, mode("pre")))).toEqual([]);
  expect(messagesOf(declaredBump, sceneWith("patch", track, mode("pre")))).toHaveLength(1);
  expect(messagesOf(declaredBump, sceneWith("major", track, mode("exit")))).toHaveLength(1);
});

test("quotes the list of bumps, or the preset that contains it", () => {
  const because = (track: object) =>
    judgeScene(sceneWith("major", track), [declaredBump]).findings.map(
      (found) => found.because?.text,
    );
  expect(because(small)).toEqual(["declared: [patch, minor]"]);
  expect(because({ extends: "patch-only" })).toEqual(["extends: patch-only"]);
});

test.each<[Bump, readonly string[], string]>([
  ["major", ["patch", "minor"], "minor"],
  ["minor", ["patch", "major"], "patch"],
  ["patch", ["minor", "major"], "minor"],
  ["minor", ["major"], "major"],
  ["patch", [], "none"],
])("instead of %s, with %j allowed, advises %s", (bump, declared, word) => {
  expect(fixesOf(declaredBump, sceneWith(bump, { bumps: { declared } }))).toEqual([
    `write \`${word}\` instead of \`${bump}\` in \`.changeset/cat.md:2\`; if a \`${bump}\` is intended, add a waiver to \`policies/waivers.yaml\` of the base branch`,
  ]);
});

test("a waiver allows the resulting version only", () => {
  const waiver = { rule: "declared-bump", package: "ui", reason: "why", owner: "ann" };
  const outcome = (version: string) => {
    const waivers = { waivers: [{ ...waiver, version, until: "2026-06-15" }] };
    const policies = { all: { packages: ["ui"], ...small }, waivers };
    const scene = { releases: { ui: "1.4.0 -> 2.0.0" }, policies };
    return judgeScene(sceneWith("major", small, scene), [declaredBump]).outcome;
  };
  expect(outcome("2.0.0")).toBe("pass");
  expect(outcome("3.0.0")).toBe("fail");
});

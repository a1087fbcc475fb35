import { expect, test } from "vitest";
import {
  type Scene,
  fixesOf,
  judgeScene,
  messagesOf,
  pendingChanges,
  versionChanges,
} from "../../testing/scene.ts";
import type { Release, VersionChanges } from "../../facts/facts.ts";
import { stalePlan } from "./stale-plan.ts";

const written: Partial<Release> = { from: "1.2.0", to: "1.3.0", written: true };
const commit = (
  planned: VersionChanges["planned"] | undefined,
  releases: Readonly<Record<string, Partial<Release>>>,
): Scene => ({
  // The manifest has what the commit wrote.
  packages: { ui: releases["ui"]?.written ? releases["ui"].to! : "1.2.0" },
  releases,
  facts: { changes: planned ? versionChanges({ planned }) : pendingChanges() },
});
const plan = [{ name: "ui", from: "1.2.0", to: "1.3.0" }];

test("reports nothing if the commit matches the plan", () => {
  expect(messagesOf(stalePlan, commit(plan, { ui: written }))).toEqual([]);
});

test("reports a version that differs from the planned one", () => {
  expect(messagesOf(stalePlan, commit(plan, { ui: { ...written, to: "1.2.1" } }))).toEqual([
    "error: `ui` `1.2.1` was written, but the base plans `1.3.0`",
  ]);
});

test("only warns if a patched planner may have written that version", () => {
  const { facts, ...scene } = commit(plan, { ui: { ...written, to: "1.2.1" } });
  const planner = {
    id: "changesets@2",
    package: "planner",
    version: "1.0.0",
    from: "bundled",
    patched: true,
  } as const;
  expect(messagesOf(stalePlan, { ...scene, facts: { ...facts, planner } })).toEqual([
    "warn: `ui` `1.2.1` was written, but the base plans `1.3.0`",
  ]);
});

test("reports an unplanned version that has a cause", () => {
  expect(messagesOf(stalePlan, commit([], { ui: written }))).toEqual([
    "error: `ui` `1.3.0` was written, but the base does not plan a release of it",
  ]);
});

test("does not report a version without a cause (unexplained-release does)", () => {
  expect(messagesOf(stalePlan, commit([], { ui: { ...written, causes: [] } }))).toEqual([]);
});

test("reports a planned version that is missing in the commit", () => {
  const missing = [
    "error: `ui` `1.3.0` is planned on the base, but this commit does not contain it",
  ];
  expect(messagesOf(stalePlan, commit(plan, {}))).toEqual(missing);
});

test("ignores a planned version that is still pending", () => {
  expect(messagesOf(stalePlan, commit(plan, { ui: { ...written, written: false } }))).toEqual([]);
});

test("warns if a changeset of the base is left over for a written version", () => {
  const left = (brought: readonly string[]): Scene => ({
    packages: { ui: "1.3.0", core: "2.0.0" },
    changesets: { late: { ui: "patch" }, new: { ui: "patch" }, other: { core: "patch" } },
    facts: { changes: versionChanges({ planned: plan, changesets: brought }) },
  });
  expect(messagesOf(stalePlan, left(["new"]))).toEqual([
    "warn: `ui` `1.3.0` does not include `.changeset/late.md`, which would be released next as `1.3.1`",
  ]);
  expect(messagesOf(stalePlan, left(["new", "late"]))).toEqual([]);
});

test("ignores a package that the commit removes", () => {
  const scene = commit([{ name: "gone", from: "1.0.0", to: "1.0.1" }], {});
  expect(messagesOf(stalePlan, scene)).toEqual([]);
});

test("reports nothing outside version commits", () => {
  expect(messagesOf(stalePlan, commit(undefined, { ui: { ...written, to: "9.0.0" } }))).toEqual([]);
  expect(messagesOf(stalePlan, { ...commit(undefined, { ui: written }), facts: {} })).toEqual([]);
});

test("points at the written version", () => {
  const scene = commit(plan, { ui: { ...written, to: "1.2.1" } });
  expect(judgeScene(scene, [stalePlan]).findings).toMatchObject([
    { package: "ui", at: { path: "packages/ui/package.json", pointer: ["version"] } },
  ]);
  expect(fixesOf(stalePlan, scene)).toEqual(["run the version command again on the latest base"]);
});

test("does not report calver versions, which no planner writes (calver-shape does)", () => {
  const scene = commit(plan, { ui: { ...written, to: "26.2.0" } });
  const policies = { all: { packages: ["*"], scheme: { calver: "YY.Q.N" } } };
  expect(messagesOf(stalePlan, { ...scene, policies })).toEqual([]);
  expect(messagesOf(stalePlan, { ...commit(plan, {}), policies })).toHaveLength(1);
});

test("does not report a train's number, which no group can express (train does)", () => {
  const at = (to: string): Scene => ({
    ...commit(plan, { ui: { ...written, to } }),
    packages: { core: "1.9.0", ui: to },
    policies: {
      all: { packages: ["*"] },
      workspace: { trains: [{ leader: "core", members: ["ui"], version: { minorOffset: 16 } }] },
    },
  });
  expect(messagesOf(stalePlan, at("0.25.0"))).toEqual([]);
  expect(messagesOf(stalePlan, at("0.25.1"))).toHaveLength(1);
});

import { expect, test } from "vitest";
import {
  type Scene,
  fixesOf,
  judgeScene,
  pendingChanges,
  messagesOf,
} from "../../testing/scene.ts";
import type { Cause, Release } from "../../facts/facts.ts";
import type { Bump } from "../../versions/bump.ts";
import { unexplainedRelease } from "./unexplained-release.ts";

const at = { path: ".changeset/cat.md", line: 2, column: 1 };
const by = (bump: Bump): Cause => ({ kind: "changeset", changeset: "cat", bump, at });
const planned = (release: Partial<Release>): Scene => ({
  packages: { ui: release.written ? "1.3.0" : "1.2.0" },
  releases: { ui: { from: "1.2.0", to: "1.3.0", ...release } },
});

test.each<[Bump, readonly Bump[], boolean]>([
  ["minor", ["minor"], true],
  ["minor", ["major"], true],
  ["minor", ["patch", "minor"], true],
  ["none", ["patch"], true],
  ["minor", ["patch", "patch"], false],
  ["major", ["none"], false],
  ["patch", [], false],
  ["none", [], false],
])("asks what explains a %s with causes for %j", (bump, causes, isExplained) => {
  const scene = planned({ bump, causes: causes.map(by) });
  expect(messagesOf(unexplainedRelease, scene)).toHaveLength(isExplained ? 0 : 1);
});

test("counts causes of every kind", () => {
  const cause: Cause = { kind: "unpublished", bump: "minor" };
  expect(messagesOf(unexplainedRelease, planned({ bump: "minor", causes: [cause] }))).toEqual([]);
});

test("blames the planner for a plan, by name and version", () => {
  const scene = planned({ causes: [] });
  expect(messagesOf(unexplainedRelease, scene)).toEqual([
    "error: `planner` `1.0.0` plans `ui` `1.3.0`, but nothing in the workspace explains it",
  ]);
  expect(fixesOf(unexplainedRelease, scene)).toEqual([
    "reinstall the planner, or compare it with the published release (a patched planner plans differently)",
  ]);
});

test("blames a manual edit for a written version", () => {
  const scene = planned({ causes: [], written: true });
  expect(messagesOf(unexplainedRelease, scene)).toEqual([
    "error: `ui` `1.3.0` was written, but nothing on the base explains it",
  ]);
  expect(fixesOf(unexplainedRelease, scene)).toEqual([
    "revert the version of `ui`, or add a changeset for it and run the version command again",
  ]);
});

test("points at the version, with an empty chain", () => {
  expect(judgeScene(planned({ causes: [] }), [unexplainedRelease]).findings).toMatchObject([
    { at: { path: "packages/ui/package.json", pointer: ["version"] }, chain: [] },
  ]);
});

test("does not report what a patched planner adds", () => {
  const planner = {
    id: "changesets@2",
    package: "planner",
    version: "1.0.0",
    from: "workspace",
    patched: true,
  } as const;
  const scene = planned({ causes: [] });
  expect(messagesOf(unexplainedRelease, { ...scene, facts: { planner } })).toEqual([]);
  const written = planned({ causes: [], written: true });
  expect(messagesOf(unexplainedRelease, { ...written, facts: { planner } })).toEqual([
    "warn: `ui` `1.3.0` was written, but nothing on the base explains it",
  ]);
});

test("reports a manually written version that the plan skips", () => {
  const changes = pendingChanges({ moved: { ui: "1.1.4" } });
  const scene = { ...planned({ causes: [by("minor")] }), facts: { changes } };
  expect(messagesOf(unexplainedRelease, scene)).toEqual([
    "error: `ui` `1.2.0` was written by hand (the base has `1.1.4`), but the next release would be `1.3.0`, so `1.2.0` would never be released",
  ]);
  const back = pendingChanges({ moved: { ui: "1.4.0" } });
  expect(messagesOf(unexplainedRelease, { ...scene, facts: { changes: back } })).toEqual([]);
});

test.each(["next", ""])("a package whose version on the base was %j skips nothing", (before) => {
  const changes = pendingChanges({ moved: { ui: before } });
  const scene = { ...planned({ causes: [by("minor")] }), facts: { changes } };
  expect(messagesOf(unexplainedRelease, scene)).toEqual([]);
});

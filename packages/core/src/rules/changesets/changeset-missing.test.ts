import { expect, test } from "vitest";
import {
  type Scene,
  fixesOf,
  judgeScene,
  messagesOf,
  pendingChanges,
  versionChanges,
} from "../../testing/scene.ts";
import { changesetMissing } from "./changeset-missing.ts";

const changes = pendingChanges({
  packages: [{ name: "ui", files: ["packages/ui/a.js", "packages/ui/b.js"] }],
  changesets: ["cat"],
});
const scene: Scene = { packages: { ui: "1.0.0", core: "1.0.0" }, facts: { changes } };
const missing = [
  "warn: `ui` changed (`packages/ui/a.js` and `packages/ui/b.js`) but has no changeset",
];

test("requires a changeset for the changed package, whatever other changesets there are", () => {
  expect(messagesOf(changesetMissing, scene)).toEqual(missing);
  const changesets = { cat: { core: "patch" }, old: { ui: "patch" } } as const;
  expect(messagesOf(changesetMissing, { ...scene, changesets })).toEqual(missing);
});

test.each(["none", "patch"] as const)("accepts a %s changeset of this change", (bump) => {
  expect(messagesOf(changesetMissing, { ...scene, changesets: { cat: { ui: bump } } })).toEqual([]);
});

test("reports nothing without a base to compare with", () => {
  expect(messagesOf(changesetMissing, { packages: { ui: "1.0.0" } })).toEqual([]);
});

test.each([
  ["private", { ui: { private: true } }],
  ["ignored", { ui: { skipped: "ignored" } }],
  ["gone", {}],
] as const)("asks for no package that is %s", (_, packages) => {
  expect(messagesOf(changesetMissing, { ...scene, packages })).toEqual([]);
});

test("requires nothing for versions written by a version commit", () => {
  const releases = { ui: { written: true } };
  const packages = { ui: "1.0.1", core: "1.0.0" };
  expect(messagesOf(changesetMissing, { ...scene, packages, releases })).toEqual([]);
});

test("requires nothing in a version commit, which touches every package", () => {
  const facts = { changes: versionChanges({ ...changes, kind: "versions" }) };
  expect(messagesOf(changesetMissing, { ...scene, facts })).toEqual([]);
});

test("accepts an empty changeset of this change, unless the track does not", () => {
  const empty = { ...scene, changesets: { cat: { bumps: [] } } };
  expect(messagesOf(changesetMissing, empty)).toEqual([]);
  const rules = { "changeset-missing": ["warn", { emptyCounts: false }] };
  const policies = { all: { packages: ["*"], rules } };
  expect(messagesOf(changesetMissing, { ...empty, policies })).toEqual(missing);
});

test("does not accept an empty changeset of an earlier change", () => {
  const changesets = { old: { bumps: [] } };
  expect(messagesOf(changesetMissing, { ...scene, changesets })).toEqual(missing);
});

test("points at the package's name and suggests what to write", () => {
  expect(judgeScene(scene, [changesetMissing]).findings).toMatchObject([
    { package: "ui", at: { path: "packages/ui/package.json", pointer: ["name"] } },
  ]);
  expect(fixesOf(changesetMissing, scene)).toEqual([
    'run `pnpm changeset` and add `"ui": patch` or more; if the change does not affect users, run `pnpm changeset --empty`',
  ]);
});

test("names pnpm's command under pnpm, which has no empty changesets", () => {
  const planner = { id: "pnpm", package: "planner", version: "1.0.0", from: "bundled" } as const;
  expect(fixesOf(changesetMissing, { ...scene, facts: { changes, planner } })).toEqual([
    'run `pnpm change` and add `"ui": patch` or more',
  ]);
});

import { expect, test } from "vitest";
import { type Scene, fixesOf, judgeScene, messagesOf } from "../../testing/scene.ts";
import { sceneFacts, versionChanges } from "../../testing/scene-facts.ts";
import type { Cause, Changeset } from "../../facts/facts.ts";
import { freeze } from "./freeze.ts";

const at = { path: ".changeset/cat.md", line: 2, column: 1 };
const by = (changeset: string): Cause => ({ kind: "changeset", changeset, bump: "patch", at });
const declares = (kind: "security" | "regression"): Partial<Changeset> => ({
  declarations: [{ kind, value: "GHSA-1", at }],
});

const follows: Cause = {
  kind: "dependency",
  on: "core",
  field: "dependencies",
  range: "^1.0.0",
  bump: "patch",
};

const frozen = (more: object, scene: Scene = {}): Scene => ({
  packages: { ui: "1.0.0", core: "1.0.0" },
  releases: { ui: "1.0.0 -> 1.0.1" },
  policies: {
    all: { packages: ["*"] },
    workspace: {
      freezes: [{ from: "2026-06-10", to: "2026-06-20", reason: "summer", ...more }],
    },
  },
  ...scene,
});

test.each([
  ["2026-06-09", 0],
  ["2026-06-10", 1],
  ["2026-06-20", 1],
  ["2026-06-21", 0],
])("counts first and last day to the freeze: on %s", (today, count) => {
  expect(messagesOf(freeze, frozen({}, { facts: { today } }))).toHaveLength(count);
});

test("says why and until when, and quotes the freeze", () => {
  expect(messagesOf(freeze, frozen({}))).toEqual([
    "error: `ui` `1.0.1` would be released during a freeze (until `2026-06-20`: `summer`)",
  ]);
  expect(judgeScene(frozen({}), [freeze]).findings).toMatchObject([
    { package: "ui", version: "1.0.1", at, because: { text: '- from: "2026-06-10"' } },
  ]);
});

test("only freezes the packages that it names", () => {
  expect(messagesOf(freeze, frozen({ packages: ["core"] }))).toEqual([]);
  expect(messagesOf(freeze, frozen({ packages: ["u*"] }))).toHaveLength(1);
});

test("reports what was declared, not each dependent", () => {
  const releases = { core: "1.0.0 -> 2.0.0", ui: { causes: [follows] } };
  const { findings } = judgeScene(frozen({}, { releases }), [freeze]);
  expect(findings.map((found) => found.package)).toEqual(["core"]);
});

test("reports a dependent if only it is frozen", () => {
  const releases = { core: "1.0.0 -> 2.0.0", ui: { causes: [follows] } };
  const { findings } = judgeScene(frozen({ packages: ["ui"] }, { releases }), [freeze]);
  expect(findings).toMatchObject([
    { package: "ui", chain: [{ package: "ui" }, { package: "core" }] },
  ]);
});

test("reports a package with its own changeset in addition to a dependency's fix", () => {
  const releases = { core: { causes: [by("cat")] }, ui: { causes: [by("dog"), follows] } };
  const changesets = { cat: declares("security"), dog: { ui: "minor" } } as const;
  const { findings } = judgeScene(frozen({ except: ["security"] }, { releases, changesets }), [
    freeze,
  ]);
  expect(findings.map((found) => found.package)).toEqual(["ui"]);
});

test.each([
  ["security", ["security"], 0],
  ["security", ["regression"], 1],
  ["security", [], 1],
  ["regression", ["security", "regression"], 0],
] as const)("lets a fix for %s pass where it excepts %j", (kind, except, count) => {
  const scene = { releases: { ui: { causes: [by("cat")] } }, changesets: { cat: declares(kind) } };
  expect(messagesOf(freeze, frozen({ except }, scene))).toHaveLength(count);
});

test("blocks a release if one of its changesets is not exempt", () => {
  const releases = { ui: { causes: [by("cat"), by("dog")] } };
  const changesets = { cat: declares("security"), dog: { ui: "minor" } } as const;
  expect(
    messagesOf(freeze, frozen({ except: ["security"] }, { releases, changesets })),
  ).toHaveLength(1);
});

test.each([
  ["security", 0],
  ["regression", 1],
] as const)("judges a version commit by the %s that its changeset declared", (kind, count) => {
  const releases = { ui: "1.0.0 -> 1.0.1" };
  const { changesets: consumes } = sceneFacts({ releases, changesets: { cat: declares(kind) } });
  const changes = versionChanges({ consumes });
  const packages = { ui: "1.0.1" };
  const scene = { packages, releases: { ui: { written: true } }, facts: { changes } };
  expect(messagesOf(freeze, frozen({ except: ["security"] }, scene))).toHaveLength(count);
});

test("exempts no release without a changeset", () => {
  const releases = { ui: { causes: [] } };
  expect(messagesOf(freeze, frozen({ except: ["security"] }, { releases }))).toHaveLength(1);
});

test("allows a group's member that is released by an exempt fix", () => {
  const group: Cause = {
    kind: "group",
    group: "fixed",
    from: "core",
    highest: "core",
    version: "1.0.0",
    bump: "patch",
  };
  const releases = { core: { causes: [by("cat")] }, ui: { causes: [group] } };
  const scene = { releases, changesets: { cat: declares("security") } };
  expect(messagesOf(freeze, frozen({ except: ["security"] }, scene))).toEqual([]);
  expect(messagesOf(freeze, frozen({}, scene))).toHaveLength(2);
});

test("suggests waiting, and names the trailers that are exempt", () => {
  expect(fixesOf(freeze, frozen({}))).toEqual([
    "wait; if the release is intended, add a waiver to `policies/waivers.yaml` of the base branch",
  ]);
  expect(fixesOf(freeze, frozen({ except: ["regression"] }))[0]).toContain(
    "end the changeset with `Fixes-regression: <issue or version>`",
  );
  expect(fixesOf(freeze, frozen({ except: ["security", "regression"] }))).toEqual([
    "wait; if it is a `security` or `regression` release, end the changeset with `Security: <advisory id>` or `Fixes-regression: <issue or version>`",
  ]);
});

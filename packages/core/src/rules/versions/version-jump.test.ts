import { expect, test } from "vitest";
import { type Scene, fixesOf, judgeScene, messagesOf } from "../../testing/scene.ts";
import type { Cause } from "../../facts/facts.ts";
import { versionJump } from "./version-jump.ts";

const stepping = (step: string, track: object = {}): Scene => ({
  packages: { ui: step.split(" -> ")[0]! },
  releases: { ui: step },
  policies: { all: { packages: ["*"], ...track } },
});
const most = (majors: number) => ({ rules: { "version-jump": ["warn", { majors }] } });

test.each([
  ["1.4.0 -> 2.0.0", []],
  ["1.4.0 -> 1.99.0", []],
  ["1.4.0 -> 3.0.0", ["error: `ui` would go from `1.4.0` to `3.0.0`, a jump of `2` majors"]],
  [
    "1.4.0 -> 3.0.0-rc.0",
    ["error: `ui` would go from `1.4.0` to `3.0.0-rc.0`, a jump of `2` majors"],
  ],
  ["2.3.0 -> 25.4.0", ["error: `ui` would go from `2.3.0` to `25.4.0`, a jump of `23` majors"]],
  ["3.0.0 -> 1.0.0", []],
])("judges the step %s", (step, expected) => {
  expect(messagesOf(versionJump, stepping(step))).toEqual(expected);
});

test("allows a jump by as many majors as the track permits", () => {
  expect(messagesOf(versionJump, stepping("1.0.0 -> 3.0.0", most(2)))).toEqual([]);
  expect(messagesOf(versionJump, stepping("1.0.0 -> 4.0.0", most(2)))).toEqual([
    "warn: `ui` would go from `1.0.0` to `4.0.0`, a jump of `3` majors",
  ]);
});

test.each([
  ["0.6.1 -> 1.1.0", "1.0.0"],
  ["1.4.0 -> 1.6.0", "1.5.0"],
  ["1.4.0 -> 1.4.2", "1.4.1"],
  ["1.4.0 -> 1.5.3", "1.5.0"],
  ["1.4.0 -> 1.5.0", undefined],
  ["1.4.0 -> 2.0.0", undefined],
  ["2.0.0-rc.1 -> 2.0.0", undefined],
  ["1.4.0 -> 1.6.0-rc.0", undefined],
])("where no number may be skipped, %s skips %s", (step, skipped) => {
  const gaps = { rules: { "version-jump": ["warn", { gaps: true }] } };
  const [from, to] = step.split(" -> ");
  expect(messagesOf(versionJump, stepping(step, gaps))).toEqual(
    skipped === undefined
      ? []
      : [`warn: \`ui\` would go from \`${from}\` to \`${to}\`, but that skips \`${skipped}\``],
  );
});

test("uses the option of the workspace if the track has none", () => {
  const workspace = most(3);
  const policies = { all: { packages: ["*"] }, workspace };
  expect(messagesOf(versionJump, { ...stepping("1.0.0 -> 4.0.0"), policies })).toEqual([]);
});

test("allows a package to jump into its track", () => {
  expect(messagesOf(versionJump, stepping("0.16.0 -> 5.2.0", { versions: "5.x" }))).toEqual([]);
  expect(messagesOf(versionJump, stepping("1.2.0 -> 5.2.0", { versions: "4.x" }))).toHaveLength(1);
});

test("does not report the step out of 0.y.z (accidental-graduation does)", () => {
  expect(messagesOf(versionJump, stepping("0.3.0 -> 3.0.0", { versions: "0.y.z" }))).toEqual([]);
  expect(messagesOf(versionJump, stepping("0.3.0 -> 3.0.0", { packages: ["other"] }))).toEqual([]);
});

test("ignores a private package without a track", () => {
  const scene = stepping("1.0.0 -> 3.0.0");
  const packages = { ui: { private: true } };
  expect(messagesOf(versionJump, { ...scene, packages })).toEqual([]);
  const policies = { apps: { packages: ["ui"] } };
  expect(messagesOf(versionJump, { ...scene, packages, policies })).toHaveLength(1);
});

test("also checks packages that are not on a track", () => {
  expect(messagesOf(versionJump, stepping("1.0.0 -> 3.0.0", { packages: ["other"] }))).toHaveLength(
    1,
  );
});

test.each(["1.0 -> null", "1.0 -> 3.0.0", "next -> 2.0.0", "1.0.0 -> 3.0"])(
  "reports nothing for the step %s, of versions that are none",
  (step) => {
    expect(messagesOf(versionJump, stepping(step))).toEqual([]);
  },
);

test("points at the changeset of the member that causes it, and suggests a change of the group", () => {
  const group: Cause = {
    kind: "group",
    group: "linked",
    from: "core",
    highest: "core",
    version: "3.2.0",
    bump: "minor",
  };
  const releases = {
    core: "3.2.0 -> 3.3.0",
    ui: { from: "1.0.0", to: "3.3.0", causes: [group] },
  };
  const scene = { packages: { core: "3.2.0", ui: "1.0.0" }, releases };
  expect(judgeScene(scene, [versionJump]).findings).toMatchObject([
    {
      package: "ui",
      at: { path: ".changeset/cat.md" },
      chain: [{ package: "ui" }, { package: "core" }],
    },
  ]);
  expect(fixesOf(versionJump, scene)[0]).toContain("remove `ui` from the `linked` group");
});

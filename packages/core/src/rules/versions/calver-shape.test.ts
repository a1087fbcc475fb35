import { expect, test } from "vitest";
import { type Scene, fixesOf, judgeScene, messagesOf } from "../../testing/scene.ts";
import { calverShape } from "./calver-shape.ts";

const on = (today: string, step: string, calver = "YY.Q.N", tolerance = 0): Scene => ({
  packages: { ui: step.split(" ")[0]! },
  releases: { ui: step },
  policies: {
    all: {
      packages: ["*"],
      scheme: { calver },
      rules: { "calver-shape": ["error", { tolerance }] },
    },
  },
  facts: { today },
});

test.each([
  ["2025-11-07", "2.3.0 -> 25.4.0", true],
  ["2025-11-07", "0.40.9 -> 25.4.0", true],
  ["2026-03-20", "25.4.0 -> 26.2.0", false],
  ["2026-03-20", "25.4.0 -> 26.1.0", true],
  ["2026-03-20", "26.1.0 -> 26.1.1", true],
  ["2026-04-01", "26.1.0 -> 26.1.1", false],
  ["2026-03-20", "26.1.0-rc.0 -> 26.1.0", true],
  ["2026-04-01", "26.1.0-rc.0 -> 26.1.0", false],
  ["2026-03-20", "26.1.0 -> 26.1.1-rc.0", true],
  ["2026-03-20", "26.1.1 -> 26.1.0", false],
  ["2026-03-20", "27.1.1 -> 26.1.0", false],
  ["2026-03-20", "26.1.0 -> 26.1.0", true],
  ["2026-03-20", "25.4.0 -> 26.5.0", false],
])("on %s, takes the step %s: %s", (today, step, isTaken) => {
  expect(messagesOf(calverShape, on(today, step))).toHaveLength(isTaken ? 0 : 1);
});

test.each([
  [11, 1],
  [12, 0],
])("lets a release be cut %i days early where the policy does: %i findings", (tolerance, count) => {
  expect(
    messagesOf(calverShape, on("2026-03-20", "25.4.0 -> 26.2.0", "YY.Q.N", tolerance)),
  ).toHaveLength(count);
  expect(
    messagesOf(calverShape, on("2026-04-05", "25.4.0 -> 26.1.0", "YY.Q.N", tolerance)),
  ).toHaveLength(1);
});

test("allows a late fix of an old period if the format has a number for it", () => {
  expect(messagesOf(calverShape, on("2026-08-09", "2026.4.0 -> 2026.4.1", "YYYY.M"))).toEqual([]);
  expect(messagesOf(calverShape, on("2026-08-09", "2026.4.0 -> 2026.5.0", "YYYY.M"))).toHaveLength(
    1,
  );
  expect(messagesOf(calverShape, on("2026-08-09", "1.4.0 -> 2026.4.1", "YYYY.M"))).toHaveLength(1);
});

test("names today's version, and the number to write", () => {
  const scene = on("2026-03-20", "25.4.0 -> 26.2.0");
  expect(messagesOf(calverShape, scene)).toEqual([
    "error: `ui` would be `26.2.0`, but on `2026-03-20` `YY.Q.N` requires `26.1.N`",
  ]);
  expect(fixesOf(calverShape, scene)).toEqual([
    "set the version to `26.1.0` by hand after the version command (no bump follows the calendar)",
  ]);
  expect(judgeScene(scene, [calverShape]).findings).toMatchObject([
    { package: "ui", at: { path: ".changeset/cat.md" }, because: { text: 'calver: "YY.Q.N"' } },
  ]);
});

test("names the bump that results in the right version", () => {
  expect(fixesOf(calverShape, on("2026-03-20", "26.1.3 -> 26.2.0"))).toEqual([
    "write `patch` instead of `minor` in `.changeset/cat.md:2`",
  ]);
  const releases = { ui: { from: "26.1.3", to: "26.2.0", causes: [] } };
  expect(fixesOf(calverShape, { ...on("2026-03-20", "26.1.3 -> 26.2.0"), releases })).toEqual([
    "set the version to `26.1.4` by hand after the version command (no bump follows the calendar)",
  ]);
});

test("says which version has the wrong format, and which is lower than before", () => {
  expect(messagesOf(calverShape, on("2026-03-20", "1.3.0 -> 2026.1.0"))).toEqual([
    "error: `ui` would be `2026.1.0`, but track `all` requires `YY.Q.N`",
  ]);
  expect(messagesOf(calverShape, on("2026-03-20", "26.1.3 -> 26.1.2"))).toEqual([
    "error: `ui` would go from `26.1.3` to `26.1.2`, but versions may only increase",
  ]);
});

test("suggests waiting if there was already a release today", () => {
  expect(fixesOf(calverShape, on("2026-03-20", "2026.3.20 -> 2026.3.21", "YYYY.M.D"))).toEqual([
    "wait until tomorrow: the format allows one release a day, which was `2026.3.20`",
  ]);
});

test("reports nothing for semver tracks", () => {
  const policies = { all: { packages: ["*"] } };
  expect(messagesOf(calverShape, { ...on("2026-03-20", "1.0.0 -> 1.0.1"), policies })).toEqual([]);
});

test("a declared change of scheme is not reported, an undeclared one is a jump", () => {
  const rules = (step: string, policies?: Scene["policies"]) =>
    judgeScene({ ...on("2025-11-07", step), ...(policies ? { policies } : {}) }).findings.map(
      ({ rule }) => rule,
    );
  expect(rules("2.3.0 -> 25.4.0")).toEqual([]);
  expect(rules("0.40.9 -> 25.4.0")).toEqual([]);
  const semver = { all: { packages: ["*"] } };
  expect(rules("2.3.0 -> 25.4.0", semver)).toEqual(["version-jump"]);
  expect(rules("0.40.9 -> 25.4.0", semver)).toEqual(["accidental-graduation"]);
});

test("bump limits still apply, by the planner's bump rather than by the numbers", () => {
  const policies = {
    all: { packages: ["*"], scheme: { calver: "YY.Q.N" }, bumps: { received: ["patch"] } },
  };
  const rules = (bump: "patch" | "minor") =>
    judgeScene({
      ...on("2026-03-20", ""),
      packages: { ui: "25.4.0" },
      releases: { ui: { from: "25.4.0", to: "26.1.0", bump, causes: [] } },
      policies,
    }).findings.map(({ rule }) => rule);
  expect(rules("patch")).not.toContain("received-bump");
  expect(rules("minor")).toContain("received-bump");
});

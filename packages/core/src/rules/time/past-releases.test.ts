import { expect, test } from "vitest";
import type { Scene } from "../../testing/scene.ts";
import { policyFile } from "../../testing/policy-file.ts";
import { sceneFacts } from "../../testing/scene-facts.ts";
import { viewOf } from "../../judge/view.ts";
import { readPolicy } from "../../policy/reading/read-policy.ts";
import { atLeast, pastOf } from "./past-releases.ts";

const past = (versions: readonly string[], scene: Scene = {}) => {
  const history = versions.map((text) => {
    const [version = "", date = "2026-01-01"] = text.split(" ");
    return { package: "ui", version, date };
  });
  const { policy } = readPolicy([policyFile("all", { packages: ["*"] })], []);
  return pastOf(viewOf(sceneFacts({ ...scene, facts: { history } }), policy!))("ui");
};
const bumps = (...versions: readonly string[]) => past(versions).map(({ bump }) => bump);

test("compares each release with the highest version below it, in any order", () => {
  expect(bumps("1.0.0", "1.1.0", "2.0.0", "1.1.1", "2.0.1")).toEqual([
    "major",
    "minor",
    "major",
    "patch",
    "patch",
  ]);
  expect(bumps("0.6.1", "1.1.0")).toEqual(["patch", "major"]);
});

test("recognizes the first release by its zeros", () => {
  expect([bumps("1.4.2"), bumps("1.4.0"), bumps("2.0.0")]).toEqual([
    ["patch"],
    ["minor"],
    ["major"],
  ]);
});

test("ignores prereleases and future releases", () => {
  const versions = ["1.0.0", "1.1.0-beta.0", "1.1.0 2026-06-15", "1.2.0 2026-06-16"];
  expect(past(versions).map(({ version }) => version)).toEqual(["1.0.0", "1.1.0"]);
});

test("does not treat the tag of a version commit as an earlier release", () => {
  const written = { releases: { ui: { from: "1.0.0", to: "1.1.0", written: true } } };
  expect(past(["1.0.0", "1.1.0"], written)).toHaveLength(1);
  expect(past(["1.0.0", "1.1.0"], { releases: { ui: "1.0.0 -> 1.1.0" } })).toHaveLength(2);
});

test("returns nothing for other packages, or without a history", () => {
  const { policy } = readPolicy([policyFile("all", { packages: ["*"] })], []);
  expect(pastOf(viewOf(sceneFacts({}), policy!))("ui")).toEqual([]);
});

test("returns releases of at least a given bump", () => {
  const steps = past(["1.0.0", "1.0.1", "1.1.0", "2.0.0"]);
  expect(atLeast(steps, "minor").map(({ version }) => version)).toEqual([
    "1.0.0",
    "1.1.0",
    "2.0.0",
  ]);
  expect(atLeast(steps, "patch")).toHaveLength(4);
});

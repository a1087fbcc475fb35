import { expect, test } from "vitest";
import type { Scene } from "../../testing/scene.ts";
import { policyFile } from "../../testing/policy-file.ts";
import { sceneFacts } from "../../testing/scene-facts.ts";
import { readPolicy } from "../../policy/reading/read-policy.ts";
import { fits, trainVersion, trainVersions } from "./train-versions.ts";

const offset = { minorOffset: 16 };
const table = { table: { "1.x": "0.50.x", "2.0.0 - 2.4.0": "0.60.x", "2.x": "0.61.x" } };

test.each([
  ["1.9.0", "0.25.0"],
  ["1.9.4", "0.25.4"],
  ["1.9.0-rc.1", "0.25.0-rc.1"],
])("offset: with the leader at %s, a member is at %s", (leader, member) => {
  expect(trainVersion(offset, leader)).toBe(member);
});

test("same: a member has the leader's number, including the prerelease", () => {
  expect(trainVersion("same", "1.9.0-rc.1")).toBe("1.9.0-rc.1");
});

test.each([
  ["1.9.0", "0.50.x"],
  ["1.0.0-rc.1", "0.50.x"],
  ["2.3.0", "0.60.x"],
  ["2.5.0", "0.61.x"],
  ["3.0.0", undefined],
])("table: with the leader at %s, the first line that holds it says %s", (leader, shape) => {
  expect(trainVersion(table, leader)).toBe(shape);
});

test("expects nothing if the leader has no semantic version", () => {
  expect(trainVersion(offset, "1.9")).toBeUndefined();
  expect(trainVersion(table, "1.9")).toBeUndefined();
});

test("compares a number exactly, and a table's line by its shape", () => {
  expect(fits("same", "1.9.0", "1.9.0")).toBe(true);
  expect(fits("same", "1.9.0", "1.9.1")).toBe(false);
  expect(fits("same", "1.9.0", "1.9.0+1")).toBe(false);
  expect(fits(offset, "0.25.0", "0.25.0-rc.1")).toBe(false);
  expect(fits(table, "0.50.x", "0.50.7")).toBe(true);
  expect(fits(table, "0.50.x", "0.51.0")).toBe(false);
  expect(fits({ table: { "1.x": "0.y.z" } }, "0.y.z", "0.51.0")).toBe(true);
});

/** Each place as `name: actual, expected`. */
function places(scene: Scene, version: unknown, members: readonly string[], tracks: object = {}) {
  const workspace = { trains: [{ leader: "core", members, version }] };
  const files = { all: { packages: ["*", "!old"] }, ...tracks, workspace };
  const { policy } = readPolicy(
    Object.entries(files).map(([name, data]) => policyFile(name, data)),
    [],
  );
  return trainVersions(sceneFacts(scene), policy!).map(
    ({ name, actual, expected, inPlace }) =>
      `${name}: ${actual}, ${expected}${inPlace ? "" : " (off)"}`,
  );
}

test("returns the version after the plan for each member, released or not", () => {
  const packages = { core: "1.9.0", lib: "0.25.0", other: "0.25.0", app: "3.0.0" };
  const releases = { core: "1.9.0 -> 1.10.0-rc.0", lib: "0.25.0 -> 0.26.0-rc.0" };
  expect(places({ packages, releases }, offset, ["*", "!app"])).toEqual([
    "lib: 0.26.0-rc.0, 0.26.0-rc.0",
    "other: 0.25.0, 0.26.0-rc.0 (off)",
  ]);
  expect(places({ packages }, offset, ["lib"])).toEqual(["lib: 0.25.0, 0.25.0"]);
  expect(places({ packages, releases }, table, ["lib", "other"])).toEqual([
    "lib: 0.26.0-rc.0, 0.50.x (off)",
    "other: 0.25.0, 0.50.x (off)",
  ]);
});

test("only gives a graduate of an offset train the leader's own number", () => {
  const packages = { core: "1.9.0", lib: "0.25.0", old: "0.25.0" };
  const releases = { core: "1.9.0 -> 1.10.0" };
  const on = (versions: string) => ({ old: { packages: ["old"], versions } });
  const given = (versions: string) =>
    places({ packages, releases }, offset, ["lib", "old"], on(versions));
  expect(given("1.x")).toEqual(["lib: 0.25.0, 0.26.0 (off)", "old: 0.25.0, 1.10.0 (off)"]);
  expect(given("0.y.z")).toEqual(["lib: 0.25.0, 0.26.0 (off)", "old: 0.25.0, 0.26.0 (off)"]);
  expect(given(">=0.1")[1]).toBe("old: 0.25.0, 0.26.0 (off)");
  expect(given("2.x")[1]).toBe("old: 0.25.0, 0.26.0 (off)");
});

test("returns nothing if the leader has no version", () => {
  expect(places({ packages: { lib: "0.25.0" } }, offset, ["lib"])).toEqual([]);
  expect(places({ packages: { core: "1.9", lib: "0.25.0" } }, offset, ["lib"])).toEqual([]);
});

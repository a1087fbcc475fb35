import { expect, test } from "vitest";
import {
  carried,
  distance,
  greatest,
  isOver,
  isSwallowed,
  leavesZero,
  prereleaseOf,
} from "./bump.ts";

test("orders the words from none to major", () => {
  expect(isOver("patch", "none")).toBe(true);
  expect(isOver("minor", "patch")).toBe(true);
  expect(isOver("major", "minor")).toBe(true);
  expect(isOver("minor", "minor")).toBe(false);
  expect(isOver("none", "patch")).toBe(false);
});

test("returns the largest of several bumps, and none for an empty list", () => {
  expect(greatest(["patch", "major", "minor"])).toBe("major");
  expect(greatest(["none", "patch"])).toBe("patch");
  expect(greatest([])).toBe("none");
});

test.each([
  ["0.3.0", "1.3.0", "major"],
  ["0.3.0", "0.4.0", "minor"],
  ["1.9.9", "1.10.0", "minor"],
  ["1.2.3", "1.2.4", "patch"],
  ["1.2.3", "1.2.3", "none"],
  ["1.0.0-beta.1", "1.0.0", "none"],
  ["1.0.0", "2.0.0-beta.0", "major"],
  ["1.0", "2.0.0", "none"],
])("sees from %s to %s a %s, whatever the planner called it", (from, to, bump) => {
  expect(distance(from, to)).toBe(bump);
});

test.each([
  ["2.0.0-beta.3", "2.0.0-beta.4", "major"],
  ["2.0.0-beta.3", "2.0.0", "major"],
  ["1.4.0-beta.0", "1.4.0-beta.1", "minor"],
  ["1.4.1-beta.0", "1.4.1", "patch"],
  ["0.4.0-a.0", "0.4.0", "minor"],
  ["1.4.1-beta.0", "1.5.0-beta.0", "minor"],
  ["1.4.0-beta.0", "1.4.1", "minor"],
  ["1.4.0", "1.5.0-beta.0", "minor"],
  ["2.0.0", "2.0.1", "patch"],
  ["2.0.0", "2.0.0", "none"],
  ["2.0", "2.1.0", "none"],
  ["0.0.0-unused", "0.0.0", "patch"],
])("from %s to %s, users of the last stable version get: %s", (from, to, bump) => {
  expect(carried(from, to)).toBe(bump);
});

test.each([
  ["2.0.0-beta.3", "major", true],
  ["2.0.0-beta.3", "patch", true],
  ["2.1.0-beta.3", "minor", true],
  ["2.1.0-beta.3", "major", false],
  ["2.1.1-beta.3", "minor", false],
  ["2.0.0", "major", false],
  ["2.0.0-beta.3", "none", false],
] as const)("of %s with a %s, says that the number stays: %s", (version, bump, swallowed) => {
  expect(isSwallowed(version, bump)).toBe(swallowed);
});

test("returns the first prerelease identifier, even a number", () => {
  expect(prereleaseOf("2.0.0-beta.3")).toBe("beta");
  expect(prereleaseOf("2.0.0-0")).toBe("0");
  expect(prereleaseOf("2.0.0")).toBeUndefined();
  expect(prereleaseOf("2.0")).toBeUndefined();
});

test("leaves 0.y.z with the first version of 1.0.0 or above, including a prerelease", () => {
  expect(leavesZero("0.3.0", "1.0.0")).toBe(true);
  expect(leavesZero("0.3.0", "4.0.0-beta.0")).toBe(true);
  expect(leavesZero("0.3.0", "0.4.0")).toBe(false);
  expect(leavesZero("1.3.0", "2.0.0")).toBe(false);
  expect(leavesZero("0.3", "1.0.0")).toBe(false);
});

import { expect, test } from "vitest";
import { expectedOf, fits } from "./train.ts";

const offset = { minorOffset: 16 };
const table = { table: { "1.x": "0.50.x", "2.0.0 - 2.4.0": "0.60.x", "2.x": "0.61.x" } };

test.each([
  ["1.9.0", "0.25.0"],
  ["1.9.4", "0.25.4"],
  ["1.9.0-rc.1", "0.25.0-rc.1"],
])("offset: with the leader at %s, a member is at %s", (leader, member) => {
  expect(expectedOf(offset, leader)).toBe(member);
});

test("same: a member has the leader's number, prerelease and all", () => {
  expect(expectedOf("same", "1.9.0-rc.1")).toBe("1.9.0-rc.1");
});

test.each([
  ["1.9.0", "0.50.x"],
  ["1.0.0-rc.1", "0.50.x"],
  ["2.3.0", "0.60.x"],
  ["2.5.0", "0.61.x"],
  ["3.0.0", undefined],
])("table: with the leader at %s, the first line that holds it says %s", (leader, shape) => {
  expect(expectedOf(table, leader)).toBe(shape);
});

test("expects nothing of a leader without a semantic version", () => {
  expect(expectedOf(offset, "1.9")).toBeUndefined();
  expect(expectedOf(table, "1.9")).toBeUndefined();
});

test("fits a number exactly, and a line of a table by its shape", () => {
  expect(fits("same", "1.9.0", "1.9.0")).toBe(true);
  expect(fits("same", "1.9.0", "1.9.1")).toBe(false);
  expect(fits("same", "1.9.0", "1.9.0+1")).toBe(false);
  expect(fits(offset, "0.25.0", "0.25.0-rc.1")).toBe(false);
  expect(fits(table, "0.50.x", "0.50.7")).toBe(true);
  expect(fits(table, "0.50.x", "0.51.0")).toBe(false);
  expect(fits({ table: { "1.x": "0.y.z" } }, "0.y.z", "0.51.0")).toBe(true);
});

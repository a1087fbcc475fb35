import fc from "fast-check";
import { expect, test } from "vitest";
import { releasesBetween } from "../rules/deprecations/deprecation-period.ts";
import { isBefore, linesBetween, stableVersion, versionAfter, versionOf } from "./version-lines.ts";

test.each([
  ["1.4.0", "2.0.0", 1],
  ["1.4.0", "1.9.9", 0],
  ["1.0.0", "3.1.0", 2],
  ["0.8.5", "0.9.0", 1],
  ["0.8.5", "0.8.6", 0],
  ["0.8.5", "0.10.0", 2],
  ["0.15.0", "1.2.0", 1],
  ["0.0.3", "0.0.5", 2],
  ["0.0.3", "0.1.0", 1],
  ["1.4.0", "2.0.0-beta.1", 1],
  ["2.0.0-beta.0", "2.0.0", 0],
  ["1.8", "2", 1],
  ["2.0.0", "1.0.0", 0],
  ["soon", "1.0.0", 0],
])("from %s to %s are %i lines", (from, to, count) => {
  expect(linesBetween(from, to)).toBe(count);
});

test("lines never shrink as the second version grows", () => {
  const part = fc.nat(4);
  const version = fc.tuple(part, part, part).map((parts) => parts.join("."));
  fc.assert(
    fc.property(version, version, version, (from, a, b) => {
      fc.pre(isBefore(from, a) && isBefore(a, b));
      // Only inside a major: how many 0.y lines came before 1.0.0 no number shows.
      fc.pre(a.split(".")[0] === b.split(".")[0] && a.split(".")[1] !== "0");
      expect(linesBetween(from, b)).toBeGreaterThanOrEqual(linesBetween(from, a));
    }),
  );
});

test.each([
  ["1.11", "1.11.0"],
  ["v2", "2.0.0"],
  ["2.0.0-beta.1", "2.0.0-beta.1"],
  ["within 1.x", undefined],
  ["1.x", undefined],
  ["", undefined],
  ["99999999999", undefined],
])("%s is the version %s", (text, version) => {
  expect(versionOf(text)).toBe(version);
});

test("a version is not before itself, and an invalid one is not before any", () => {
  expect(isBefore("1.10", "1.11.0")).toBe(true);
  expect(isBefore("1.11", "1.11.0")).toBe(false);
  expect([isBefore("soon", "1.0.0"), isBefore("1.0.0", "soon")]).toEqual([false, false]);
});

test("a prerelease is on the way to its release", () => {
  expect(["2.0.0-beta.1", "2.0.0", "1.11", "soon"].map(stableVersion)).toEqual([
    "2.0.0",
    "2.0.0",
    "1.11.0",
    "soon",
  ]);
});

const history = ["1.4.0", "1.5.0-beta.0", "1.5.0", "1.6.0", "1.6.0", "2.0.0"].map((version) => ({
  package: "ui",
  version,
  date: "2026-01-01",
}));

test.each([
  ["1.4.0", "1.5.0", 1],
  ["1.4.0", "1.7.0", 3],
  ["1.4.0", "1.7.0-beta.0", 4],
  ["1.6.0", "1.6.1", 1],
  ["1.5.0", "1.5.0", 0],
])("what %s brought was in as many releases before %s took it", (from, to, count) => {
  expect(releasesBetween(history, "ui", from, to)).toBe(count);
});

test("gives no number of releases if the history lacks the first", () => {
  expect(releasesBetween(history, "ui", "1.3.0", "1.7.0")).toBeUndefined();
  expect(releasesBetween(history, "core", "1.4.0", "1.7.0")).toBeUndefined();
  expect(releasesBetween(undefined, "ui", "1.4.0", "1.7.0")).toBeUndefined();
});

test("the version after several lines is the first one that many lines away", () => {
  const part = fc.nat(4);
  const version = fc.tuple(part, part, part).map((parts) => parts.join("."));
  fc.assert(
    fc.property(version, fc.integer({ min: 1, max: 4 }), (from, lines) => {
      expect(linesBetween(from, versionAfter(from, lines))).toBe(lines);
    }),
  );
  expect(["1.4.0", "0.8.5", "0.0.3"].map((from) => versionAfter(from, 1))).toEqual([
    "2.0.0",
    "0.9.0",
    "0.0.4",
  ]);
});

import { expect, test } from "vitest";
import { type Scene, advised, judgeScene, said } from "../../testing/scene.ts";
import { graduationDue } from "./graduation-due.ts";

const due = (by: string, version: string, track: object = {}, releases = {}): Scene => ({
  packages: { ui: version, lib: "0.1.0" },
  releases,
  policies: {
    all: { packages: ["*"], rules: { "graduation-due": ["warn", { by: { ui: by } }] }, ...track },
  },
});

test.each([
  ["2026-06-14", "0.9.0", 1],
  ["2026-06-15", "0.9.0", 0],
  ["2026-06-14", "1.0.0-rc.1", 1],
  ["2026-06-14", "1.0.0", 0],
  ["2026-06-14", "next", 0],
])("due by %s, a package at %s is found %i times on 2026-06-15", (by, version, count) => {
  expect(said(graduationDue, due(by, version))).toHaveLength(count);
});

test("says since when, and at which version it still is", () => {
  const scene = due("2026-01-01", "0.9.0");
  expect(said(graduationDue, scene)).toEqual([
    "warn: `ui` was to graduate by `2026-01-01` and is at `0.9.0`",
  ]);
  expect(advised(graduationDue, scene)).toEqual([
    "graduate `ui`, or announce another day and write it under `graduation-due` in the policy",
  ]);
  expect(judgeScene(scene, [graduationDue]).findings).toMatchObject([
    { package: "ui", at: { path: "packages/ui/package.json", pointer: ["version"] } },
  ]);
});

test("counts the plan", () => {
  const scene = due("2026-01-01", "0.9.0", { versions: "1.x" }, { ui: "0.9.0 -> 1.0.0" });
  expect(said(graduationDue, scene)).toEqual([]);
});

test("requires the track's first version where that is above 1.0.0", () => {
  expect(said(graduationDue, due("2026-01-01", "1.2.0", { versions: "2.x" }))).toHaveLength(1);
});

test("reports nothing for a package that counts by the calendar", () => {
  const calver = { scheme: { calver: "YY.Q.N" } };
  expect(said(graduationDue, due("2026-01-01", "0.9.0", calver))).toEqual([]);
});

test("takes no date that is none", () => {
  expect(() => judgeScene(due("soon", "0.9.0"))).toThrow("`soon` is not a date");
});

import { expect, test } from "vitest";
import { type Scene, advised, said } from "../../testing/scene.ts";
import { majorsPerWindow } from "./majors-per-window.ts";

const after = (
  tags: readonly string[],
  step = "3.0.0 -> 4.0.0",
  options: object = {},
  track: object = {},
): Scene => ({
  packages: { ui: step.split(" ")[0]! },
  releases: { ui: step },
  policies: {
    all: { packages: ["*"], rules: { "majors-per-window": ["warn", options] }, ...track },
  },
  facts: {
    history: tags.map((tag) => {
      const [version = "", date = ""] = tag.split(" ");
      return { package: "ui", version, date };
    }),
  },
});

test.each([
  ["2025-12-18", 1],
  ["2025-12-17", 0],
  ["2026-06-15", 1],
])("counts a major of %s to the 180 days before 2026-06-15: %i findings", (date, count) => {
  expect(said(majorsPerWindow, after([`3.0.0 ${date}`]))).toHaveLength(count);
});

test("names the majors, and the day from which the window counts", () => {
  const tags = ["2.0.0 2026-01-01", "2.1.0 2026-02-01", "3.0.0 2026-03-01"];
  const scene = after(tags, "3.0.0 -> 4.0.0", { most: 2, days: 365 });
  expect(said(majorsPerWindow, scene)).toEqual([
    "warn: `ui` `4.0.0` would be a major too many: `2.0.0 (2026-01-01)` and `3.0.0 (2026-03-01)` came within `365 days`, and `2` is the most",
  ]);
  expect(advised(majorsPerWindow, scene)).toEqual([
    "collect the breaking changes until `365 days` have passed since `2.0.0 (2026-01-01)`, or keep the old way beside the new one",
  ]);
  expect(said(majorsPerWindow, after(tags, "3.0.0 -> 4.0.0", { most: 3, days: 365 }))).toEqual([]);
});

test.each([
  ["1.0.0 -> 1.1.0", 0],
  ["1.0.0 -> 2.0.0-rc.0", 0],
  ["2.0.0-rc.0 -> 2.0.0", 1],
  ["0.9.0 -> 1.0.0", 0],
  ["3.0.0 -> 4.0.0", 1],
])("judges the step %s", (step, count) => {
  const tags = ["2.0.0 2026-05-01", "2.0.1 2026-05-02"];
  expect(said(majorsPerWindow, after(tags, step))).toHaveLength(count);
});

test("does not count graduations, prereleases, and the first tag where it is a 1.x", () => {
  expect(said(majorsPerWindow, after(["0.9.0 2026-04-01", "1.0.0 2026-05-01"]))).toEqual([]);
  expect(said(majorsPerWindow, after(["1.0.0 2026-05-01"]))).toEqual([]);
  expect(said(majorsPerWindow, after(["2.1.0 2025-01-01", "3.0.0-rc.0 2026-05-01"]))).toEqual([]);
});

test("counts no years for majors", () => {
  const calver = { scheme: { calver: "YY.Q.N" } };
  const tags = ["25.4.0 2026-05-01", "26.1.0 2026-06-01"];
  expect(said(majorsPerWindow, after(tags, "26.1.0 -> 27.1.0"))).toHaveLength(1);
  expect(said(majorsPerWindow, after(tags, "26.1.0 -> 27.1.0", {}, calver))).toEqual([]);
});

test("reports nothing without a history", () => {
  const { facts, ...scene } = after([]);
  expect(facts).toEqual({ history: [] });
  expect(said(majorsPerWindow, scene)).toEqual([]);
});

import { expect, test } from "vitest";
import { type Scene, advised, judgeScene, said } from "../../testing/scene.ts";
import { declaredBump } from "../versions/declared-bump.ts";
import { waiverExpired } from "./waiver-expired.ts";

const until = (...days: readonly string[]): Scene => ({
  packages: { ui: "1.0.0" },
  changesets: { cat: { ui: "major" } },
  releases: { ui: "1.0.0 -> 2.0.0" },
  policies: {
    all: { packages: ["*"], bumps: { declared: ["patch"] } },
    waivers: {
      waivers: days.map((day) => ({
        rule: "declared-bump",
        package: "ui",
        version: "2.0.0",
        reason: "the rewrite",
        owner: "@ann",
        until: day,
      })),
    },
  },
  facts: { today: "2026-06-15" },
});

test.each([
  ["2026-06-14", true],
  ["2026-06-15", false],
  ["2026-06-16", false],
])("counts its last day to a waiver until %s", (day, isOver) => {
  expect(said(waiverExpired, until(day))).toEqual(
    isOver
      ? [
          `error: the waiver of \`declared-bump\` for \`ui@2.0.0\` ended on \`${day}\` (owner: \`@ann\`)`,
        ]
      : [],
  );
});

test("reports an ended waiver beside the finding that it no longer allows", () => {
  const verdict = judgeScene(until("2026-06-14"), [declaredBump, waiverExpired]);
  expect(verdict.findings.map((found) => found.rule)).toEqual(["declared-bump", "waiver-expired"]);
  expect(verdict.waived).toEqual([]);
});

test("reports each, also where another one still holds", () => {
  const verdict = judgeScene(until("2026-01-01", "2026-02-01", "2026-12-31"), [
    declaredBump,
    waiverExpired,
  ]);
  expect(verdict.findings.map((found) => found.because?.at.line)).toEqual([2, 8]);
  expect(verdict.waived).toHaveLength(1);
});

test("points at the waiver and asks its owner", () => {
  expect(judgeScene(until("2026-01-01"), [waiverExpired]).findings).toMatchObject([
    { package: "ui", at: { path: "policies/waivers.yaml" } },
  ]);
  expect(advised(waiverExpired, until("2026-01-01"))).toEqual([
    "take it out, or have its owner set a new date with a new reason",
  ]);
});

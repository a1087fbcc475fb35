import { expect, test } from "vitest";
import type { Report } from "../../src/check/report.ts";
import { terminalText } from "../../src/formats/terminal.ts";
import { findingOf, releaseOf, reportOf } from "../kit/report.ts";

/** The blocks of what `check` prints. */
const blocksOf = (report: Partial<Report>): string[] =>
  terminalText(reportOf(report), { color: false, width: 120 }).split("\n\n");

/** Findings in as many places. */
const findings = (count: number) =>
  Array.from({ length: count }, (_, i) =>
    findingOf({ at: { path: `.changeset/c${i}.md`, line: 2, column: 17, length: 5 } }),
  );

test("shows 100 findings, and says how many more there are", () => {
  const exactly = blocksOf({ findings: findings(100) });
  expect(exactly.filter((block) => block.startsWith("error["))).toHaveLength(100);
  expect(exactly[100]).toMatch(/^100 errors, 0 warnings/);
  const more = blocksOf({ findings: findings(103) });
  expect(more.filter((block) => block.startsWith("error["))).toHaveLength(100);
  expect(more[100]).toBe("… and 3 more findings: --format json has them all");
  expect(more[101]).toMatch(/^103 errors, 0 warnings/);
});

test("findings of one rule in one place are one of the 100", () => {
  const together = [...findings(99), ...findings(1), ...findings(1), ...findings(100).slice(99)];
  const blocks = blocksOf({ findings: together });
  expect(blocks.filter((block) => block.startsWith("error["))).toHaveLength(100);
  expect(blocks[100]).toMatch(/^102 errors, 0 warnings/);
});

test("shows 25 releases, the greatest first where there are more", () => {
  const releases = Array.from({ length: 27 }, (_, i) =>
    releaseOf({ name: `@acme/p${i}`, bump: i === 26 ? "major" : "patch" }),
  );
  const rows = (count: number) => blocksOf({ releases: releases.slice(0, count) })[0]!.split("\n");
  expect(rows(25)).toHaveLength(25);
  expect(rows(27).map((row) => row.trim().split(/ +/)[0])).toEqual([
    "@acme/p26",
    ...releases.slice(0, 24).map(({ name }) => name),
    "…",
  ]);
  expect(rows(27).at(-1)).toBe("  … and 2 more");
});

import { expect, test } from "vitest";
import type { Report, ReportedFinding } from "../../src/check/report.ts";
import type { TerminalOptions } from "../../src/formats/terminal/plan-text.ts";
import { terminalText } from "../../src/formats/terminal/terminal.ts";
import { findingOf, releaseOf, reportOf } from "../kit/report.ts";

/** The blocks of what `check` prints. */
const blocksOf = (report: Partial<Report>, options: Partial<TerminalOptions> = {}): string[] =>
  terminalText(reportOf(report), { color: false, width: 80, ...options }).split("\n\n");

/** Findings about as many packages, each of another rule's line or changeset. */
const findings = (number: number, given: (i: number) => Partial<ReportedFinding> = () => ({})) =>
  Array.from({ length: number }, (_, i) =>
    findingOf({
      package: `@acme/p${i}`,
      at: { path: `.changeset/c${i}.md`, line: 2, column: 17, length: 5 },
      chain: [],
      ...given(i),
    }),
  );

const errorsIn = (blocks: readonly string[]): number =>
  blocks.filter((block) => block.startsWith("error[")).length;

test("findings that fit on a screen are shown in full", () => {
  const blocks = blocksOf({ findings: findings(6) });
  expect(errorsIn(blocks)).toBe(6);
  expect(blocks[0]).toContain("= policy:");
});

test("many equal findings are one block, which names the places of the others", () => {
  const blocks = blocksOf({ findings: findings(60) });
  expect(errorsIn(blocks)).toBe(1);
  expect(blocks[0]!.match(/= same:/g)).toHaveLength(4);
  expect(blocks[0]).toContain("= same:   @acme/p1 1.0.0 in .changeset/c1.md:2");
  expect(blocks[0]).toContain("= same:   … and 56 more");
  expect(blocks.at(-1)).toMatch(/^✗ 60 errors\n/);
  expect(blocks.at(-1)).toContain("release-policy check --full");
});

test("findings of all rules with the same changeset line are one block, the largest first", () => {
  const line = findingOf().chain;
  const led = findings(40, (i) => ({
    rule: i < 30 ? "accidental-graduation" : "declared-bump",
    chain: line,
  }));
  const blocks = blocksOf({ findings: [...findings(2), ...led] });
  expect(blocks[0]).toContain("and 25 more");
  expect(blocks[0]).toContain("= also:   declared-bump: ");
  expect(blocks.at(-1)).toMatch(/^✗ 42 errors\n/);
});

test("--full shows every finding, however many there are", () => {
  const blocks = blocksOf({ findings: findings(130) }, { full: true });
  expect(errorsIn(blocks)).toBe(130);
  expect(blocks.at(-1)).not.toContain("--full");
});

test("findings of omitted groups are counted", () => {
  const different = findings(130, (i) => ({
    because: { at: { path: "policies/core.yaml", line: i + 1, column: 1 }, text: "" },
  }));
  const blocks = blocksOf({ findings: different }, { most: 10 });
  expect(errorsIn(blocks)).toBe(10);
  expect(blocks[10]).toBe("… and 120 more findings: use --full to see them");
});

test("errors come before warnings", () => {
  const [first, second] = findings(2);
  const blocks = blocksOf({ findings: [{ ...first!, level: "warn" }, second!] });
  expect(blocks.map((block) => block.split("[")[0])).toEqual(["error", "warn", expect.anything()]);
});

test("no line of a report is wider than the terminal", () => {
  const wide = findings(3, (i) => ({
    message: ["the reason for it is ".repeat(12 * (i + 1)).trim()],
    help: ["do ".repeat(80).trim()],
    source: '"@acme/plugin": major'.padEnd(300, "x"),
  }));
  for (const full of [true, false])
    for (const line of blocksOf({ findings: [...wide, ...findings(20)] }, { full })
      .join("\n")
      .split("\n"))
      expect(line.length, line).toBeLessThanOrEqual(80);
});

test("private packages are only counted below the plan", () => {
  const releases = [releaseOf(), releaseOf({ name: "@acme/example", private: true })];
  expect(blocksOf({ releases })[0]).toBe(
    "  @acme/core  1.2.0 → 1.3.0  minor  core\n  and 1 private package",
  );
});

test("shows at most 25 releases, the largest first", () => {
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

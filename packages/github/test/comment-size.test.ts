import { expect, test } from "vitest";
import {
  formatMarkdown,
  type Report,
  type ReportedFinding,
  type ReportedRelease,
} from "release-policy";
import { sampled } from "../../cli/test/kit/sampling.ts";
import { OPTIONS } from "./comment/case.ts";
import { structureOf } from "./comment/structure.ts";

const nameOf = (i: number): string => `@acme/päckage-${i}`;

const releases = (number: number): ReportedRelease[] =>
  Array.from({ length: number }, (_, i) => ({
    name: nameOf(i),
    dir: `packages/p${i}`,
    track: `track-${i % 4}`,
    private: false,
    from: "1.0.0",
    to: "1.1.0",
    bump: "minor",
    causes: [],
    written: false,
  }));

const finding = (i: number, rule: ReportedFinding["rule"]): ReportedFinding => ({
  rule,
  level: "error",
  package: nameOf(i),
  message: [{ code: nameOf(i) }, " is not allowed"],
  help: ["do not"],
  at: { path: `.changeset/c${i}.md`, line: 2, column: 1 },
  chain: [],
});

const report = (given: Partial<Report>): Report => ({
  outcome: "fail",
  planner: { id: "changesets@3", package: "planner", version: "7.0.0", from: "bundled" },
  releases: [],
  findings: [],
  pending: [],
  waived: [],
  notes: [],
  since: { ref: "main", base: "b".repeat(40), judgedBy: "base", versionCommit: false },
  ...given,
});

const SIZES = sampled([0, 1, 99, 100, 101, 500, 700, 1000, 5000]);

/** Whole tables, within the bytes. */
function parsed(one: Report, budget?: number): ReturnType<typeof structureOf> & { text: string } {
  const text = formatMarkdown(one, { ...OPTIONS, ...(budget === undefined ? {} : { budget }) });
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(budget ?? 60_000);
  const found = structureOf(text);
  expect(found.strange).toEqual([]);
  for (const [head, ...rows] of found.tables) for (const cells of rows) expect(cells).toBe(head);
  return { ...found, text };
}

const left = (prose: string, noun: string): number =>
  Number(new RegExp(`… ([\\d,]+) more ${noun}`).exec(prose)?.[1]?.replaceAll(",", "") ?? 0);

test.each(SIZES)("%i releases are shown or counted, none is lost", (number) => {
  const { tables, prose, headings } = parsed(report({ releases: releases(number) }));
  expect(headings).toHaveLength(1);
  const byTrack = number > 100 ? 1 : 0;
  expect(tables).toHaveLength(byTrack + (number > 0 ? 1 : 0));
  expect((tables[byTrack]?.length ?? 1) - 1 + left(prose, "release")).toBe(number);
  expect(tables.slice(0, byTrack).map(({ length }) => length - 1)).toEqual(byTrack ? [4] : []);
});

test.each(SIZES)("%i violations are shown or counted before anything that is allowed", (number) => {
  const findings = Array.from({ length: number }, (_, i) => finding(i, "declared-bump"));
  const { prose, text } = parsed(report({ findings, releases: releases(number + 50) }));
  // Each stands with its place in the folded list; above it many of one kind are one.
  const shown = prose.match(number > 4 ? /declared-bump: /g : /is not allowed/g)?.length ?? 0;
  expect(shown + left(prose, "cause")).toBe(number);
  const cut = left(prose, "cause") > 0;
  expect(cut && text.includes("releases allowed</summary>")).toBe(false);
});

test.each(sampled([1, 20, 21, 500, 5000]))(
  "%i packages without a changeset are shown or counted",
  (number) => {
    const bump = (word: "patch" | "minor") => ({
      bump: word,
      allowed: true,
      version: "1.1.0",
      mayBreak: false,
      findings: [],
    });
    const { tables, prose, links } = parsed(
      report({
        findings: Array.from({ length: number }, (_, i) => finding(i, "changeset-missing")),
        unreleased: Array.from({ length: number }, (_, i) => ({
          rule: "changeset-missing" as const,
          name: nameOf(i),
          dir: `packages/p${i}`,
          bumps: [bump("patch"), bump("minor")],
          emptyCounts: true,
        })),
      }),
    );
    expect(tables.at(-1)!.length - 1 + left(prose, "changed package")).toBe(number);
    for (const url of links) expect(url.length).toBeLessThanOrEqual(6000);
    expect(links.filter((url) => url.includes("/new/")).length).toBeLessThanOrEqual(2 + 2 * 20);
  },
);

test("a text is measured in bytes, not in characters", () => {
  const wide = releases(1000).map((one) => ({
    ...one,
    name: `@漢字/${"🦋".repeat(20)}-${one.name}`,
  }));
  const { text } = parsed(report({ releases: wide }));
  expect(Buffer.byteLength(text)).toBeGreaterThan(55_000);
});

test("keeps the verdict and its commit at any size", () => {
  const findings = Array.from({ length: 40 }, (_, i) => finding(i, "declared-bump"));
  const { headings, text } = parsed(report({ findings, releases: releases(300) }), 1200);
  expect(headings).toHaveLength(1);
  expect(text).toContain("40 of 300 releases not allowed");
  expect(text).toContain("Commit `5f2c1d9`");
});

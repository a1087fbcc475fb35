import { expect, test } from "vitest";
import { progressText } from "../../src/commands/audit/command.ts";
import { auditText } from "../../src/commands/audit/text.ts";
import { replayText } from "../../src/commands/init/past.ts";
import { auditOf, finding, release } from "./audits.ts";

const textOf = (audit: Parameters<typeof auditOf>[0], color = false): string =>
  auditText(auditOf(audit), { color, width: 200 }).replaceAll("\u001B", "␛");

/** The newest first, each in a release of its own. */
const failing = (number: number, over: Parameters<typeof finding>[0] = {}) =>
  Array.from({ length: number }, (_, i) =>
    release(i + 1, "@acme/kafka", {
      outcome: "fail",
      findings: [finding({ message: `number ${i + 1}`, ...over })],
    }),
  );

test("begins with how many releases would have been blocked, in red if any", () => {
  const counts = { releases: 8, refused: 2, warned: 1, versions: 9 };
  expect(textOf({ counts }, true)).toContain(
    "␛[31m␛[1m2 of 8 releases would have been blocked␛[22m␛[39m, 1 with warnings from 2026-01-01 to 2026-01-01 (9 versions)",
  );
  expect(textOf({ releases: [], empty: "no commits" }, true)).toBe(
    "␛[1mno releases found:␛[22m no commits\n",
  );
  expect(auditText(auditOf({}), { color: false, width: 80 }, 1234)).toContain("checked in 1.2 s");
});

test.each([
  [6, 6, ""],
  [7, 5, "  … and 2 more"],
])("of %i findings of one rule, %i are shown, the newest first", (number, shown, more) => {
  const text = textOf({ releases: failing(number) });
  expect(text).toContain(
    `error[change-bump] ${number} findings\n  2026-01-0${number}  number ${number}\n`,
  );
  expect(text.match(/number \d/g)).toHaveLength(shown);
  expect(text.includes("… and")).toBe(more !== "");
  expect(text).toContain(more);
});

test("errors come before warnings, each in its colour, and what was undone before what was not", () => {
  const undone = {
    name: "@acme/kafka",
    dir: "k",
    from: "0.3.0",
    to: "0.4.0",
    refused: true,
    early: false,
    undone: "2026-01-01",
  };
  const [first, ...others] = failing(2);
  const warnings = failing(3, { level: "warn", rule: "cadence" });
  const text = textOf(
    { releases: [{ ...first!, packages: [undone] }, ...others, ...warnings] },
    true,
  );
  expect(text.match(/␛\[3[13]m␛\[1m(?:error|warn)\S+/g)).toEqual([
    "␛[31m␛[1merror[change-bump]␛[22m␛[39m",
    "␛[33m␛[1mwarn[cadence]␛[22m␛[39m",
  ]);
  expect(text).toContain(
    "2 findings\n  2026-01-01  number 1, undone the same day\n  2026-01-02  number 2\n",
  );
});

test.each([
  [6, "; also p1, p2, p3, p4, p5\n"],
  [7, "; also p1, p2, p3, p4, p5, 1 more\n"],
])("one cause with %i packages is one entry", (number, also) => {
  const findings = Array.from({ length: number }, (_, i) =>
    finding({ package: `p${i}`, chain: `p${i} ← a.md:2` }),
  );
  const text = textOf({ releases: [release(1, "p0", { outcome: "fail", findings })] });
  expect(text).toContain(`  2026-01-01  too small${also}              p0 ← a.md:2\n`);
});

test.each([
  [12, false],
  [13, true],
])("of %i packages that reached 1.0.0 by accident, 12 are named", (number, isCut) => {
  const releases = Array.from({ length: number }, (_, i) =>
    release(1, `p${i}`, {
      findings: [finding({ rule: "accidental-graduation", package: `p${i}`, version: "1.0.0" })],
    }),
  );
  const byRule = [
    { name: "r", errors: 20, warnings: 0, releases: 1, first: "2026-01-01", last: "2026-01-02" },
  ];
  const text = textOf({ releases, byRule });
  expect(text).toContain(`${number} accidental graduations account for ${number} of 20 errors`);
  expect(text.match(/ became 1\.0\.0/g)).toHaveLength(12);
  expect(text.includes("  … and 1 more")).toBe(isCut);
});

test("the table of packages is there if there are several, and has five of them", () => {
  const group = { errors: 1, warnings: 0, releases: 2, first: "2026-01-01", last: "2026-01-02" };
  const groups = Array.from({ length: 6 }, (_, i) => ({ ...group, name: `p${i}` }));
  const row = (i: number) => `  p${i}  1 error, 0 warnings in 2 releases, 2026-01-01 to 2026-01-02`;
  expect(textOf({ byPackage: groups })).toContain(
    `by package\n${[0, 1, 2, 3, 4].map(row).join("\n")}\n`,
  );
  expect(textOf({ byPackage: groups.slice(0, 1) })).not.toContain("by package");
});

test("says what does not count, and what was left out", () => {
  const apart = (version: string) => [
    { origin: "hand-edited" as const, package: "@acme/kafka", version, findings: 0 },
    { origin: "merged-back" as const, package: "other", version, findings: 0 },
  ];
  const text = textOf({
    releases: [
      release(1, "@acme/kafka", { apart: apart("1.0.0") }),
      release(2, "@acme/kafka", { apart: apart("1.0.1") }),
      release(3, "@acme/kafka", { outcome: "unjudged", problem: "too large" }),
      release(4, "@acme/kafka", { outcome: "unjudged", problem: "too large" }),
      release(5, "@acme/kafka", { outcome: "unjudged", problem: "damaged" }),
    ],
    byOrigin: [
      {
        origin: "hand-edited",
        releases: 2,
        versions: 2,
        findings: 0,
        first: "2026-01-01",
        last: "2026-01-01",
      },
    ],
    counts: { early: 1, standing: 2 },
    shallow: true,
    left: 3,
    cached: 4,
  });
  expect(text).toContain(`not counted
  hand-edited: 2 versions in 2 releases, 2026-01-01 (not the planned version: edited by hand, or written by another planner version)
    such as @acme/kafka 1.0.1 (planned: no release), 2026-01-02

2 releases, the first on 2026-01-03 (0000000000), could not be judged: too large
a release on 2026-01-05 (0000000000), could not be judged: damaged
1 finding on versions from before the package reached its track (not counted)
2 findings that the previous release already had (counted once)
this clone is shallow, so older releases are missing (git fetch --unshallow)
stopped: 3 older releases not checked (run the same command to continue)
4 from the cache (--fresh to check them again)
`);
});

const LONG = "a sentence of many words ".repeat(8).trim();

test.each([72, 80, 120])("no line of an audit is wider than %i columns", (width) => {
  const [counts, versions] = [{ refused: 9, early: 999, standing: 9 }, 12_345];
  const days = { first: "2024-01-01", last: "2026-01-01" };
  const group = { errors: 100, warnings: 100, releases: 100, ...days };
  const chain = ["@acme/kafka 1.0.0", "peer on @acme/core ^1.0.0", "major in a.md:2"].join(" ← ");
  const apart = [{ origin: "hand-edited" as const, package: "p", version: LONG, findings: 1 }];
  const audit = auditOf({
    notes: [`this workspace has no policy: \`release-policy init\` ${LONG}`],
    counts,
    releases: [
      ...failing(1, { message: LONG, chain }),
      release(2, "@acme/kafka", {
        findings: [finding({ rule: "accidental-graduation", version: "1.0.0" })],
      }),
      release(3, "@acme/kafka", { outcome: "unjudged", problem: LONG, apart }),
    ],
    byPackage: [group, group].map((one, i) => ({ ...one, name: `@acme/kafka-${i}` })),
    byOrigin: [{ origin: "hand-edited", versions, findings: 9, releases: 1000, ...days }],
    evaluated: [{ until: "2027-01-01", refused: 100, releases: 1000, since: "2026-01-01" }],
    empty: LONG,
    left: 1000,
  });
  const lines = auditText(audit, { color: false, width }, 1234).split("\n");
  expect(lines.filter((line) => line.length > width)).toEqual([]);
  expect(lines.join("\n")).not.toContain("`");
});

test("the progress of an audit fits 80 columns", () => {
  const progress = { done: 99_999, all: 99_999, refused: 99_999, date: "2026-01-01" };
  expect(progressText(progress).length).toBeLessThan(80);
  expect(replayText({ ...progress, done: 100, all: 100, refused: 100 }).length).toBeLessThan(80);
});

test("names what to run next, if anything", () => {
  expect(textOf({}).trimEnd().split("\n")).toHaveLength(1);
  expect(textOf({ proposed: true, counts: { refused: 1 } })).toContain(
    "\n\n  release-policy init                     keep this policy\n  release-policy audit --html audit.html  a page with every release\n",
  );
});

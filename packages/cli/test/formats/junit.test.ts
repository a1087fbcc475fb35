import fc from "fast-check";
import { expect, test } from "vitest";
import { effectNotes } from "../../src/commands/audit/effect/notes.ts";
import type { Report } from "../../src/check/report.ts";
import { junitObstacles, junitText } from "../../src/formats/junit.ts";
import { ATTACKS, badLines } from "../kit/attacks.ts";
import { junitFaults } from "../kit/format-schemas.ts";
import { obstacleWith, reportWith, texts } from "../kit/hostile.ts";
import { CHANGELOGS, EFFECT, findingOf, releaseOf, reportOf } from "../kit/report.ts";
import { runs } from "../kit/sampling.ts";

const count = (text: string, element: string): number =>
  text.split(new RegExp(`<${element}[ />]`)).length - 1;

const documents: string[] = [];

/** The numbers that the suite reports, after they were counted. The document is kept for the schema, at the end. */
function countsOf(text: string): string {
  documents.push(text);
  const [, counts = ""] = /<testsuite name="release-policy" ([^>]*)>/.exec(text) ?? [];
  const [tests, failures, errors, skipped] = ["testcase", "failure", "error", "skipped"].map(
    (element) => count(text, element),
  );
  expect(counts).toBe(
    `tests="${tests}" failures="${failures}" errors="${errors}" skipped="${skipped}"`,
  );
  return counts;
}

const waivedOf = (name: string) => ({
  finding: findingOf({ package: name }),
  waiver: {
    reason: "planned",
    owner: "@acme/release",
    until: "2027-01-01",
    line: findingOf().because!,
  },
});

test("every package of the plan is a case, and so is the workspace", () => {
  const releases = [releaseOf(), releaseOf({ name: "@acme/plugin" })];
  const text = junitText(reportOf({ releases, findings: [findingOf()] }));
  expect(countsOf(text)).toBe('tests="3" failures="1" errors="0" skipped="0"');
  expect(text).toContain('<testcase classname="release-policy" name="@acme/core"/>');
  expect(text).toContain('<testcase classname="release-policy" name="the workspace"/>');
  expect(text).toContain(
    '<failure type="accidental-graduation" message="`@acme/plugin` leaves `0.y.z` for `1.0.0`">error[accidental-graduation]: ',
  );
});

test("there is a case even with nothing to release", () => {
  expect(countsOf(junitText(reportOf()))).toBe('tests="1" failures="0" errors="0" skipped="0"');
});

test("a finding without a package fails the workspace's case; an unreleased package gets its own", () => {
  const { package: _, ...about } = findingOf();
  const text = junitText(reportOf({ findings: [about, findingOf({ package: "@acme/new" })] }));
  expect(countsOf(text)).toBe('tests="2" failures="2" errors="0" skipped="0"');
  expect(text).toMatch(/name="the workspace">\n<failure/);
  expect(text).toMatch(/name="@acme\/new">\n<failure/);
});

test("the errors of a package are one failure", () => {
  const text = junitText(
    reportOf({ findings: [findingOf(), findingOf({ rule: "version-inside-track" })] }),
  );
  expect(countsOf(text)).toBe('tests="2" failures="1" errors="0" skipped="0"');
  expect(text).toContain("for `1.0.0` (and 1 more)");
  expect(text).toContain("\nerror[version-inside-track]: ");
});

test("warnings and pending findings are reported without failing", () => {
  const text = junitText(
    reportOf({
      findings: [findingOf({ level: "warn" })],
      pending: [findingOf({ rule: "version-inside-track" })],
      since: { ref: "main", base: "4979658", judgedBy: "base", versionCommit: false },
    }),
  );
  expect(countsOf(text)).toBe('tests="2" failures="0" errors="0" skipped="0"');
  expect(text).toContain("<system-out>warn[accidental-graduation]: ");
  expect(text).toContain("\nalready on main, not counted:\n\nerror[version-inside-track]: ");
});

test("a waived case is skipped with the reason, unless it also fails", () => {
  const waived = [waivedOf("@acme/core"), waivedOf("@acme/plugin")];
  const text = junitText(reportOf({ waived, findings: [findingOf()] }));
  expect(countsOf(text)).toBe('tests="3" failures="1" errors="0" skipped="1"');
  expect(text).toContain(
    '<skipped message="waived: `@acme/plugin` leaves `0.y.z` for `1.0.0`; planned (@acme/release, until 2027-01-01)"/>',
  );
});

test("notes, such as the effect of a policy, are in the output of the workspace's case, and change no verdict", () => {
  const report = reportOf({ releases: [releaseOf()], notes: effectNotes(EFFECT) });
  const text = junitText({ ...report, changelogs: CHANGELOGS });
  expect(countsOf(text)).toBe('tests="2" failures="0" errors="0" skipped="0"');
  expect(text).toContain(
    'name="the workspace">\n<system-out>note: the new policy has 1 more finding today: `@acme/core 1.3.0` (freeze)\n\nnote: 1 of the last 40 releases (since 2026-05-01) would now be blocked: ',
  );
  // A preview has its own command and the comment.
  expect(junitText(report)).toBe(text);
});

test("an error is reported in the workspace's case", () => {
  const text = junitObstacles([{ message: "no", help: "do" }, obstacleWith("a.yaml")]);
  expect(countsOf(text)).toBe('tests="1" failures="0" errors="1" skipped="0"');
  expect(text).toContain('<error type="cannot-judge" message="no; a.yaml">error: no\n  help: do');
});

const ILLEGAL = [
  "\u0000",
  "\u000B",
  "\uFFFE",
  "\uFFFF",
  "\uD800",
  "]]>",
  '"',
  "'",
  "<",
  "&amp;",
  "&",
];

test("no text adds an element", () => {
  const parts = fc.array(fc.oneof(texts, fc.constantFrom(...ILLEGAL)), {
    minLength: 1,
    maxLength: 3,
  });
  const given = [
    ...Object.values(ATTACKS),
    ...ILLEGAL,
    ...fc.sample(parts, { numRuns: runs(300), seed: 20_261_122 }).map((part) => part.join("")),
  ];
  const like = elementsOf(junitText(reportWith("@acme/core")));
  for (const text of given) {
    const document = junitText(reportWith(text));
    documents.push(document, junitObstacles([obstacleWith(text)]));
    expect(elementsOf(document)).toEqual(like);
    expect(badLines(document)).toEqual([]);
  }
});

const elementsOf = (text: string): string[] => text.match(/<\/?[a-z-]+/g) ?? [];

test("a thousand packages with a finding each are a thousand cases", () => {
  const names = Array.from({ length: 1000 }, (_, i) => `@acme/p${i}`);
  const report: Report = reportOf({
    releases: names.map((name) => releaseOf({ name })),
    findings: names.map((name) => findingOf({ package: name })),
  });
  expect(countsOf(junitText(report))).toBe('tests="1001" failures="1000" errors="0" skipped="0"');
});

test("each document of these tests is valid", async () => {
  expect(await junitFaults(...documents)).toEqual([]);
});

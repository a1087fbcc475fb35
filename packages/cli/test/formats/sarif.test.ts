import { rules, say } from "@release-policy/core";
import fc from "fast-check";
import type { Log, Result } from "sarif";
import { expect, test } from "vitest";
import { effectNotes } from "../../src/commands/audit/effect/notes.ts";
import type { Report } from "../../src/check/report.ts";
import { sarifObstacles, sarifText } from "../../src/formats/sarif.ts";
import { ATTACKS, badLines } from "../kit/attacks.ts";
import { sarifFaults } from "../kit/format-schemas.ts";
import { obstacleWith, reportWith, texts } from "../kit/hostile.ts";
import { CHANGELOGS, EFFECT, findingOf, reportOf } from "../kit/report.ts";
import { runs } from "../kit/sampling.ts";

const OPTIONS = { version: "1.2.3", rules, prefix: "" };
const SINCE = { ref: "main", base: "4979658", judgedBy: "base", versionCommit: false } as const;

const runOf = (report: Report, prefix = "") => {
  const text = sarifText(report, { ...OPTIONS, prefix });
  expect(sarifFaults(text)).toEqual([]);
  return (JSON.parse(text) as Log).runs[0]!;
};
const resultsOf = (report: Report, prefix?: string): Result[] => runOf(report, prefix).results!;
const printsOf = (report: Report) =>
  resultsOf(report).map(({ partialFingerprints }) => partialFingerprints!["releasePolicy/v1"]);

const waived = {
  finding: findingOf(),
  waiver: {
    reason: "planned",
    owner: "@acme/release",
    until: "2027-01-01",
    line: { at: { path: "policies/waivers.yaml", line: 2, column: 5 }, text: "- rule: x" },
  },
};

test("a result has the place, the sentences, and the policy's line as a link", () => {
  expect(resultsOf(reportOf({ findings: [findingOf()] }))[0]).toMatchObject({
    ruleId: "accidental-graduation",
    ruleIndex: 0,
    level: "error",
    message: {
      text: [
        "`@acme/plugin` leaves `0.y.z` for `1.0.0`.",
        "Fix: write `minor` instead of `major` in `.changeset/one.md:2`",
        "Chain: @acme/plugin 1.0.0 ← major in .changeset/one.md:2",
        "Policy: [policies/integrations.yaml:2](1)",
      ].join("\n"),
    },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: ".changeset/one.md" },
          region: { startLine: 2, startColumn: 17, endColumn: 22 },
        },
      },
    ],
    relatedLocations: [{ id: 1, message: { text: 'versions: "0.y.z"' } }],
    properties: { package: "@acme/plugin", version: "1.0.0" },
  });
});

test("the start of a chain in another file is a related location", () => {
  const at = { path: "packages/plugin/package.json", line: 3, column: 1 };
  const [result] = resultsOf(reportOf({ findings: [findingOf({ at })] }));
  expect(result!.relatedLocations).toMatchObject([
    { id: 1 },
    { id: 2, physicalLocation: { artifactLocation: { uri: ".changeset/one.md" } } },
  ]);
});

test("every rule is described, and only those with findings are listed", () => {
  const findings = rules.map(({ id }) => findingOf({ rule: id }));
  const { driver } = runOf(reportOf({ findings })).tool;
  expect(driver).toMatchObject({ name: "release-policy", semanticVersion: "1.2.3" });
  expect(driver.rules!.map(({ id }) => id)).toEqual(rules.map(({ id }) => id));
  for (const { help, shortDescription, name, id } of driver.rules!) {
    expect(help!.text).toContain(shortDescription!.text);
    expect(name).not.toBe(id);
  }
  expect(runOf(reportOf({ findings: [findingOf()] })).tool.driver.rules).toHaveLength(1);
});

test("a waived finding is a suppressed result with its reason", () => {
  const results = resultsOf(
    reportOf({ findings: [findingOf({ level: "warn" })], waived: [waived] }),
  );
  expect(results.map(({ level, suppressions }) => ({ level, suppressions }))).toMatchObject([
    { level: "warning", suppressions: [] },
    {
      level: "error",
      suppressions: [
        {
          kind: "external",
          status: "accepted",
          justification: "planned (@acme/release, until 2027-01-01)",
          location: {
            physicalLocation: { artifactLocation: { uri: "policies/waivers.yaml" } },
          },
        },
      ],
    },
  ]);
});

test("an approved finding is a suppressed result that says who approved it", () => {
  const approval = {
    package: "@acme/plugin",
    version: "1.0.0",
    by: "ann",
    at: "2026-06-15T10:00:00Z",
    via: "comment",
  } as const;
  const [result] = resultsOf(reportOf({ waived: [{ finding: findingOf(), approval }] }));
  expect(result!.suppressions).toEqual([
    {
      kind: "external",
      status: "accepted",
      justification: "approved by ann (comment, 2026-06-15T10:00:00Z)",
    },
  ]);
});

test("with a base, every result says whether the base has it; without one, none", () => {
  const report = reportOf({ findings: [findingOf()], pending: [findingOf()], waived: [waived] });
  expect(resultsOf({ ...report, since: SINCE }).map((result) => result.baselineState)).toEqual([
    "new",
    "unchanged",
    "new",
  ]);
  expect(resultsOf(report).filter((result) => "baselineState" in result)).toEqual([]);
});

test("a fingerprint survives moved lines and changed versions, and is unique", () => {
  const [before] = printsOf(reportOf({ findings: [findingOf()] }));
  const moved = findingOf({
    version: "2.0.0",
    message: say`other`,
    at: { path: ".changeset/one.md", line: 9, column: 1 },
  });
  expect(printsOf(reportOf({ findings: [moved] }))).toEqual([before]);
  expect(printsOf(reportOf({ pending: [moved] }))).toEqual([before]);
  const others = [
    findingOf({ rule: "version-inside-track" }),
    findingOf({ package: "@acme/other" }),
    findingOf({ at: { path: ".changeset/two.md", line: 2, column: 17 } }),
    findingOf(),
  ];
  const prints = printsOf(reportOf({ findings: [findingOf(), ...others] }));
  expect(prints[0]).toBe(before);
  expect(new Set(prints).size).toBe(5);
});

test("of two similar findings, the base's keeps its fingerprint", () => {
  const [base] = printsOf(reportOf({ findings: [findingOf()] }));
  const [introduced, pending] = printsOf(
    reportOf({ findings: [findingOf()], pending: [findingOf()] }),
  );
  expect(pending).toBe(base);
  expect(introduced).not.toBe(base);
});

test("notes are notifications", () => {
  const { invocations } = runOf(reportOf({ notes: [say`this change edits ${"policies"}`] }));
  expect(invocations).toMatchObject([
    {
      executionSuccessful: true,
      toolExecutionNotifications: [
        { level: "note", message: { text: "this change edits `policies`." } },
      ],
    },
  ]);
});

test("the effect of a policy adds notifications and no result, and a preview of changelogs nothing", () => {
  const report = reportOf({ findings: [findingOf()], notes: effectNotes(EFFECT) });
  const since = { ...SINCE, policyEffect: EFFECT };
  const { invocations, results } = runOf({ ...report, since, changelogs: CHANGELOGS });
  expect(invocations![0]!.toolExecutionNotifications).toEqual([
    {
      level: "note",
      message: { text: "the new policy has 1 more finding today: `@acme/core 1.3.0` (freeze)." },
    },
    {
      level: "note",
      message: {
        text: "1 of the last 40 releases (since 2026-05-01) would now be blocked: `@acme/core 1.3.1` (freeze) on 2026-07-24.",
      },
    },
  ]);
  expect(results).toEqual(resultsOf({ ...report, since: SINCE }));
});

test("an error marks the invocation as failed without results that would close open alerts", () => {
  const text = sarifObstacles([{ message: "no", help: "do" }, obstacleWith("a.yaml")], OPTIONS);
  expect(sarifFaults(text)).toEqual([]);
  const [run] = (JSON.parse(text) as Log).runs;
  expect(run).not.toHaveProperty("results");
  expect(run!.invocations).toMatchObject([
    {
      executionSuccessful: false,
      toolConfigurationNotifications: [
        { level: "error", message: { text: "no\nhelp: do" } },
        { locations: [{ physicalLocation: { artifactLocation: { uri: "a.yaml" } } }] },
      ],
    },
  ]);
});

/** The links in a plain message of SARIF, as its grammar has them. */
const linksIn = (text: string): (string | undefined)[] =>
  [...text.matchAll(/\[(?:[^\\[\]]|\\[\\[\]])*\]\(([^)]*)\)/g)].map(([, target]) => target);

function expectHarmless(text: string): void {
  const report = { ...reportWith(text), since: SINCE };
  for (const result of resultsOf(report)) {
    const related = result.relatedLocations ?? [];
    const messages = [result.message.text!, ...related.map(({ message }) => message!.text!)];
    expect(linksIn(messages.join("\n"))).toEqual(related.some(({ id }) => id === 1) ? ["1"] : []);
    expect(badLines(messages.join("\n"))).toEqual([]);
    const { uri } = result.locations![0]!.physicalLocation!.artifactLocation!;
    expect(decodeURIComponent(uri!)).toBe(text.toWellFormed());
  }
}

test.for(Object.entries(ATTACKS))("%s makes no link and stays in place", ([, text]) => {
  expectHarmless(text);
});

test("no text makes a link, and every path round-trips through its reference", () => {
  const links = fc.constantFrom("[x](https://example.com)", "](1)", "[", "](", "\\", "a]", "%2F:");
  const parts = fc.array(fc.oneof(texts, links), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(parts, (text) => expectHarmless(text.join(""))),
    { numRuns: runs(500), seed: 20_261_122 },
  );
});

import fc from "fast-check";
import { expect, test } from "vitest";
import type { Report } from "../../src/check/report.ts";
import { gitlabObstacles, gitlabText } from "../../src/formats/gitlab.ts";
import { badLines } from "../kit/attacks.ts";
import { gitlabFaults } from "../kit/format-schemas.ts";
import { RUNS, obstacleWith, reportWith, texts } from "../kit/hostile.ts";
import { findingOf, reportOf } from "../kit/report.ts";
import { commandsIn } from "../kit/runner-commands.ts";
import { runs } from "../kit/sampling.ts";

interface Issue {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

function issuesOf(text: string): Issue[] {
  expect(gitlabFaults(text)).toEqual([]);
  expect(commandsIn(text)).toEqual([]);
  return JSON.parse(text) as Issue[];
}
const issues = (report: Report, prefix = ""): Issue[] => issuesOf(gitlabText(report, prefix));

const waived = {
  finding: findingOf({ rule: "declared-bump" }),
  waiver: {
    reason: "planned",
    owner: "@acme/release",
    until: "2027-01-01",
    line: findingOf().because!,
  },
};

test("an issue has GitLab's required fields, with the path from the root of the repository", () => {
  expect(issues(reportOf({ findings: [findingOf()] }), "web/")).toEqual([
    {
      description:
        "`@acme/plugin` leaves `0.y.z` for `1.0.0`. Fix: write `minor` instead of `major` in `.changeset/one.md:2`",
      check_name: "accidental-graduation",
      fingerprint: expect.any(String) as string,
      severity: "major",
      location: { path: "web/.changeset/one.md", lines: { begin: 2 } },
    },
  ]);
});

test("pending and waived findings are informational, so that nothing looks fixed", () => {
  const report = reportOf({
    findings: [findingOf({ level: "warn" })],
    pending: [findingOf()],
    waived: [waived],
    since: { ref: "main", base: "4979658", judgedBy: "base", versionCommit: false },
  });
  expect(
    issues(report).map(({ severity, description }) => [severity, description.slice(0, 34)]),
  ).toEqual([
    ["minor", "`@acme/plugin` leaves `0.y.z` for "],
    ["info", "Already on main: `@acme/plugin` le"],
    ["info", "Waived, planned (@acme/release, un"],
  ]);
});

test("the target branch and a merge request give the same finding the same fingerprint", () => {
  const [onTarget] = issues(reportOf({ findings: [findingOf()] }));
  const moved = findingOf({
    version: "1.0.1",
    at: { path: ".changeset/one.md", line: 5, column: 1 },
  });
  const inRequest = issues(reportOf({ findings: [findingOf()], pending: [moved] }));
  expect(inRequest[1]!.fingerprint).toBe(onTarget!.fingerprint);
  expect(inRequest[0]!.fingerprint).not.toBe(onTarget!.fingerprint);
});

test("two workspaces of one repository have different fingerprints", () => {
  const report = reportOf({ findings: [findingOf()] });
  expect(issues(report, "web/")[0]!.fingerprint).not.toBe(issues(report, "api/")[0]!.fingerprint);
});

test("an error is a blocker at its place, or at the root's package.json", () => {
  const text = gitlabObstacles([{ message: "no", help: "do" }, obstacleWith("a.yaml")], "");
  expect(issuesOf(text)).toMatchObject([
    {
      description: "Could not judge: no\nhelp: do",
      check_name: "cannot-judge",
      severity: "blocker",
      location: { path: "package.json", lines: { begin: 1 } },
    },
    { location: { path: "a.yaml" } },
  ]);
});

test("no text breaks the document or a line of its descriptions", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const report = reportWith(text);
      const all = [
        ...issuesOf(gitlabText(report, "x/")),
        ...issuesOf(gitlabObstacles([obstacleWith(text)], "x/")),
      ];
      expect(badLines(all.map(({ description }) => description).join("\n"))).toEqual([]);
      expect(new Set(all.map(({ fingerprint }) => fingerprint)).size).toBe(all.length);
      expect(all[0]!.location.path).toBe(`x/${text}`.toWellFormed());
    }),
    { ...RUNS, numRuns: runs(500) },
  );
});

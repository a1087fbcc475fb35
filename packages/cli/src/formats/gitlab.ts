import type { Location, Report, ReportedFinding } from "../check/report.ts";
import type { Obstacle } from "../errors.ts";
import { clipped, jsonLines, printable } from "./escape.ts";
import { obstacleLines, plainFinding } from "./finding.ts";
import { fingerprint, fingerprints } from "./fingerprint.ts";
import { allowanceText } from "./verdict-text.ts";

const LONGEST = 1000;

/** The path of the workspace in its repository: empty, or with a trailing slash. */
type Prefix = string;

/**
 * A Code Quality report for GitLab. GitLab compares it with the target branch's, so pending and waived findings are
 * included as information: missing ones would be reported as fixed.
 */
export function gitlabText(report: Report, prefix: Prefix): string {
  const prints = fingerprints(report);
  const issue = (finding: ReportedFinding, severity: Severity, before = "") => {
    const { message, fix } = plainFinding(finding);
    return issueOf({
      description: `${before}${message}. Fix: ${fix}`,
      check: finding.rule,
      print: fingerprint(prefix, prints.get(finding)!),
      severity,
      at: finding.at,
      prefix,
    });
  };
  const base = printable(report.since?.ref ?? "the base");
  return jsonLines([
    ...report.findings.map((finding) =>
      issue(finding, finding.level === "error" ? "major" : "minor"),
    ),
    ...report.pending.map((finding) => issue(finding, "info", `Already on ${base}: `)),
    ...report.waived.map((waived) => {
      const { word, why } = allowanceText(waived);
      return issue(
        waived.finding,
        "info",
        `${word[0]!.toUpperCase()}${word.slice(1)}, ${printable(why)}: `,
      );
    }),
  ]);
}

/** Why the check failed: an issue for each reason, in the root's package.json if it has no place. */
export const gitlabObstacles = (obstacles: readonly Obstacle[], prefix: Prefix): string =>
  jsonLines(
    obstacles.map((obstacle, i) =>
      issueOf({
        description: `Could not judge: ${obstacleLines(obstacle).join("\n")}`,
        check: "cannot-judge",
        print: fingerprint(prefix, "cannot-judge", obstacle.message, i),
        severity: "blocker",
        at: obstacle.at ?? { path: "package.json", line: 1, column: 1 },
        prefix,
      }),
    ),
  );

type Severity = "info" | "minor" | "major" | "blocker";

interface Issue {
  readonly description: string;
  readonly check: string;
  readonly print: string;
  readonly severity: Severity;
  readonly at: Location;
  readonly prefix: Prefix;
}

const issueOf = ({ description, check, print, severity, at, prefix }: Issue) => ({
  description: clipped(description, LONGEST),
  check_name: check,
  fingerprint: print,
  severity,
  location: { path: `${prefix}${at.path}`.toWellFormed(), lines: { begin: at.line } },
});

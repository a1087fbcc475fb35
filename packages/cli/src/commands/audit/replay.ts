import { type Policy, idsOf, outcomeOf, plain, rules } from "@release-policy/core";
import ltr from "semver/ranges/ltr.js";
import { judgeWorkspace } from "../../check/check.ts";
import type { JudgeOptions } from "../../check/options.ts";
import type { Report, ReportedFinding, ReportedRelease } from "../../check/report.ts";
import { CannotJudge } from "../../errors.ts";
import { chainText } from "../../formats/finding.ts";
import type { Folders } from "../../git/commit-workspaces.ts";
import type { VersionCommit } from "../../git/version-commits.ts";
import type { PolicyText } from "../../policy/policy-files.ts";
import { doubtNotes } from "../../planners/doubts.ts";
import type { AuditFinding, AuditRelease } from "./release.ts";

const ABOUT_TODAY = idsOf(rules, ({ aboutToday }) => aboutToday);

type JudgeCommitOptions = Pick<JudgeOptions, "branch" | "strict" | "tags">;

/**
 * What a policy says of a version commit on its day, against the commit before it. Undefined where the commit makes no
 * versions. Only bundled planners plan, and nothing of the commit is run.
 */
export async function judgeCommit(
  root: string,
  { commit, date, subject, difference }: VersionCommit,
  policy: Policy,
  folders: Folders,
  options: JudgeCommitOptions,
): Promise<AuditRelease | undefined> {
  const bare = { commit, date, subject, packages: [], findings: [], early: 0, standing: 0 };
  try {
    const report = await judgeWorkspace(root, folders, {
      ...options,
      ref: commit,
      since: difference.base,
      difference,
      today: date,
      policy,
    });
    return report.since?.versionCommit ? auditRelease(report, policy, bare) : undefined;
  } catch (error) {
    if (!(error instanceof CannotJudge)) throw error;
    return { ...bare, outcome: "unjudged", problem: error.message.split("\n")[0]! };
  }
}

function auditRelease(
  report: Report,
  policy: Policy,
  bare: Omit<AuditRelease, "outcome">,
): AuditRelease {
  const written = new Map(
    report.releases.filter((one) => one.written).map((one) => [one.name, one]),
  );
  const ranges = new Map(policy.tracks.map(({ name, versions }) => [name, versions?.range]));
  const isEarly = ({ track, to }: ReportedRelease): boolean => {
    if (track === undefined) return true;
    const range = ranges.get(track);
    return range !== undefined && ltr(to, range, { includePrerelease: true });
  };
  const counted = report.findings.filter(
    ({ rule, package: name }) =>
      !ABOUT_TODAY.has(rule) && (name === undefined || written.has(name)),
  );
  const findings = counted.filter(
    ({ package: name }) => name === undefined || !isEarly(written.get(name)!),
  );
  const refused = new Set(findings.filter(isError).map((one) => one.package));
  const notes = doubtNotes(report.planner).map(plain);
  return {
    ...bare,
    outcome: outcomeOf(findings),
    ...(notes.length > 0 ? { notes } : {}),
    packages: [...written.values()].map((one) => ({
      name: one.name,
      ...(one.track === undefined ? {} : { track: one.track }),
      from: one.from,
      to: one.to,
      refused: refused.has(one.name),
      early: isEarly(one),
    })),
    findings: findings.map(findingOf),
    early: counted.length - findings.length,
  };
}

const isError = ({ level }: ReportedFinding): boolean => level === "error";

const findingOf = ({
  rule,
  level,
  package: name,
  version,
  message,
  chain,
  at: { path },
}: ReportedFinding): AuditFinding => ({
  rule,
  level,
  ...(name === undefined ? {} : { package: name }),
  ...(version === undefined ? {} : { version }),
  message: plain(message),
  path,
  ...(chain.length > 0 ? { chain: chainText(chain) } : {}),
});

/** What a worker is told once. */
export interface WorkerTask extends JudgeCommitOptions {
  readonly root: string;
  /** The files of the policy. */
  readonly texts: readonly PolicyText[];
}

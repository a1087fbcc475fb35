import { type Policy, idsOf, judge, outcomeOf, plain, tracksOf } from "@release-policy/core";
import { type Facts, needsOf } from "@release-policy/core/internal";
import ltr from "semver/ranges/ltr.js";
import { judgedWorkspace } from "../../../check/check.ts";
import type { JudgeOptions } from "../../../check/options.ts";
import type { Report, ReportedFinding, ReportedRelease } from "../../../check/report.ts";
import { CannotJudge } from "../../../errors.ts";
import { chainText } from "../../../formats/finding.ts";
import type { Folders } from "../../../git/commit-workspaces.ts";
import { GitRefused, type Repository } from "../../../git/git.ts";
import { CommitsInMemory } from "../../../git/commits-in-memory.ts";
import type { VersionCommit } from "../../../git/version-commits.ts";
import { type PolicyText, policyOf } from "../../../policy/policy-files.ts";
import { doubtNotes } from "../../../planners/doubts.ts";
import { rules } from "../../../policy/rules.ts";
import { type Deviation, deviationsOf } from "./origin.ts";
import type { AuditFinding, AuditRelease } from "../release.ts";

const ABOUT_TODAY = idsOf(rules, ({ aboutToday }) => aboutToday);
const COMPARES_PLAN = idsOf(rules, ({ comparesPlan }) => comparesPlan);
const ASKS_PARSER = idsOf(rules, ({ asksParser }) => asksParser);
const PARSER = "@changesets/parse";

interface JudgeCommitOptions extends Pick<JudgeOptions, "branch" | "strict" | "tags"> {
  /** The packages that the policy was written for. Others are not judged, whatever its patterns match. */
  readonly only?: readonly string[];
}

/** A commit to judge, and the names of those to read before it: its own, and of the steps after it. */
export interface Step {
  readonly commit: VersionCommit;
  readonly reads: readonly string[];
}

/** Judges commits one after the other, in folders that it keeps until `close`. `repository` is that of `root` by default. */
export function commitJudge(
  { root, policies: texts, ...options }: ReplayTask,
  repository: Repository = root,
) {
  const policies = auditedPolicies(texts);
  const folders = new CommitsInMemory(repository);
  return {
    /** By each policy; null for a commit that makes no versions. */
    async verdicts({ commit, reads }: Step): Promise<readonly AuditRelease[] | null> {
      if (reads.length > 0) await folders.prepare(reads);
      const releases = await judgeCommit(root, commit, policies, folders, options);
      folders.next();
      return releases ?? null;
    },
    close: (): Promise<void> => folders.close(),
  };
}

/**
 * The verdicts of policies on a version commit as of its date, compared with the previous commit. Undefined if the
 * commit makes no versions. Only bundled planners plan, and nothing of the commit is run.
 */
async function judgeCommit(
  root: string,
  version: VersionCommit,
  policies: readonly Policy[],
  folders: Folders,
  options: JudgeCommitOptions,
): Promise<readonly AuditRelease[] | undefined> {
  const { commit, date, subject, difference } = version;
  const nothing = { packages: [], findings: [], apart: [], early: 0, standing: 0 };
  const bare = { commit, date, subject, ...nothing };
  const releases: AuditRelease[] = [];
  let known: Known | undefined;
  for (const policy of policies) {
    try {
      const { report, facts }: Known =
        known && hasSameFacts(policy, known.policy)
          ? { ...known, report: reportBy(policy, known, options) }
          : await judgedWorkspace(root, folders, {
              ...options,
              ref: commit,
              since: difference.base,
              difference,
              today: date,
              policy,
            });
      if (!report.since?.versionCommit) return undefined;
      known ??= { policy, report, facts };
      const deviations = await deviationsOf(report, facts, version, options.tags ?? [], folders);
      releases.push(auditRelease(report, policy, deviations, bare, options.only));
    } catch (error) {
      if (!(error instanceof CannotJudge) && !(error instanceof GitRefused)) throw error;
      releases.push({ ...bare, outcome: "unjudged", problem: error.message.split("\n")[0]! });
    }
  }
  return releases;
}

/** What was read and planned for one of the policies. */
interface Known {
  readonly policy: Policy;
  readonly report: Report;
  readonly facts: Facts;
}

/** What a policy reads of a commit beyond its manifests and changesets. */
const READ_BY = ["unpublished", "docs", "api", "newPackages", "publish", "branches"] as const;

/** Whether what was read for a policy is all that another one judges: reading and planning take most of the time. */
function hasSameFacts(policy: Policy, read: Policy): boolean {
  const [needs, known] = [needsOf(policy, rules), needsOf(read, rules)];
  // Which documents are read depends on the tracks.
  const isDocuments = needs.has("documents") || needs.has("table");
  return (
    !isDocuments &&
    [...needs].every((need) => known.has(need)) &&
    READ_BY.every((key) => JSON.stringify(policy[key]) === JSON.stringify(read[key]))
  );
}

/** Of the report, what an audit takes from it. */
function reportBy(
  policy: Policy,
  { facts, report }: Known,
  { strict = false }: JudgeCommitOptions,
): Report {
  const { findings, waived } = judge(facts, policy, rules, { strict });
  const packages = new Map(facts.packages.map((pkg) => [pkg.name, pkg]));
  const releases = report.releases.map((one) => {
    const { track: _, ...release } = one;
    const [track] = tracksOf(policy, packages.get(one.name)!);
    return { ...release, ...(track ? { track: track.name } : {}) };
  });
  return { ...report, releases, findings, waived };
}

function auditRelease(
  report: Report,
  policy: Policy,
  deviations: readonly Deviation[],
  bare: Omit<AuditRelease, "outcome">,
  only?: readonly string[],
): AuditRelease {
  const written = new Map(
    report.releases.filter((one) => one.written).map((one) => [one.name, one]),
  );
  const ranges = new Map(policy.tracks.map(({ name, versions }) => [name, versions?.range]));
  const known = only && new Set(only);
  const isEarly = ({ name, track, to }: ReportedRelease): boolean => {
    if (track === undefined || known?.has(name) === false) return true;
    const range = ranges.get(track);
    return range !== undefined && ltr(to, range, { includePrerelease: true });
  };
  // An audit also counts evaluated findings.
  const evaluated = new Map<ReportedFinding, string>(
    report.waived.flatMap(({ finding, evaluated: mode }) =>
      mode ? [[finding, mode.until] as const] : [],
    ),
  );
  const counted = [...report.findings, ...evaluated.keys()].filter(
    ({ rule, package: name }) =>
      !ABOUT_TODAY.has(rule) && (name === undefined || written.has(name)),
  );
  const timely = counted.filter(
    ({ package: name }) => name === undefined || !isEarly(written.get(name)!),
  );
  const origins = new Map(deviations.map((one) => [one.package, one.origin]));
  // What was made elsewhere was judged there; what was written by hand is judged as the version that it is.
  const isApart = ({ rule, package: name = "" }: ReportedFinding): boolean =>
    origins.get(name) === "merged-back" || (origins.has(name) && COMPARES_PLAN.has(rule));
  // What only the published parser cannot read was released all the same.
  const hasOwnParser = report.planner.doubts?.some(
    (doubt) => doubt.kind === "patched" && doubt.packages.includes(PARSER),
  );
  const findings = timely
    .filter((one) => !isApart(one))
    .map((one) =>
      hasOwnParser && ASKS_PARSER.has(one.rule) ? { ...one, level: "warn" as const } : one,
    );
  const apart = Map.groupBy(timely.filter(isApart), (one) => one.package);
  const refused = new Set(findings.filter(isError).map((one) => one.package));
  const notes = doubtNotes(report.planner).map(plain);
  return {
    ...bare,
    outcome: outcomeOf(findings),
    ...(notes.length > 0 ? { notes } : {}),
    packages: [...written.values()].map((one) => ({
      name: one.name,
      ...(one.track === undefined ? {} : { track: one.track }),
      dir: one.dir,
      from: one.from,
      to: one.to,
      refused: refused.has(one.name),
      early: isEarly(one),
    })),
    findings: findings.map((finding) => {
      const until = evaluated.get(finding);
      return { ...findingOf(finding), ...(until === undefined ? {} : { evaluated: until }) };
    }),
    apart: deviations.flatMap((one) => {
      const left = apart.get(one.package)?.length ?? 0;
      return left === 0 ? [] : [{ ...one, findings: left }];
    }),
    early: counted.length - timely.length,
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

/** Where commits are judged, and by which policies. */
export interface ReplayTask extends JudgeCommitOptions {
  readonly root: string;
  /** The files of each policy. */
  readonly policies: readonly (readonly PolicyText[])[];
}

/**
 * Policies as they are replayed: each commit is planned by the planner that its own files select, and findings accepted
 * today still count. Throws `CannotJudge`.
 */
const auditedPolicies = (policies: ReplayTask["policies"]): readonly Policy[] =>
  policies.flatMap((texts) => {
    const { planner: _, ...policy } = { ...policyOf(texts), baseline: [] };
    return "tracks" in policy ? [policy as Policy] : [];
  });

import { join } from "node:path";
import { EMPTY_POLICY, type Facts, type Policy, judge } from "@release-policy/core/internal";
import { CannotJudge } from "../errors.ts";
import { findRoot } from "../files/files.ts";
import { packageManagerOf } from "../files/package-manager.ts";
import { hasJournal } from "../files/writing/state-folder.ts";
import { CommitWorkspaces, type Folders } from "../git/commit-workspaces.ts";
import { uncommittedFiles } from "../git/git.ts";
import { readPolicyFolder } from "../policy/policy-files.ts";
import { rules } from "../policy/rules.ts";
import { type LoadOptions, loadPlan, withEvidence } from "./load.ts";
import type { CheckOptions, JudgeOptions, Judged, Judgement } from "./options.ts";
import { reportOf } from "./report-of.ts";
import type { Report } from "./report.ts";
import { Sources } from "./source-locations.ts";

/**
 * Checks the release plan of a workspace against its `policies/`. Only reads: nothing in the workspace is written.
 * Throws `CannotJudge`, with every reason and its place, if no verdict is possible.
 */
export const check = async (options: CheckOptions = {}): Promise<Report> =>
  (await judgedFolder(options)).report;

/** The same, with what it was checked against. Throws `CannotJudge`. */
export const judgedFolder = (options: CheckOptions): Promise<Judged> =>
  inWorkspace(options, (workspace, scratches) => judgedWorkspace(workspace, scratches, options));

export type WorkspaceOptions = Pick<CheckOptions, "cwd" | "ref" | "folder">;

/**
 * Runs a function in the workspace around a folder, and removes the commits that it wrote. A read-only function does
 * not start while files are half-written. A thrown `CannotJudge` gets the source line of every place.
 */
export async function inWorkspace<T>(
  options: WorkspaceOptions,
  work: (workspace: string, scratches: CommitWorkspaces) => Promise<T>,
  access: "read" | "write" = "read",
): Promise<T> {
  const { cwd = process.cwd(), ref } = options;
  const bare =
    ref === undefined
      ? undefined
      : (await import("./workspace.ts")).bareRepository(cwd, options.folder);
  const workspace =
    bare?.bare ?? findRoot(options.folder === undefined ? cwd : join(cwd, options.folder));
  const scratches = new CommitWorkspaces(bare ?? workspace);
  try {
    // Who writes restores what is half-written; a commit never is.
    if (access === "read" && ref === undefined && hasJournal(workspace)) {
      (await import("../files/writing/journal.ts")).refuseHalfWritten(workspace, uncommittedFiles);
    }
    return await work(workspace, scratches);
  } catch (thrown) {
    const { placedError } = await import("./placed-error.ts");
    throw placedError(thrown, ref === undefined ? workspace : undefined, scratches.roots);
  } finally {
    scratches.dispose();
  }
}

/**
 * The steps of one check: read, judge (against a base if there is one), place, report. `carry` may add what will be
 * done in addition to the planner; the facts are then checked again.
 */
export async function judgedWorkspace(
  workspace: string,
  scratches: Folders,
  options: JudgeOptions,
  extend: (judgement: Judgement) => Facts = ({ facts }) => facts,
): Promise<Judged> {
  const { ref, since } = options;
  if (options.online && ref !== undefined)
    throw new CannotJudge({
      message: "a commit cannot be compared with the registry: npm has no settings for it",
      help: "omit --ref or --online",
    });
  // git compares while the files are read; without a base none of it is loaded.
  const change =
    since === undefined
      ? undefined
      : (await import("./change.ts")).startChange(since, ref, scratches, options.difference);
  const root = options.copy ?? (ref === undefined ? workspace : await scratches.write(ref));
  const own = options.policy ?? readPolicyFolder(root);
  const loading: LoadOptions = {
    today: options.today ?? new Date().toISOString().slice(0, 10),
    mayRunInstalled: ref === undefined && !options.ofStranger,
    ...(change ? { trustsCommitted: () => change.trustsCommitted(own) } : {}),
    ...(options.policy ? { past: true } : {}),
    ...(ref === undefined ? {} : { commit: ref }),
    ...(options.tags ? { tags: options.tags } : {}),
    ...(change ? {} : { comparesApi: true }),
    repository: scratches.repository,
    ...(options.copy === undefined ? {} : { installedIn: workspace }),
    addDocuments: scratches.addDocuments,
    onDiscovered: options.onDiscovered,
    ...(options.planner ? { planner: options.planner } : {}),
    // What a change releases is only known once it is compared with its base.
    ...(options.online && !change ? { online: true } : {}),
  };
  const reading = own ?? EMPTY_POLICY;
  const plan = await loadPlan(root, reading, loading);
  const read = options.copy === undefined ? plan : { ...plan, root: workspace };
  const head = await withEvidence(read, reading, loading);
  const planned = change
    ? await change.judge(head, own, loading, options)
    : await judgePlain(
        own && own.branches.length > 0
          ? await (
              await import("./workspace.ts")
            ).withBranch(head.facts, own, scratches.repository, options)
          : head.facts,
        own,
        options,
      );
  const extended = extend(planned);
  const judged =
    extended === planned.facts ? planned : await judgePlain(extended, planned.policy, options);
  const isTried =
    extended === planned.facts &&
    !options.untriedFixes &&
    !options.policy &&
    options.snapshot === undefined;
  const judgement =
    isTried && (judged.counted.length > 0 || judged.verdict.waived.some((one) => one.evaluated))
      ? await (
          await import("./fixes/tried-fixes.ts")
        ).withTriedFixes(root, judged, head, loading, options)
      : judged;
  const { facts, policy } = judgement;
  const sources = new Sources(packageManagerOf(root), root, ...scratches.roots);
  const notes = [...head.notes, ...judgement.notes, ...(await notesOnBaseline(judgement))];
  const report = await withApis(reportOf({ ...judgement, notes }, sources), judgement);
  const { withAdvice } = options.advice ? await import("./offers/advice.ts") : {};
  const advised = withAdvice ? withAdvice(report, judgement, sources) : report;
  return {
    report: await withDocuments(advised, judgement, options),
    facts,
    policy,
    choice: head.choice,
    input: head.input,
    fixes: judgement.counted.map((finding) => judgement.tried?.get(finding)),
  };
}

/** Expired and unused entries. A change does not report what others have to do. */
async function notesOnBaseline({ policy, verdict, counted, since, facts }: Judgement) {
  if (policy.baseline.length === 0 || since) return [];
  const { baselineNotes, baselineState } = await import("../policy/baseline/baseline-state.ts");
  const { waived } = verdict;
  return baselineNotes(baselineState(policy, { findings: counted, waived }, facts.today));
}

/** With how public APIs differ. Most workspaces keep no reports of theirs, and load nothing of it. */
async function withApis(report: Report, { facts, policy }: Judgement): Promise<Report> {
  if (!facts.packages.some(({ api }) => api)) return report;
  const apis = (await import("../api/reported-api.ts")).reportedApis(facts, policy);
  return apis.length > 0 ? { ...report, apis } : report;
}

/** With what may be approved, and what was. Most policies let nothing be approved, and load nothing of it. */
async function withDocuments(
  report: Report,
  { facts, approvals }: Judgement,
  { approvals: given = [] }: CheckOptions,
): Promise<Report> {
  if (!approvals) return report;
  const { approvalsOf, withApprovals } = await import("./offers/approvals.ts");
  return withApprovals({ ...report, approvals: approvalsOf(report, facts, approvals) }, given);
}

/** Checks without a base. Throws `CannotJudge` without a policy. */
export async function judgePlain(
  facts: Facts,
  own: Policy | undefined,
  options: CheckOptions,
): Promise<Judgement> {
  if (!own) throw await (await import("./judging-policy.ts")).missingPolicy(facts);
  const { snapshot } = options;
  const verdict =
    snapshot === undefined
      ? judge(facts, own, rules, options)
      : (await import("@release-policy/core")).judgeSnapshot(
          facts,
          own,
          snapshot === true ? undefined : snapshot,
        );
  return {
    facts,
    policy: own,
    approvals: own.approvals,
    verdict,
    counted: verdict.findings,
    pending: [],
    notes: [],
  };
}

import {
  EMPTY_POLICY,
  judge,
  judgeSnapshot,
  rules,
  type Approvals,
  type Facts,
  type Finding,
  type Policy,
  type Sentence,
  type Verdict,
} from "@release-policy/core";
import type { Difference } from "./adapters/changes.ts";
import type { Repository } from "./adapters/git.ts";
import type { Tag } from "./adapters/history.ts";
import { readPolicyFolder } from "./adapters/policy-files.ts";
import type { Choice } from "./adapters/planner-choice.ts";
import type { CheckOptions } from "./check.ts";
import { CannotJudge } from "./errors.ts";
import { load, type LoadOptions } from "./load.ts";
import { reportOf } from "./report-of.ts";
import type { Report, Since } from "./report.ts";
import type { Folders } from "./scratches.ts";
import { Sources } from "./sources.ts";

export interface JudgeOptions extends CheckOptions {
  /** Judges in place of what the commits themselves say, as if the day of the verdict were today. */
  readonly policy?: Policy;
  /** What the commit changed, where it is known. */
  readonly difference?: Difference;
  /** The tags of the repository, where they were read. */
  readonly tags?: readonly Tag[];
}

/** A verdict with what it was made from. */
export interface Judgement {
  readonly facts: Facts;
  readonly policy: Policy;
  /** What may be approved. With a base, what that lets be approved, whoever judges: nobody allows his own approvals. */
  readonly approvals?: Approvals | undefined;
  readonly verdict: Verdict;
  /** The findings that count. */
  readonly counted: readonly Finding[];
  /** Those that the base has already. */
  readonly pending: readonly Finding[];
  readonly since?: Since;
  readonly notes: readonly Sentence[];
}

/** What a check says, and what it was made from. */
export interface Judged {
  readonly report: Report;
  readonly facts: Facts;
  readonly policy: Policy;
  readonly choice: Choice;
}

export const judgeWorkspace = async (
  workspace: string,
  scratches: Folders,
  options: JudgeOptions,
): Promise<Report> => (await judgedWorkspace(workspace, scratches, options)).report;

/**
 * The walk of one check: read, judge (against a base where there is one), place, report. `carry` may put the facts
 * right by what will be done beside the planner; they are then judged again.
 */
export async function judgedWorkspace(
  workspace: string,
  scratches: Folders,
  options: JudgeOptions,
  carry: (judgement: Judgement) => Facts = ({ facts }) => facts,
): Promise<Judged> {
  const { ref, since } = options;
  // git compares while the files are read; without a base none of it is loaded.
  const change =
    since === undefined
      ? undefined
      : (await import("./judge-change.ts")).startChange(since, ref, scratches, options.difference);
  const root = ref === undefined ? workspace : await scratches.write(ref);
  const own = options.policy ?? readPolicyFolder(root);
  const loading: LoadOptions = {
    today: options.today ?? new Date().toISOString().slice(0, 10),
    mayRunInstalled: ref === undefined,
    ...(options.policy ? { past: true } : {}),
    ...(options.tags ? { tags: options.tags } : {}),
    repository: scratches.repository,
    addDocuments: scratches.addDocuments,
    ...(options.planner ? { planner: options.planner } : {}),
  };
  const head = await load(root, own ?? EMPTY_POLICY, loading);
  const planned = change
    ? await change.judge(head, own, loading, options)
    : await judgePlain(
        await withBranch(head.facts, own, scratches.repository, options),
        own,
        options,
      );
  const carried = carry(planned);
  const judgement =
    carried === planned.facts ? planned : await judgePlain(carried, planned.policy, options);
  const notes = [...head.notes, ...judgement.notes];
  const { facts, policy } = judgement;
  const sources = new Sources(root, ...scratches.roots);
  const report = reportOf({ ...judgement, notes }, sources);
  const { withAdvice } = options.advice ? await import("./advice.ts") : {};
  const advised = withAdvice ? withAdvice(report, judgement, sources) : report;
  return {
    report: await withAsked(advised, judgement, options),
    facts,
    policy,
    choice: head.choice,
  };
}

/** With what may be approved, and what was. Most policies let nothing be approved, and load nothing of it. */
async function withAsked(
  report: Report,
  { facts, approvals }: Judgement,
  { approvals: given = [] }: CheckOptions,
): Promise<Report> {
  if (!approvals) return report;
  const { approvalsOf, withApprovals } = await import("./approvals.ts");
  return withApprovals({ ...report, approvals: approvalsOf(report, facts, approvals) }, given);
}

/** Judges without a base. Throws `CannotJudge` where there is no policy. */
export async function judgePlain(
  facts: Facts,
  own: Policy | undefined,
  { strict = false, snapshot }: CheckOptions,
): Promise<Judgement> {
  if (!own) throw await missingPolicy(facts);
  const verdict =
    snapshot === undefined
      ? judge(facts, own, rules, { strict })
      : judgeSnapshot(facts, own, snapshot === true ? undefined : snapshot);
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

export async function missingPolicy({ packages }: Facts): Promise<CannotJudge> {
  return (await import("./suggest-policy.ts")).missingPolicy(packages);
}

/** The facts with the branch, which only a policy with rules for branches asks for. Throws `CannotJudge` where none is known. */
export async function withBranch(
  facts: Facts,
  policy: Policy | undefined,
  repository: Repository,
  options: CheckOptions,
): Promise<Facts> {
  if (!policy || policy.branches.length === 0) return facts;
  const { detectBranch } = await import("./branch.ts");
  const branch = options.branch ?? detectBranch(repository, process.env);
  if (branch !== undefined) return { ...facts, branch };
  throw new CannotJudge({
    message: "the policy has rules for branches, and no branch is checked out",
    help: "name it with --branch",
  });
}

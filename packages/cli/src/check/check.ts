import {
  EMPTY_POLICY,
  type Facts,
  type Policy,
  judge,
  judgeSnapshot,
  rules,
} from "@release-policy/core";
import type { Folders } from "../git/commit-workspaces.ts";
import { readPolicyFolder } from "../policy/policy-files.ts";
import { missingPolicy } from "./judging-policy.ts";
import { type LoadOptions, load } from "./load.ts";
import type { CheckOptions, JudgeOptions, Judged, Judgement } from "./options.ts";
import { reportOf } from "./report-of.ts";
import type { Report } from "./report.ts";
import { Sources } from "./source-locations.ts";
import { inWorkspace, withBranch } from "./workspace.ts";

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
      : (await import("./change.ts")).startChange(since, ref, scratches, options.difference);
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
  const { approvalsOf, withApprovals } = await import("./report-of.ts");
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

/**
 * Judges the release plan of a workspace by its `policies/`. Reads only: nothing of the workspace is written.
 * Throws `CannotJudge`, with every reason and its place, where no verdict can be made.
 */
export function check(options: CheckOptions = {}): Promise<Report> {
  return inWorkspace(options, (workspace, scratches) =>
    judgeWorkspace(workspace, scratches, options),
  );
}

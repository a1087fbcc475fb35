import type { MarkdownLinks } from "release-policy";
import type { Evaluation } from "../engine/evaluation.ts";
import type { PullRequest } from "../pull-request.ts";
import type { Context } from "./context.ts";
import type { Inputs } from "./inputs.ts";
import { judgeChange } from "./judge.ts";
import { linksOf } from "./links.ts";
import { say } from "./say.ts";
import { withApprovals } from "./with-approvals.ts";

export interface JudgedPullRequest {
  /** Without approvals: whoever posts it asks for them at that moment. */
  readonly judged: Evaluation;
  readonly evaluation: Evaluation;
  readonly links: MarkdownLinks;
}

/** Judges a pull request and says the verdict where the job is looked at. */
export async function judgePullRequest(
  context: Context,
  inputs: Inputs,
  pullRequest: PullRequest,
  { annotate }: { readonly annotate: boolean },
): Promise<JudgedPullRequest> {
  const { number, base, head } = pullRequest;
  const judged = await judgeChange(context, inputs, {
    baseRef: base.ref,
    headRef: `refs/pull/${number}/head`,
    head: head.commit,
  });
  const evaluation = await withApprovals(context, inputs, pullRequest, judged);
  const links = linksOf(context, inputs, pullRequest);
  await say(evaluation, inputs, { annotate, commit: head.commit, base: base.ref, links });
  return { judged, evaluation, links };
}

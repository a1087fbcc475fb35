import { notice } from "@actions/core";
import { applyTwinApprovals } from "../post/twin-approvals.ts";
import type { Evaluation } from "../judge/evaluation.ts";
import type { PullRequest } from "../pull-request.ts";
import { MAIN_KEY } from "../sticky-comment/marker.ts";
import type { Context } from "./context.ts";
import { forgeOf } from "./forge.ts";
import type { Inputs } from "./inputs.ts";
import { writeAnnotation } from "./outputs.ts";

/**
 * Applies approvals, also those on another pull request of this commit into this branch. If the token cannot read
 * them, or the forge does not answer, there are none: the verdict stays, and a notice says why.
 */
export async function countApprovals(
  context: Context,
  inputs: Inputs,
  pullRequest: PullRequest,
  evaluation: Evaluation,
): Promise<Evaluation> {
  if (evaluation.kind !== "judged" || !evaluation.report.approvals) return evaluation;
  const notices: string[] = [];
  const by = { key: inputs.folder ?? MAIN_KEY };
  const forge = forgeOf(context, inputs);
  const approved = await applyTwinApprovals(notices, forge, pullRequest, evaluation, by);
  for (const text of notices) writeAnnotation(notice, text);
  return approved?.evaluation ?? evaluation;
}

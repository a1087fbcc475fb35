import { notice } from "@actions/core";
import { approvedQuietly } from "../approvals/approved.ts";
import type { Evaluation } from "../engine/evaluation.ts";
import { KEY } from "../post.ts";
import type { PullRequest } from "../pull-request.ts";
import type { Context } from "./context.ts";
import { forgeOf } from "./github.ts";
import type { Inputs } from "./inputs.ts";
import { harmless } from "../log.ts";

/**
 * What people have approved is taken from what counts. Where the token may not ask who did, or the forge does not answer,
 * nobody did: the verdict stays as it is, and a notice says why.
 */
export async function withApprovals(
  context: Context,
  inputs: Inputs,
  pullRequest: PullRequest,
  evaluation: Evaluation,
): Promise<Evaluation> {
  if (evaluation.kind !== "judged" || !evaluation.report.approvals) return evaluation;
  const notices: string[] = [];
  const by = { key: inputs.folder ?? KEY };
  const forge = forgeOf(context, inputs);
  const approved = await approvedQuietly(notices, forge, pullRequest, evaluation, by);
  for (const text of notices) notice(harmless(text), { title: "release-policy" });
  return approved?.evaluation ?? evaluation;
}

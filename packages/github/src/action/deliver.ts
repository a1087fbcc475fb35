import { notice, warning } from "@actions/core";
import type { Evaluation } from "../engine/evaluation.ts";
import { post, type Posted } from "../post.ts";
import type { PullRequest } from "../pull-request.ts";
import type { Context } from "./context.ts";
import { forgeOf } from "./github.ts";
import type { Inputs } from "./inputs.ts";
import { linksOf } from "./links.ts";
import { harmless } from "../log.ts";

/** Of a verdict without approvals, which are asked for once more: writes the comment, and the status too where this job is not the check itself. What could not be written is told once. */
export async function deliver(
  context: Context,
  inputs: Inputs,
  pullRequest: PullRequest,
  judged: Evaluation,
  { gate }: { readonly gate: boolean },
): Promise<Posted["comment"]> {
  const { comment, notices } = await post(forgeOf(context, inputs), pullRequest, judged, {
    run: context.run,
    comment: inputs.comment,
    status: gate ? "never" : inputs.status,
    links: linksOf(context, inputs, pullRequest),
    url: context.runUrl,
    ...(inputs.folder === undefined ? {} : { key: inputs.folder }),
  });
  // The check has said the verdict itself; a job that is there to comment has something to repair.
  const tell = gate ? notice : warning;
  for (const text of notices) tell(harmless(text), { title: "release-policy" });
  return comment;
}

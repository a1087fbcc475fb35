import { notice, warning } from "@actions/core";
import type { Approved } from "../approvals/approved.ts";
import type { Forge } from "../forge/forge.ts";
import { post, type Posted } from "../post.ts";
import type { PullRequest } from "../pull-request.ts";
import type { Context } from "./context.ts";
import type { Inputs } from "./inputs.ts";
import { linksOf } from "./links.ts";
import { harmless } from "./log.ts";

/** Writes the comment, and the status too where this job is not the check itself. What could not be written is told once. */
export async function deliver(
  context: Context,
  inputs: Inputs,
  forge: Forge,
  pullRequest: PullRequest,
  { evaluation, record, gate }: Approved & { readonly gate: boolean },
): Promise<Posted["comment"]> {
  const { comment, notices } = await post(forge, pullRequest, evaluation, {
    run: context.run,
    comment: inputs.comment,
    status: gate ? "never" : inputs.status,
    links: linksOf(context, inputs, pullRequest),
    url: context.runUrl,
    ...(inputs.folder === undefined ? {} : { key: inputs.folder }),
    ...(record ? { below: record(false) } : {}),
  });
  // The check has said the verdict itself; a job that is there to comment has something to repair.
  const tell = gate ? notice : warning;
  for (const text of notices) tell(harmless(text), { title: "release-policy" });
  return comment;
}

import { notice, warning } from "@actions/core";
import type { MarkdownLinks } from "release-policy";
import { answerQuestions } from "../commands/answers.ts";
import { ForgeRefused } from "../forge/forge.ts";
import type { Evaluation } from "../judge/evaluation.ts";
import { log } from "../log.ts";
import type { PostedComment } from "../post/comment.ts";
import { post } from "../post/post.ts";
import type { PullRequest } from "../pull-request.ts";
import type { Context } from "./context.ts";
import type { JudgeRequest } from "./events.ts";
import { forgeOf } from "./forge.ts";
import type { Inputs } from "./inputs.ts";
import { writeAnnotation } from "./outputs.ts";

export interface PullRequestVerdict {
  /** Without approvals: they are read when posting. */
  readonly judged: Evaluation;
  readonly evaluation: Evaluation;
  readonly links: MarkdownLinks;
}

/** Writes the comment, and the status too where this job is not the check itself. What could not be written is said once. */
export async function commentOn(
  context: Context,
  inputs: Inputs,
  request: JudgeRequest & { readonly pullRequest: PullRequest },
  verdict: PullRequestVerdict,
): Promise<PostedComment> {
  const { pullRequest, gate, answer } = request;
  if (gate && (inputs.comment === "never" || !pullRequest.open)) return "none";
  if (gate && pullRequest.head.repository?.id !== pullRequest.base.repository.id) {
    log("the pull request is from a fork, so the workflow with write access posts the comment");
    return "none";
  }
  const { comment, notices } = await post(forgeOf(context, inputs), pullRequest, verdict.judged, {
    run: context.run,
    comment: inputs.comment,
    status: gate ? "never" : inputs.status,
    links: verdict.links,
    url: context.runUrl,
    ...(inputs.folder === undefined ? {} : { key: inputs.folder }),
  });
  // The check has said the verdict itself; a job that is there to comment has something to repair.
  for (const text of notices) writeAnnotation(gate ? notice : warning, text);
  if (answer) await answerOnPullRequest(context, inputs, pullRequest, verdict);
  return comment;
}

/** An answer that cannot be written changes nothing of the verdict. */
async function answerOnPullRequest(
  context: Context,
  inputs: Inputs,
  pullRequest: PullRequest,
  { evaluation, links }: PullRequestVerdict,
): Promise<void> {
  const { head, base } = pullRequest;
  try {
    await answerQuestions(forgeOf(context, inputs), pullRequest, evaluation, {
      run: context.run,
      links,
      commit: head.commit,
      base: base.ref,
    });
  } catch (error) {
    if (!(error instanceof ForgeRefused)) throw error;
    writeAnnotation(warning, `An explain command was not answered: ${error.message}`);
  }
}

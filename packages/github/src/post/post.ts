import { applyApprovalsQuietly } from "../approvals/apply-approvals.ts";
import type { Forge } from "../forge/forge.ts";
import type { Evaluation } from "../judge/evaluation.ts";
import type { PullRequest } from "../pull-request.ts";
import { MAIN_KEY } from "../sticky-comment/marker.ts";
import { postComment, type CommentOptions, type PostedComment } from "./comment.ts";
import { postStatus, type PostedStatus, type StatusOptions } from "./commit-status.ts";
import { currentPullRequest } from "./current-pull-request.ts";

export interface PostOptions extends CommentOptions, StatusOptions {
  /** What the comment remembers for approvals is signed with it: see `ApprovalOptions`. */
  readonly secret?: string;
}

export interface Posted {
  readonly comment: PostedComment;
  readonly status: PostedStatus;
  /** Sentences for the log and the summary. None of them changes the verdict. */
  readonly notices: readonly string[];
}

/**
 * Says the verdict on the pull request: the comment, and the status of its head. Asks before whether the pull request
 * is still the one that was judged; where it is not, nothing is said, because its newer run will.
 * A forge that refuses is told as a notice, never thrown: the verdict stands without it.
 */
export async function post(
  forge: Forge,
  judged: PullRequest,
  evaluation: Evaluation,
  options: PostOptions,
): Promise<Posted> {
  const notices: string[] = [];
  const now = await currentPullRequest(notices, forge, judged);
  if (!now) return { comment: "skipped", status: "skipped", notices };
  const { key = MAIN_KEY, secret } = options;
  const by = { key, ...(secret === undefined ? {} : { secret }) };
  const allowed = await applyApprovalsQuietly(notices, forge, now, evaluation, by);
  if (!allowed) return { comment: "skipped", status: "skipped", notices };
  const result = await postComment(forge, now, allowed, options, notices);
  // Whoever comes too late with his comment would set a status that is older than the one there is.
  const late = result === "outdated";
  const status = late ? "none" : await postStatus(forge, now, allowed.evaluation, options, notices);
  return { comment: result, status, notices };
}

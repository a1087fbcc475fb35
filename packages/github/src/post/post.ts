import type { Forge } from "../forge/forge.ts";
import type { Evaluation } from "../judge/evaluation.ts";
import type { PullRequest } from "../pull-request.ts";
import { MAIN_KEY } from "../sticky-comment/marker.ts";
import { postComment, type CommentOptions, type PostedComment } from "./comment.ts";
import { postStatus, type PostedStatus, type StatusOptions } from "./commit-status.ts";
import { currentPullRequest } from "./current-pull-request.ts";
import { noticeRefusal } from "./refusal-notice.ts";
import { applyTwinApprovals, othersHaveSet } from "./twin-approvals.ts";

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

const MOST_LOOKS = 5;

/**
 * Says the verdict on the pull request: the comment, and the status of its head. Asks before whether the pull request
 * is still the one that was judged; where it is not, nothing is said, because its newer run will.
 * A refusal by the forge becomes a notice and is never thrown: the verdict stands without it.
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
  const apply = () => applyTwinApprovals(notices, forge, now, evaluation, by);
  let allowed = await apply();
  if (!allowed) return { comment: "skipped", status: "skipped", notices };
  const result = await postComment(forge, now, allowed, options, notices);
  // A late comment would set a status that is older than the current one.
  if (result === "outdated") return { comment: result, status: "none", notices };
  let status = await postStatus(forge, now, allowed, options, notices);
  // A run on a twin may have set the status while this one asked for approvals: what it knew has to be known here.
  for (let looks = 0; looks < MOST_LOOKS && status === "set" && allowed?.seen; looks += 1) {
    const { seen } = allowed;
    const set = othersHaveSet(forge, now, { key, seen });
    if (!(await noticeRefusal(notices, "A second look at the status", set))) break;
    allowed = await apply();
    if (allowed) status = await postStatus(forge, now, allowed, options, notices);
  }
  return { comment: result, status, notices };
}

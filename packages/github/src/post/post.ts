import type { Forge } from "../forge/forge.ts";
import type { Evaluation } from "../judge/evaluation.ts";
import type { PullRequest } from "../pull-request.ts";
import { MAIN_KEY } from "../sticky-comment/marker.ts";
import { postComment, type CommentOptions, type PostedComment } from "./comment.ts";
import { postStatus, type PostedStatus, type StatusOptions } from "./commit-status.ts";
import { currentPullRequest } from "./current-pull-request.ts";
import { noticeRefusal } from "./refusal-notice.ts";
import { applyTwinApprovals, approvalIsGone, othersHaveSet } from "./twin-approvals.ts";

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
 * Posts the verdict on the pull request: the comment, and the status of its head. First reads whether the pull
 * request is still the one that was checked; if not, nothing is posted, because its newer run will. A refusal by the
 * forge becomes a notice and is never thrown: the verdict stands without it.
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
  const apply = (pullRequest: PullRequest) =>
    applyTwinApprovals(notices, forge, pullRequest, evaluation, by);
  let allowed = await apply(now);
  if (!allowed) return { comment: "skipped", status: "skipped", notices };
  const result = await postComment(forge, now, allowed, options, notices);
  // A late comment would set a status that is older than the current one.
  if (result === "outdated") return { comment: result, status: "none", notices };
  let status = await postStatus(forge, now, allowed, options, notices);
  let open = true;
  for (let looks = 0; looks < MOST_LOOKS && status === "set" && allowed; looks += 1) {
    const { seen, approvedOn } = allowed;
    const look = async () => {
      // Whoever approved may have closed it meanwhile, and its event found no status yet.
      const isGone = approvedOn !== undefined && (await approvalIsGone(forge, now, approvedOn));
      if (isGone && approvedOn === now.number) open = false;
      // A run on another pull request may have set the status while this one read approvals: its approvals must be known here.
      return isGone || (seen !== undefined && (await othersHaveSet(forge, now, { key, seen })));
    };
    if (!(await noticeRefusal(notices, "The updated status", look()))) break;
    allowed = await apply({ ...now, open });
    if (allowed) status = await postStatus(forge, now, allowed, options, notices);
  }
  return { comment: result, status, notices };
}

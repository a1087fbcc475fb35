import type { Forge } from "../forge/forge.ts";
import type { PullRequest } from "../pull-request.ts";
import { noticeRefusal } from "./refusal-notice.ts";

/** The current pull request. Undefined, with a notice, if it is no longer the one that was checked. */
export async function currentPullRequest(
  notices: string[],
  forge: Forge,
  judged: PullRequest,
): Promise<PullRequest | undefined> {
  const now = await noticeRefusal(notices, "The verdict", forge.pullRequest(judged.number));
  const past = now && outdatedReason(judged, now);
  if (past === undefined) return now;
  notices.push(past);
  return undefined;
}

/** Why nothing is to be said any more. */
function outdatedReason(judged: PullRequest, now: PullRequest): string | undefined {
  if (!now.open) return "The pull request is closed, so nothing was posted";
  if (now.head.commit !== judged.head.commit)
    return "The pull request has a newer commit, which gets its own run";
  if (now.base.ref !== judged.base.ref)
    return "The pull request has a new base, which gets its own run";
  return undefined;
}

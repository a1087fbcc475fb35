import type { MarkdownLinks } from "release-policy";
import { isWorthSaying } from "release-policy/internal";
import { applyApprovalsQuietly, type ApprovedEvaluation } from "../approvals/apply-approvals.ts";
import { ForgeRefused, type Forge } from "../forge/forge.ts";
import type { Evaluation } from "../judge/evaluation.ts";
import type { PullRequest } from "../pull-request.ts";
import { MAIN_KEY } from "../sticky-comment/marker.ts";
import { upsert } from "../sticky-comment/upsert.ts";
import { commitStatus } from "./commit-status.ts";
import { commentText } from "./verdict-text.ts";

export interface PostOptions {
  /** Of two runs on a pull request the one with the greater number is newer. */
  readonly run: number;
  /** `auto`: a first comment only where there is something to say; once there it is kept up to date. Default. */
  readonly comment?: "auto" | "always" | "never";
  readonly status?: "auto" | "never";
  /** The workspace, where a repository has more than one: each has its comment and its status. */
  readonly key?: string;
  readonly links?: MarkdownLinks;
  /** What stands under the text, such as a line that only programs read. */
  readonly below?: string;
  /** What the comment remembers for approvals is signed with it: see `ApprovalOptions`. */
  readonly secret?: string;
  /** The page behind the status: the run. */
  readonly url?: string;
  /** Milliseconds after which the comment is looked at again, once written. Default: 1000. */
  readonly settle?: number;
}

export interface Posted {
  /** `none`: there was nothing to say, or it was not wanted. `skipped`: it was wanted, and a notice says why it is not there. */
  readonly comment: "created" | "updated" | "unchanged" | "outdated" | "none" | "skipped";
  readonly status: "set" | "none" | "skipped";
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
  const now = await noticeRefusal(notices, "The verdict", () => forge.pullRequest(judged.number));
  const past = now && outdatedReason(judged, now);
  if (past !== undefined) notices.push(past);
  if (!now || past !== undefined) return { comment: "skipped", status: "skipped", notices };
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

/** Why nothing is to be said any more. */
function outdatedReason(judged: PullRequest, now: PullRequest): string | undefined {
  if (!now.open) return "The pull request is closed: nothing is said on it";
  if (now.head.commit !== judged.head.commit)
    return "The pull request has a newer commit: its own run says the verdict";
  if (now.base.ref !== judged.base.ref)
    return "The pull request has another base by now: its own run says the verdict";
  return undefined;
}

async function postComment(
  forge: Forge,
  { number, head, base }: PullRequest,
  { evaluation, below }: ApprovedEvaluation,
  { run, comment: mode = "auto", key = MAIN_KEY, links, below: more, settle }: PostOptions,
  notices: string[],
): Promise<Posted["comment"]> {
  if (mode === "never") return "none";
  const body = commentText(evaluation, {
    mostBytes: forge.mostBytes,
    commit: head.commit,
    base: base.ref,
    below: [more, below].filter((line) => line !== undefined).join("\n"),
    ...(links && { links }),
  });
  const create =
    mode === "always" || evaluation.kind === "not-judged" || isWorthSaying(evaluation.report);
  const done = await noticeRefusal(notices, "The comment", () =>
    upsert(forge, number, {
      key,
      body,
      head: head.commit,
      run,
      create,
      ...(settle !== undefined && { settle }),
    }),
  );
  return done === "absent" ? "none" : (done ?? "skipped");
}

async function postStatus(
  forge: Forge,
  { head }: PullRequest,
  evaluation: Evaluation,
  { status: mode = "auto", key = MAIN_KEY, url }: PostOptions,
  notices: string[],
): Promise<Posted["status"]> {
  if (mode === "never" || !forge.setStatus) return "none";
  const status = commitStatus(evaluation, key === MAIN_KEY ? undefined : key, url);
  const done = await noticeRefusal(notices, "The status", async () => {
    await forge.setStatus?.(head.commit, status);
    return true;
  });
  return done ? "set" : "skipped";
}

async function noticeRefusal<T>(
  notices: string[],
  what: string,
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ForgeRefused)) throw error;
    notices.push(`${what} is not posted. ${error.message}${refusalHelp(error)}`);
    return undefined;
  }
}

const refusalHelp = ({ refusal }: ForgeRefused): string =>
  refusal === "read-only-token"
    ? ". A run for a fork or for Dependabot may only read: the workflow that runs after it writes"
    : "";

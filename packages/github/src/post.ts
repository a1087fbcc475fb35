import { isWorthSaying, type MarkdownLinks } from "release-policy";
import { commentText } from "./comment-text.ts";
import type { Evaluation } from "./engine/evaluation.ts";
import { ForgeRefused, type Forge } from "./forge/forge.ts";
import type { PullRequest } from "./pull-request.ts";
import { statusOf } from "./status.ts";
import { upsert } from "./sticky/upsert.ts";

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
  /** The page behind the status: the run. */
  readonly url?: string;
}

export interface Posted {
  /** `none`: there was nothing to say, or it was not wanted. `skipped`: it was wanted, and a notice says why it is not there. */
  readonly comment: "created" | "updated" | "unchanged" | "outdated" | "none" | "skipped";
  readonly status: "set" | "none" | "skipped";
  /** Sentences for the log and the summary. None of them changes the verdict. */
  readonly notices: readonly string[];
  /** What the forge refused, for whoever can try again. */
  readonly refused: readonly ForgeRefused[];
}

export { STATUS } from "./status.ts";

/** The key of a repository with one workspace. */
export const KEY = "main";

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
  const said: Said = { notices: [], refused: [] };
  const now = await quietly(said, "The verdict", () => forge.pullRequest(judged.number));
  const past = now && pastOf(judged, now);
  if (past !== undefined) said.notices.push(past);
  if (!now || past !== undefined) return { comment: "skipped", status: "skipped", ...said };
  const done = await comment(forge, now, evaluation, options, said);
  // Who comes too late with his comment would set a status that is older than the one there is.
  const status =
    done === "outdated" ? "none" : await setStatus(forge, now, evaluation, options, said);
  return { comment: done, status, ...said };
}

interface Said {
  readonly notices: string[];
  readonly refused: ForgeRefused[];
}

/** Why nothing is to be said any more. */
function pastOf(judged: PullRequest, now: PullRequest): string | undefined {
  if (!now.open) return "The pull request is closed: nothing is said on it";
  if (now.head.commit !== judged.head.commit)
    return "The pull request has a newer commit: its own run says the verdict";
  if (now.base.ref !== judged.base.ref)
    return "The pull request has another base by now: its own run says the verdict";
  return undefined;
}

async function comment(
  forge: Forge,
  { number, head, base }: PullRequest,
  evaluation: Evaluation,
  { run, comment: wanted = "auto", key = KEY, links, below = "" }: PostOptions,
  said: Said,
): Promise<Posted["comment"]> {
  if (wanted === "never") return "none";
  const body = commentText(evaluation, {
    mostBytes: forge.mostBytes,
    commit: head.commit,
    base: base.ref,
    below,
    ...(links && { links }),
  });
  const create =
    wanted === "always" || evaluation.kind === "not-judged" || isWorthSaying(evaluation.report);
  const done = await quietly(said, "The comment", () =>
    upsert(forge, number, { key, body, head: head.commit, run, create }),
  );
  return done === "absent" ? "none" : (done ?? "skipped");
}

async function setStatus(
  forge: Forge,
  { head }: PullRequest,
  evaluation: Evaluation,
  { status: wanted = "auto", key = KEY, url }: PostOptions,
  said: Said,
): Promise<Posted["status"]> {
  if (wanted === "never" || !forge.setStatus) return "none";
  const status = statusOf(evaluation, key === KEY ? undefined : key, url);
  const done = await quietly(said, "The status", async () => {
    await forge.setStatus?.(head.commit, status);
    return true;
  });
  return done ? "set" : "skipped";
}

async function quietly<T>(
  said: Said,
  what: string,
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ForgeRefused)) throw error;
    said.refused.push(error);
    said.notices.push(`${what} is not posted. ${error.message}${help(error)}`);
    return undefined;
  }
}

const help = ({ refusal }: ForgeRefused): string =>
  refusal === "read-only-token"
    ? ". A run for a fork or for Dependabot may only read: the workflow that runs after it writes"
    : "";

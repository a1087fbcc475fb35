import type { MarkdownLinks } from "release-policy";
import { isWorthSaying } from "release-policy/internal";
import type { ApprovedEvaluation } from "../approvals/apply-approvals.ts";
import type { Forge } from "../forge/forge.ts";
import type { Evaluation } from "../judge/evaluation.ts";
import type { PullRequest } from "../pull-request.ts";
import { MAIN_KEY } from "../sticky-comment/marker.ts";
import { upsert } from "../sticky-comment/upsert.ts";
import { noticeRefusal } from "./refusal-notice.ts";
import { markdownText } from "./verdict-text.ts";

export interface CommentOptions {
  /** Of two runs on a pull request the one with the greater number is newer. */
  readonly run: number;
  /** `auto`: creates a comment only if it has content, then updates it. Default. */
  readonly comment?: "auto" | "always" | "never";
  /** The workspace, where a repository has more than one: each has its comment and its status. */
  readonly key?: string;
  readonly links?: MarkdownLinks;
  /** The text below, such as a line for programs. */
  readonly below?: string;
  /** Milliseconds after which the comment is looked at again, once written. Default: a second of the forge. */
  readonly settle?: number;
}

/** `none`: no content, or disabled. `skipped`: not posted, with a notice that says why. */
export type PostedComment = "created" | "updated" | "unchanged" | "outdated" | "none" | "skipped";

/** Writes the comment, or brings it up to date. */
export async function postComment(
  forge: Forge,
  { number, head, base }: PullRequest,
  { evaluation, below }: ApprovedEvaluation,
  { run, comment: mode = "auto", key = MAIN_KEY, links, below: more, settle }: CommentOptions,
  notices: string[],
): Promise<PostedComment> {
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
  const done = await noticeRefusal(
    notices,
    "The comment",
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

export interface CommentTextOptions {
  /** What the forge takes. */
  readonly mostBytes: number;
  readonly commit: string;
  /** The base branch. */
  readonly base: string;
  readonly links?: MarkdownLinks;
  /** The text below. */
  readonly below?: string;
}

/** A longer comment would not be read, even if a forge accepts it. */
const BUDGET = 60_000;
/** For the line that marks the comment. */
const MARKER = 256;

/** The text of the comment, as long as the forge takes it. */
export function commentText(evaluation: Evaluation, options: CommentTextOptions): string {
  const { mostBytes, below = "", commit, base, links } = options;
  const budget = Math.min(BUDGET, mostBytes - MARKER - Buffer.byteLength(below));
  const given = { budget, commit, base, ...(links && { links }) };
  const text = markdownText(evaluation, given);
  return withoutSlashCommands(below === "" ? text : `${text}\n${below}\n`);
}

/** On GitLab a line that begins with a slash is a command, which the account that writes it gives: `/merge`. */
const withoutSlashCommands = (text: string): string => text.replaceAll(/^\//gm, " /");

import {
  CannotJudge,
  formatMarkdown,
  formatObstacles,
  formatObstaclesMarkdown,
  formatTerminal,
  type MarkdownLinks,
  type MarkdownOptions,
} from "release-policy";
import type { Evaluation } from "../judge/evaluation.ts";

export interface CommentTextOptions {
  /** What the forge takes. */
  readonly mostBytes: number;
  readonly commit: string;
  /** The base branch. */
  readonly base: string;
  readonly links?: MarkdownLinks;
  /** What stands under the text. */
  readonly below?: string;
}

/** More than this nobody reads, even where a forge would take it. */
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

/** The verdict as a page: of the comment, or of a job's summary. */
export const markdownText = (evaluation: Evaluation, options: MarkdownOptions): string =>
  evaluation.kind === "judged"
    ? formatMarkdown(evaluation.report, options)
    : formatObstaclesMarkdown(evaluation.obstacles, options);

/** The verdict for a job's log. */
export const terminalText = (evaluation: Evaluation): string =>
  evaluation.kind === "judged"
    ? formatTerminal(evaluation.report)
    : formatObstacles(new CannotJudge(...evaluation.obstacles));

/** On GitLab a line that begins with a slash is a command, which the account that writes it gives: `/merge`. */
const withoutSlashCommands = (text: string): string => text.replaceAll(/^\//gm, " /");

import { formatMarkdown, formatObstaclesMarkdown, type MarkdownLinks } from "release-policy";
import type { Evaluation } from "./engine/evaluation.ts";

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
  const text =
    evaluation.kind === "judged"
      ? formatMarkdown(evaluation.report, given)
      : formatObstaclesMarkdown(evaluation.obstacles, given);
  return below === "" ? text : `${text}\n${below}\n`;
}

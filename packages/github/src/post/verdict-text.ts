import {
  CannotJudge,
  formatMarkdown,
  formatObstacles,
  formatObstaclesMarkdown,
  formatTerminal,
  type MarkdownOptions,
} from "release-policy";
import type { Evaluation } from "../judge/evaluation.ts";

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

import { summary } from "@actions/core";
import {
  CannotJudge,
  formatAnnotations,
  formatMarkdown,
  formatObstacles,
  formatObstaclesMarkdown,
  formatTerminal,
  type MarkdownOptions,
} from "release-policy";
import type { Evaluation } from "../engine/evaluation.ts";
import { log } from "./log.ts";

/** Above 1 MiB the runner drops the whole summary of a step; what is cut is cut at a row. */
const SUMMARY_BYTES = 900 * 1024;

export interface Saying extends Omit<MarkdownOptions, "budget"> {
  /** Annotations are shown at the lines of the commit that the job runs for: only there they make sense. */
  readonly annotate: boolean;
}

/** Says a verdict where the job is looked at: its log, its annotations, its summary. */
export async function say(evaluation: Evaluation, { annotate, ...options }: Saying): Promise<void> {
  const judged = evaluation.kind === "judged";
  log(
    judged
      ? formatTerminal(evaluation.report)
      : formatObstacles(new CannotJudge(...evaluation.obstacles)),
  );
  // These lines are commands, which the reporter made of escaped text.
  if (annotate) process.stdout.write(formatAnnotations(judged ? evaluation.report : evaluation));
  if (!process.env["GITHUB_STEP_SUMMARY"]) return;
  const budget = { ...options, budget: SUMMARY_BYTES };
  const text = judged
    ? formatMarkdown(evaluation.report, budget)
    : formatObstaclesMarkdown(evaluation.obstacles, budget);
  await summary.addRaw(text).write();
}

import { appendFileSync } from "node:fs";
import { formatAnnotations, type MarkdownOptions } from "release-policy";
import type { Evaluation } from "../judge/evaluation.ts";
import { log } from "../log.ts";
import { markdownText, terminalText } from "../post/verdict-text.ts";
import type { Inputs } from "./inputs.ts";

/** Above 1 MiB the runner drops the whole summary of a step; what is cut is cut at a row. */
const SUMMARY_BYTES = 900 * 1024;

export interface JobReportOptions extends Omit<MarkdownOptions, "budget"> {
  /** Annotations are shown at the lines of the commit that the job runs for: only there they make sense. */
  readonly annotate: boolean;
}

/** Says a verdict where the job is looked at: its log, its annotations, its summary. */
export function writeAnnotationsAndSummary(
  evaluation: Evaluation,
  { folder }: Inputs,
  { annotate, ...options }: JobReportOptions,
): void {
  log(terminalText(evaluation));
  if (annotate) {
    const report = evaluation.kind === "judged" ? evaluation.report : evaluation;
    // These lines are commands, which the reporter made of escaped text.
    const prefix = folder === undefined ? "" : `${folder}/`;
    process.stdout.write(formatAnnotations(report, { prefix }));
  }
  const summary = process.env["GITHUB_STEP_SUMMARY"];
  if (!summary) return;
  const text = markdownText(evaluation, { ...options, budget: SUMMARY_BYTES });
  appendFileSync(summary, text);
}

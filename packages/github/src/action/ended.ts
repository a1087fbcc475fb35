import type { Evaluation } from "../engine/evaluation.ts";

/** How an event ended: what the outputs and the exit code are made of. */
export interface Ended {
  readonly outcome: "pass" | "warn" | "fail" | "not-judged" | "skipped";
  readonly errors: number;
  readonly warnings: number;
  readonly releases: number;
  readonly comment: Commented;
  /** True where the job is to be red. */
  readonly red: boolean;
}

/** What became of the comment. `skipped` where it was to be written, and could not be. */
export type Commented = "created" | "updated" | "unchanged" | "outdated" | "none" | "skipped";

export const SKIPPED: Ended = {
  outcome: "skipped",
  errors: 0,
  warnings: 0,
  releases: 0,
  comment: "none",
  red: false,
};

/** A job that is a gate is red by the verdict; where none could be made it is red too: a gate that fails open is none. */
export function gated(evaluation: Evaluation, comment: Commented): Ended {
  const ended = told(evaluation, comment);
  return { ...ended, red: ended.outcome === "fail" || ended.outcome === "not-judged" };
}

/** A job that comments is green whatever the verdict: the status says it. */
export function told(evaluation: Evaluation, comment: Commented): Ended {
  if (evaluation.kind === "not-judged") return { ...SKIPPED, outcome: "not-judged", comment };
  const { outcome, findings, releases } = evaluation.report;
  const errors = findings.filter(({ level }) => level === "error").length;
  return {
    outcome,
    errors,
    warnings: findings.length - errors,
    releases: releases.length,
    comment,
    red: false,
  };
}

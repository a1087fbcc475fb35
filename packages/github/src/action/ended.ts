import type { Evaluation } from "../engine/evaluation.ts";
import type { Posted } from "../post.ts";

/** How an event ended: what the outputs and the exit code are made of. */
export interface Ended {
  readonly outcome: "pass" | "warn" | "fail" | "not-judged" | "skipped";
  readonly errors: number;
  readonly warnings: number;
  readonly releases: number;
  readonly comment: Posted["comment"];
  /** True where the job is to be red. */
  readonly red: boolean;
}

export const SKIPPED: Ended = {
  outcome: "skipped",
  errors: 0,
  warnings: 0,
  releases: 0,
  comment: "none",
  red: false,
};

/** A job that is a gate is red by the verdict; where none could be made it is red too: a gate that fails open is none. */
export function gated(evaluation: Evaluation, comment: Ended["comment"]): Ended {
  const ended = told(evaluation, comment);
  return { ...ended, red: ended.outcome === "fail" || ended.outcome === "not-judged" };
}

/** A job that comments is green whatever the verdict: the status says it. */
export function told(evaluation: Evaluation, comment: Ended["comment"]): Ended {
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

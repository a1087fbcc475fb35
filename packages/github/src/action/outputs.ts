import { error, setOutput, type notice } from "@actions/core";
import { ForgeRefused } from "../forge/forge.ts";
import { countFindings, type Evaluation } from "../judge/evaluation.ts";
import { harmless, log } from "../log.ts";
import type { PostedComment } from "../post/comment.ts";
import { WrongWorkflow } from "./context.ts";

/** How an event ended: what the outputs and the exit code are made of. */
export interface Outcome {
  readonly outcome: "pass" | "warn" | "fail" | "not-judged" | "skipped";
  readonly errors: number;
  readonly warnings: number;
  readonly releases: number;
  readonly comment: PostedComment;
  /** True where the job is to be red. */
  readonly red: boolean;
}

const SKIPPED: Outcome = {
  outcome: "skipped",
  errors: 0,
  warnings: 0,
  releases: 0,
  comment: "none",
  red: false,
};

/**
 * A gate fails by the verdict, or if there is none: it must not fail open. A job that comments passes regardless of
 * the verdict, which the status has.
 */
export function outcomeOf(
  evaluation: Evaluation,
  comment: Outcome["comment"],
  gate: boolean,
): Outcome {
  if (evaluation.kind === "not-judged")
    return { ...SKIPPED, outcome: "not-judged", comment, red: gate };
  const { outcome, releases } = evaluation.report;
  return {
    outcome,
    ...countFindings(evaluation.report),
    releases: releases.length,
    comment,
    red: gate && outcome === "fail",
  };
}

/** Ends without a verdict, and says why in a sentence. */
export function skip(why: string): Outcome {
  log(`skipped: ${why}`);
  return SKIPPED;
}

/** Sets the outputs: words and numbers of ours, never a stranger's text. Gives the exit code. */
export function writeOutputs({ red, ...outputs }: Outcome): 0 | 1 {
  for (const [name, value] of Object.entries(outputs)) setOutput(name, value);
  return red ? 1 : 0;
}

/** What went wrong besides the verdict. Gives the exit code. */
export function writeFailure(failure: unknown): 1 {
  if (failure instanceof WrongWorkflow || failure instanceof ForgeRefused) {
    writeAnnotation(error, failure.message);
    return 1;
  }
  // Where it happened, without the message: that may quote what a stranger or a server wrote.
  const name = failure instanceof Error ? failure.name : typeof failure;
  const stack = failure instanceof Error ? (failure.stack ?? "") : "";
  log(
    stack
      .split("\n")
      .filter((line) => /^\s+at /.test(line))
      .join("\n"),
  );
  writeAnnotation(
    error,
    `Internal error (${name}): this is a bug in release-policy. Please report it with the stack trace above.`,
  );
  return 1;
}

/** A sentence next to the verdict. */
export const writeAnnotation = (write: typeof notice, text: string): void =>
  write(harmless(text), { title: "release-policy" });

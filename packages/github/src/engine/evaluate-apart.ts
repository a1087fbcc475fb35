import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EvaluateRequest } from "./evaluate.ts";
import type { Evaluation } from "./evaluation.ts";
import { runApart, type Ended } from "./run-apart.ts";

export interface Limits {
  /** Default: 60,000. */
  readonly milliseconds?: number;
  /** Of the heap, in MiB. Default: 512. */
  readonly memory?: number;
  /** Of the answer, in bytes. Default: 16 MiB. */
  readonly output?: number;
  /** Ends it before its time. */
  readonly signal?: AbortSignal;
}

/**
 * `evaluate` in a process of its own, which may read the repository and this program, write to a folder of its own, start
 * git, and nothing else. It has none of the environment, and ends with all that it started at the limits. Whatever
 * happens in it is an answer, never an exception.
 */
export async function evaluateApart(
  request: EvaluateRequest,
  limits: Limits = {},
): Promise<Evaluation> {
  const { milliseconds = 60_000, memory = 512, output = 16 * 1024 * 1024, signal } = limits;
  const folder = mkdtempSync(join(tmpdir(), "release-policy-apart-"));
  try {
    const ended = await runApart({
      request,
      folder,
      milliseconds,
      memory,
      output,
      ...(signal ? { signal } : {}),
    });
    return ended.how === "answered" ? answerIn(ended.text) : notJudged(ended.how);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

const MESSAGES: Readonly<Record<Exclude<Ended["how"], "answered">, string>> = {
  "too-slow": "judging the change took longer than its time limit",
  "too-much-memory": "judging the change took more memory than its limit",
  "too-long": "the verdict on the change is longer than its limit",
  stopped: "judging the change was stopped",
  crashed: "judging the change ended in a way that nobody foresaw",
};

const notJudged = (how: keyof typeof MESSAGES): Evaluation => ({
  kind: "not-judged",
  obstacles: [
    {
      message: MESSAGES[how],
      help:
        how === "crashed" || how === "stopped"
          ? "run it again; `release-policy check --since <base>` on a clone tells more"
          : "see whether it has far more packages, changesets or patterns than others; `release-policy check --since <base>` on a clone has no such limit",
    },
  ],
});

function answerIn(text: string): Evaluation {
  try {
    const answer = JSON.parse(text) as Evaluation;
    if (answer.kind === "judged" || answer.kind === "not-judged") return answer;
  } catch {
    // Half an answer is none.
  }
  return notJudged("crashed");
}

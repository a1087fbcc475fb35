import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Evaluation } from "../evaluation.ts";
import { BadRequest, HeadMoved, type FetchRequest } from "../fetch-change.ts";
import { passedEnvironment } from "../git.ts";
import { GitFailed, gitObstacle } from "../git-failed.ts";
import type { JudgementFailure, JudgementRequest } from "./fetch-process.ts";
import { DEFAULT_BUDGET, runGroup, type Budget, type OverBudget } from "./process-group.ts";
import { comparisonFolders, scriptArguments } from "./start-judge.ts";

/** Fetches a change and judges it. Throws `HeadMoved`, `BadRequest` and `GitFailed`; whatever else happens is an answer. */
export type Judge = typeof judgeInChildren;

/**
 * Fetches a change and judges it in two processes of their own, under one budget: this process parses nothing of it. The
 * one that fetches has the credentials and parses nothing either; the one that parses has no network, no credentials and
 * no environment. Throws `HeadMoved`, `BadRequest` and `GitFailed`; whatever else happens is an answer.
 */
export async function judgeInChildren(
  fetch: FetchRequest,
  { github, ...judge }: JudgementRequest["judge"] & Pick<JudgementRequest, "github">,
  budget: Budget = {},
): Promise<Evaluation> {
  const folder = mkdtempSync(join(tmpdir(), "release-policy-apart-"));
  const { memory = DEFAULT_BUDGET.memory } = budget;
  const request: JudgementRequest = {
    fetch,
    judge,
    ...(github ? { github } : {}),
    folder,
    comparison: comparisonFolders(),
    memory,
  };
  try {
    const env = { ...passedEnvironment(), TMPDIR: folder, TEMP: folder };
    const args = ["--no-warnings", ...scriptArguments("fetch-process")];
    const ended = await runGroup({ args, folder, env, input: JSON.stringify(request) }, budget);
    if (ended.how === "answered") return evaluationOf(ended.text, ended.stderr);
    return ended.how === "stopped" ? STOPPED : overBudget(ended.how, ended.stderr);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

const STOPPED: Evaluation = {
  kind: "not-judged",
  obstacles: [
    {
      message: "the check was stopped",
      help: "run it again, or run `release-policy check --since <base>` locally",
    },
  ],
};

const MESSAGES: Readonly<Record<OverBudget, string>> = {
  "too-slow": "the check exceeded its time limit",
  "too-much-cpu": "the check exceeded its CPU time limit",
  "too-much-memory": "the check exceeded its memory limit",
  "too-much-disk": "the check exceeded its disk limit",
  "too-long": "the result of the check is too large",
  crashed: "the check crashed",
};

const overBudget = (how: OverBudget, stderr = ""): Evaluation => ({
  kind: "not-judged",
  obstacles: [
    {
      message: MESSAGES[how],
      help:
        how === "crashed"
          ? "run `release-policy check --since <base>` locally"
          : "run `release-policy check --since <base>` locally, where this limit does not apply",
    },
  ],
  overBudget: how,
  ...(stderr === "" ? {} : { stderr }),
});

function evaluationOf(text: string, stderr: string): Evaluation {
  let answer: Evaluation | JudgementFailure;
  try {
    answer = JSON.parse(text) as Evaluation | JudgementFailure;
  } catch {
    // A partial answer does not count.
    return overBudget("crashed", stderr);
  }
  if (answer.kind === "judged") return answer;
  if (answer.kind === "not-judged") return { kind: "not-judged", obstacles: answer.obstacles };
  if (answer.kind !== "failed") return overBudget("crashed", stderr);
  if (answer.why === "head-moved") throw new HeadMoved();
  if (answer.why === "bad-request") throw new BadRequest(answer.field);
  if (answer.why !== "git") return overBudget("crashed", stderr);
  const { reason } = answer;
  const failed = new GitFailed(reason, stderr);
  if (reason === "too-slow" || reason === "too-much")
    return {
      kind: "not-judged",
      obstacles: [gitObstacle(failed)],
      overBudget: "too-slow",
      stderr,
    };
  throw failed;
}

import { CannotJudge, check, type CheckOptions, type Report } from "release-policy";
import { STRANGER_BOUNDS, withPolicyEffect } from "release-policy/internal";
import type { Evaluation } from "./evaluation.ts";
import type { Fetched } from "./fetch-change.ts";
import { GitFailed, gitObstacle } from "./git.ts";
import { mergeIntoBase } from "./merge-into-base.ts";

export interface EvaluateRequest {
  /** A bare repository with the objects of both. */
  readonly repository: string;
  /** The tip of the base branch. */
  readonly base: string;
  readonly head: string;
  /** The base branch, without `refs/heads/`. */
  readonly baseRef: string;
  /** The path of the workspace in its repository. Default: the root. */
  readonly folder?: string;
  /** `2026-11-22`. Default: today, in UTC. */
  readonly today?: string;
}

/**
 * Checks a change as merged into the tip of its base, by the policy of that tip. Only reads git objects: no checkout,
 * no install, no code of the change. Every failure is a result, never an exception.
 */
export async function evaluate(request: EvaluateRequest): Promise<Evaluation> {
  const { repository, base, head, baseRef, folder, today } = request;
  return await judgedOrObstacles(async () => {
    const { commit, merged } = await mergeIntoBase(repository, base, head);
    const options: CheckOptions = {
      cwd: repository,
      ref: commit,
      since: base,
      ...(merged ? {} : { policyAt: base }),
      branch: baseRef,
      advice: true,
      ...(folder === undefined ? {} : { folder }),
      ...(today === undefined ? {} : { today }),
    };
    const report = await withPolicyEffect(await check(options), options, STRANGER_BOUNDS);
    const notes = merged ? report.notes : [...report.notes, conflictNote(baseRef)];
    return { kind: "judged", report: { ...report, notes }, merged };
  });
}

const conflictNote = (baseRef: string): Report["notes"][number] => [
  "this change conflicts with ",
  { code: baseRef },
  ", so it was checked without merging",
];

/** Everything that would be released from a branch as it is, judged by its own policy. */
export async function evaluatePending(
  { repository, head, folder }: Pick<Fetched, "repository" | "head"> & { readonly folder?: string },
  branch: string,
): Promise<Evaluation> {
  return await judgedOrObstacles(async () => {
    const report = await check({
      cwd: repository,
      ref: head,
      branch,
      ...(folder === undefined ? {} : { folder }),
    });
    return { kind: "judged", report, merged: true };
  });
}

async function judgedOrObstacles(judge: () => Promise<Evaluation>): Promise<Evaluation> {
  try {
    return await judge();
  } catch (error) {
    if (error instanceof CannotJudge) return { kind: "not-judged", obstacles: error.obstacles };
    if (error instanceof GitFailed) return { kind: "not-judged", obstacles: [gitObstacle(error)] };
    throw error;
  }
}

import { CannotJudge, type Report } from "release-policy";
import {
  type AskGithub,
  OpenCommits,
  previewCommit,
  STRANGER_BOUNDS,
  withPolicyEffect,
} from "release-policy/internal";
import type { Evaluation } from "./evaluation.ts";
import type { Fetched } from "./fetch-change.ts";
import type { Merged } from "./merge-into-base.ts";

export interface EvaluateRequest {
  /** A bare repository with the objects of both. */
  readonly repository: string;
  /** The tip of the base branch. */
  readonly base: string;
  readonly head: string;
  /** The head merged into the base. Default: found out. */
  readonly merge?: Merged;
  /** The base branch, without `refs/heads/`. */
  readonly baseRef: string;
  /** The path of the workspace in its repository. Default: the root. */
  readonly folder?: string;
  /** `2026-11-22`. Default: today, in UTC. */
  readonly today?: string;
  /** Adds a preview of the changelogs, with what their generator takes from its environment. */
  readonly changelogs?: { readonly serverUrl?: string; readonly repo?: string };
}

/** A comment that is longer is not read. */
const MOST_CHANGELOGS = { entries: 30, bytes: 30_000 } as const;

/**
 * Checks a change as merged into the tip of its base, by the policy of that tip. Only reads git objects: no checkout,
 * no install, no code of the change. Every failure is a result, never an exception. `opened` are the repository's own;
 * `ask` answers what the generator of changelogs wants to know of GitHub.
 */
export async function evaluate(
  request: EvaluateRequest,
  opened?: OpenCommits,
  ask?: AskGithub,
): Promise<Evaluation> {
  const { repository, base, head, baseRef, folder, today, changelogs } = request;
  return await judgedOrObstacles(request, opened, async (commits) => {
    const { commit, merged } =
      request.merge ??
      (await (await import("./merge-into-base.ts")).mergeIntoBase(repository, base, head));
    const options = {
      ref: commit,
      since: base,
      ...(merged ? {} : { policyAt: base }),
      branch: baseRef,
      advice: true,
      ...(today === undefined ? {} : { today }),
    };
    const github = { ...changelogs, ...(ask ? { ask } : {}) };
    const judged = changelogs
      ? await previewCommit(commits, { ...options, github, most: MOST_CHANGELOGS })
      : await commits.check(options);
    const where = { cwd: repository, ...(folder === undefined ? {} : { folder }) };
    const report = await withPolicyEffect(judged, { ...options, ...where }, STRANGER_BOUNDS);
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
  request: Pick<Fetched, "repository" | "head"> & { readonly folder?: string },
  branch: string,
  opened?: OpenCommits,
): Promise<Evaluation> {
  return await judgedOrObstacles(request, opened, async (commits) => {
    const report = await commits.check({ ref: request.head, branch });
    return { kind: "judged", report, merged: true };
  });
}

async function judgedOrObstacles(
  { repository, folder }: Pick<EvaluateRequest, "repository" | "folder">,
  opened: OpenCommits | undefined,
  judge: (commits: OpenCommits) => Promise<Evaluation>,
): Promise<Evaluation> {
  let commits = opened;
  try {
    commits ??= new OpenCommits(repository, folder);
    return await judge(commits);
  } catch (error) {
    if (error instanceof CannotJudge) return { kind: "not-judged", obstacles: error.obstacles };
    // In the part that fetches, which starts processes: loading it takes longer than a small check.
    const { GitFailed, gitObstacle } = await import("./git-failed.ts");
    if (error instanceof GitFailed) return { kind: "not-judged", obstacles: [gitObstacle(error)] };
    throw error;
  } finally {
    await commits?.close();
  }
}

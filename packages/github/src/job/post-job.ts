import { CannotJudge, formatObstacles, formatTerminal } from "release-policy";
import { evaluate } from "../engine/evaluate.ts";
import type { Evaluation } from "../engine/evaluation.ts";
import { BadRequest, fetchChange, GitFailed, HeadMoved } from "../engine/fetch.ts";
import { obstacleOf } from "../engine/obstacles.ts";
import { ForgeRefused } from "../forge/forge.ts";
import { forgeOf, NoForge, type Job } from "../forge/forge-of.ts";
import { post } from "../post.ts";
import type { PullRequest } from "../pull-request.ts";

/** What a job has to say, and how it ends: 0 allowed, 1 not allowed, 2 no verdict. */
export interface Ended {
  readonly code: 0 | 1 | 2;
  readonly text: string;
}

/**
 * Judges the pull or merge request that a job runs for, and says the verdict on it: on GitLab CI, on the Actions of Gitea
 * and Forgejo. Nothing of the change is checked out or run.
 */
export async function postJob(env: NodeJS.ProcessEnv): Promise<Ended> {
  try {
    const job = forgeOf(env);
    if (job.number === undefined)
      return { code: 0, text: "This job runs for no pull or merge request: nothing to say.\n" };
    const pullRequest = await job.forge.pullRequest(job.number);
    const evaluation = await judge(job, job.number, pullRequest);
    if (!evaluation)
      return { code: 0, text: "There is a newer commit by now: its own job judges.\n" };
    const { run, url } = job;
    const { notices } = await post(job.forge, pullRequest, evaluation, {
      run,
      ...(url && { url }),
    });
    return { code: codeOf(evaluation), text: [textOf(evaluation), ...notices, ""].join("\n") };
  } catch (error) {
    const told = [NoForge, ForgeRefused, BadRequest].some((kind) => error instanceof kind);
    if (told && error instanceof Error) return { code: 2, text: `error: ${error.message}\n` };
    throw error;
  }
}

/** Undefined where the request has moved on. */
async function judge(
  { repository }: Job,
  number: number,
  { base, head }: PullRequest,
): Promise<Evaluation | undefined> {
  const { url, authorization } = repository;
  const headRef = repository.headRef(number);
  try {
    const fetched = await fetchChange({
      url,
      authorization,
      baseRef: base.ref,
      headRef,
      head: head.commit,
    });
    try {
      return await evaluate({ ...fetched, baseRef: base.ref });
    } finally {
      fetched.dispose();
    }
  } catch (error) {
    if (error instanceof HeadMoved) return undefined;
    if (error instanceof GitFailed) return { kind: "not-judged", obstacles: [obstacleOf(error)] };
    throw error;
  }
}

const textOf = (evaluation: Evaluation): string =>
  evaluation.kind === "judged"
    ? formatTerminal(evaluation.report)
    : formatObstacles(new CannotJudge(...evaluation.obstacles));

function codeOf(evaluation: Evaluation): Ended["code"] {
  if (evaluation.kind === "not-judged") return 2;
  return evaluation.report.outcome === "fail" ? 1 : 0;
}

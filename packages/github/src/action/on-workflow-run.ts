import type { PullRequest } from "../pull-request.ts";
import { commentOn } from "./comment.ts";
import type { Context } from "./context.ts";
import type { Ended } from "./ended.ts";
import type { Inputs } from "./inputs.ts";
import { workflowRunEvent, type WorkflowRun } from "./payload.ts";
import { pullRequestsFrom } from "./pull-requests-from.ts";
import { skip } from "./skip.ts";

/**
 * The commenter of public repositories. Nothing is taken over from the run before it: of the event it takes a branch and
 * a commit, looks up whose they are, and judges again.
 */
export async function onWorkflowRun(context: Context, inputs: Inputs): Promise<Ended> {
  const { workflow_run: run, repository } = workflowRunEvent.parse(context.payload);
  if (run.event !== "pull_request") return skip("the workflow did not run for a pull request");
  if (!run.head_repository || !run.head_branch) return skip("the fork of the run is gone");
  const head = `${run.head_repository.owner.login}:${run.head_branch}`;
  const listed = await pullRequestsFrom(context, inputs, head);
  const found = listed.filter((pull) => isOfRun(pull, run, repository.id));
  const [first, ...others] = found;
  if (!first)
    return skip(
      "no open pull request is at the commit of the run: a newer run follows, or it is closed",
    );
  const ended = await commentOn(context, inputs, first);
  for (const pull of others) await commentOn(context, inputs, pull);
  return ended;
}

/**
 * A branch of somebody else may have the same name, and a fork of a fork the same owner: it is the pull request of the
 * run only where the repository and the commit of its head are the run's, and it goes to this repository.
 */
export const isOfRun = (
  { open, head, base }: PullRequest,
  run: Pick<WorkflowRun, "head_sha" | "head_repository">,
  repository: number,
): boolean =>
  open &&
  head.repository !== undefined &&
  head.repository.id === run.head_repository?.id &&
  head.commit === run.head_sha &&
  base.repository.id === repository;

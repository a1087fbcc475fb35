import { accessForCommands, mayCommand } from "../commands/commands.ts";
import { githubPullRequestOf } from "../forge/github-mapping.ts";
import { ForgeRefused } from "../forge/forge.ts";
import { askGithub } from "../forge/octokit.ts";
import { pullRequestsToRejudge } from "../post/twin-approvals.ts";
import { pullHeadRef, type PullRequest } from "../pull-request.ts";
import type { Context } from "./context.ts";
import {
  issueCommentEvent,
  pullRequestEvent,
  workflowRunEvent,
  type EventReading,
  type JudgeRequest,
  type WorkflowRun,
} from "./events.ts";
import { forgeOf, octokitOf } from "./forge.ts";
import type { Inputs } from "./inputs.ts";

/**
 * The gate: checks by the event alone, so that a token with read access is enough. It also comments if the change is
 * from the same repository; a fork's token can only read. A closed pull request is also checked, without its
 * approvals: the check belongs to the commit, which other pull requests may have.
 */
export async function readPullRequest({ payload }: Context): Promise<EventReading> {
  const { pull_request } = pullRequestEvent.parse(payload);
  return { judge: [requestFor(githubPullRequestOf(pull_request), { gate: true })] };
}

/**
 * The commenter of private repositories. Nothing is checked out; only the number of the event is used. Also rechecks
 * what relied on the approval of this pull request, once it is closed or retargeted.
 */
export async function readPullRequestTarget(
  context: Context,
  inputs: Inputs,
): Promise<EventReading> {
  const { number } = pullRequestEvent.parse(context.payload).pull_request;
  const found = await forgeOf(context, inputs).pullRequest(number);
  const others = await toRejudge(context, inputs, found.head.commit);
  return readingOf(found.open ? [found, ...others] : others, "the pull request is closed");
}

/**
 * Somebody wrote a command on a pull request, changed it, or took it away. Whatever it is, everything is judged again, and
 * approvals and questions are read off the pull request itself: the text of the event decides nothing else.
 */
export async function readIssueComment(context: Context, inputs: Inputs): Promise<EventReading> {
  const { action, issue, comment, changes } = issueCommentEvent.parse(context.payload);
  if (!issue.pull_request) return { skip: "the comment is on an issue, not a pull request" };
  const texts = [comment.body ?? "", changes?.body?.from ?? ""] as const;
  // What is taken back counts no longer, whatever its author may do by now.
  if (accessForCommands(action === "deleted" ? texts[0] : texts[1]) === "triage")
    return await readNumber(context, inputs, issue.number, { answer: true });
  const needed = accessForCommands(texts.join("\n"));
  if (needed === undefined) return { skip: "the comment is not a command" };
  if (!(await mayCommand(forgeOf(context, inputs), comment.user?.login ?? "", needed)))
    return { skip: "commands require write access to the repository" };
  return await readNumber(context, inputs, issue.number, { answer: true });
}

/**
 * The commenter of public repositories. Nothing is taken over from the run before it: of the event it takes a branch and
 * a commit, looks up whose they are, and judges again.
 */
export async function readWorkflowRun(context: Context, inputs: Inputs): Promise<EventReading> {
  const { workflow_run: run, repository } = workflowRunEvent.parse(context.payload);
  if (run.event !== "pull_request") return { skip: "the workflow did not run for a pull request" };
  const listed =
    run.head_repository && run.head_branch
      ? await pullRequestsFrom(
          context,
          inputs,
          `${run.head_repository.owner.login}:${run.head_branch}`,
        )
      : [];
  const ofRun = listed.filter((pull) => isOfRun(pull, run, repository.id));
  return readingOf(
    [...ofRun, ...(await toRejudge(context, inputs, run.head_sha))],
    run.head_repository
      ? "no open pull request has the commit of this run (it is closed, or a newer run follows)"
      : "the fork of the run was deleted",
  );
}

/** Each once. */
function readingOf(pulls: readonly PullRequest[], otherwise: string): EventReading {
  const [first, ...others] = new Map(pulls.map((pull) => [pull.number, pull])).values();
  if (!first) return { skip: otherwise };
  return { judge: [requestFor(first), ...others.map((other) => requestFor(other))] };
}

/** The pull requests of a commit with an approval that no longer counts. Skipped if the token cannot set their status. */
async function toRejudge(
  context: Context,
  inputs: Inputs,
  commit: string,
): Promise<readonly PullRequest[]> {
  if (inputs.status === "never") return [];
  try {
    return await pullRequestsToRejudge(forgeOf(context, inputs), commit, inputs.folder);
  } catch (error) {
    if (error instanceof ForgeRefused && error.refusal === "read-only-token") return [];
    throw error;
  }
}

/** The pull request with a number, as the forge has it now. Throws `ForgeRefused` if it does not exist. */
async function readNumber(
  context: Context,
  inputs: Inputs,
  number: number,
  { answer = false }: { readonly answer?: boolean } = {},
): Promise<EventReading> {
  const found = await forgeOf(context, inputs).pullRequest(number);
  if (!found.open) return { skip: "the pull request is closed" };
  return { judge: [requestFor(found, { answer })] };
}

const requestFor = (
  pull: PullRequest,
  { gate = false, answer = false }: Partial<Pick<JudgeRequest, "gate" | "answer">> = {},
): JudgeRequest => ({
  change: {
    baseRef: pull.base.ref,
    headRef: pullHeadRef(pull.number),
    head: pull.head.commit,
  },
  pullRequest: pull,
  gate,
  answer,
});

/**
 * Another person's branch may have the same name, and a fork of a fork the same owner: it is the run's pull request
 * only if repository and commit of its head are the run's, and its target is this repository.
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

/**
 * The open pull requests from a branch, `owner:branch`. GitHub's lookup by commit does not include forks. Throws
 * `ForgeRefused`.
 */
async function pullRequestsFrom(
  context: Context,
  inputs: Inputs,
  head: string,
): Promise<PullRequest[]> {
  const octokit = octokitOf(context, inputs);
  const found = await askGithub("list the pull requests", () =>
    octokit.paginate("GET /repos/{owner}/{repo}/pulls", {
      owner: context.owner,
      repo: context.name,
      state: "open",
      head,
      per_page: 100,
    }),
  );
  return found.map(githubPullRequestOf);
}

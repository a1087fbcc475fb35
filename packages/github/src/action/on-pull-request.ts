import { githubLinks } from "../forge/github-links.ts";
import type { Context } from "./context.ts";
import { gated, type Ended } from "./ended.ts";
import type { Inputs } from "./inputs.ts";
import { judgeChange } from "./judge.ts";
import { log } from "./log.ts";
import { pullRequestEvent } from "./payload.ts";
import { say } from "./say.ts";

/**
 * The gate: judges by what the event itself tells, so that a token which can only read the objects is enough. The
 * comment is written too, where the change is from the repository itself; of a fork's the token can only read.
 */
export async function onPullRequest(context: Context, inputs: Inputs): Promise<Ended> {
  const { number, base, head } = pullRequestEvent.parse(context.payload).pull_request;
  const evaluation = await judgeChange(context, inputs.token, {
    baseRef: base.ref,
    headRef: `refs/pull/${number}/head`,
    head: head.sha,
  });
  const links = githubLinks({
    server: context.server,
    owner: head.repo?.owner.login ?? context.owner,
    name: head.repo?.name ?? context.name,
    ref: head.repo ? head.ref : undefined,
    commit: head.sha,
    base: { owner: context.owner, name: context.name, ref: base.ref },
    pullRequest: number,
  });
  await say(evaluation, { annotate: true, commit: head.sha, base: base.ref, links });
  const own = head.repo?.id === base.repo.id;
  if (!own) log("the pull request is from a fork: its comment is for the workflow that may write");
  if (!own || inputs.comment === "never") return gated(evaluation, "none");
  const { commentOn } = await import("./comment.ts");
  return gated(evaluation, await commentOn(context, inputs, number, evaluation));
}

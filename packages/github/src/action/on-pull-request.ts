import { pullRequestOf } from "../forge/github-words.ts";
import type { Context } from "./context.ts";
import { deliver } from "./deliver.ts";
import { gated, type Ended } from "./ended.ts";
import type { Inputs } from "./inputs.ts";
import { judgePullRequest } from "./judge-pull-request.ts";
import { log } from "../log.ts";
import { pullRequestEvent } from "./payload.ts";

/**
 * The gate: judges by what the event itself tells, so that a token which can only read the objects is enough. The
 * comment is written too, where the change is from the repository itself; of a fork's the token can only read.
 */
export async function onPullRequest(context: Context, inputs: Inputs): Promise<Ended> {
  const pullRequest = pullRequestOf(pullRequestEvent.parse(context.payload).pull_request);
  const { base, head } = pullRequest;
  const say = { annotate: true };
  const { judged, evaluation } = await judgePullRequest(context, inputs, pullRequest, say);
  if (inputs.comment === "never") return gated(evaluation, "none");
  if (head.repository?.id !== base.repository.id) {
    log("the pull request is from a fork: its comment is for the workflow that may write");
    return gated(evaluation, "none");
  }
  const comment = await deliver(context, inputs, pullRequest, judged, { gate: true });
  return gated(evaluation, comment);
}

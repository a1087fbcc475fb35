import { pullRequestOf } from "../forge/github-words.ts";
import type { Context } from "./context.ts";
import { deliver } from "./deliver.ts";
import { gated, type Ended } from "./ended.ts";
import type { Inputs } from "./inputs.ts";
import { judgeChange } from "./judge.ts";
import { linksOf } from "./links.ts";
import { log } from "../log.ts";
import { pullRequestEvent } from "./payload.ts";
import { say } from "./say.ts";
import { withApprovals } from "./with-approvals.ts";

/**
 * The gate: judges by what the event itself tells, so that a token which can only read the objects is enough. The
 * comment is written too, where the change is from the repository itself; of a fork's the token can only read.
 */
export async function onPullRequest(context: Context, inputs: Inputs): Promise<Ended> {
  const pullRequest = pullRequestOf(pullRequestEvent.parse(context.payload).pull_request);
  const { number, base, head } = pullRequest;
  const judged = await judgeChange(context, inputs, {
    baseRef: base.ref,
    headRef: `refs/pull/${number}/head`,
    head: head.commit,
  });
  const evaluation = await withApprovals(context, inputs, pullRequest, judged);
  const links = linksOf(context, inputs, pullRequest);
  await say(evaluation, inputs, { annotate: true, commit: head.commit, base: base.ref, links });
  if (inputs.comment === "never") return gated(evaluation, "none");
  if (head.repository?.id !== base.repository.id) {
    log("the pull request is from a fork: its comment is for the workflow that may write");
    return gated(evaluation, "none");
  }
  const comment = await deliver(context, inputs, pullRequest, judged, { gate: true });
  return gated(evaluation, comment);
}

import type { Judge } from "../judge/children/judge-in-children.ts";
import { gitAuthorization } from "../judge/git.ts";
import { changelogsOfGithub, judgeChange, type Remote } from "../judge/judge-change.ts";
import { writeAnnotationsAndSummary } from "./annotations-and-summary.ts";
import type { Context } from "./context.ts";
import type { JudgeRequest } from "./events.ts";
import type { Inputs } from "./inputs.ts";
import { outcomeOf, type Outcome } from "./outputs.ts";

/** Checks what an event requires, and reports the verdict in the job and on the pull request. */
export async function judgeAndSay(
  context: Context,
  inputs: Inputs,
  request: JudgeRequest,
  judge?: Judge,
): Promise<Outcome> {
  const { change, pullRequest, gate } = request;
  const isShown = pullRequest !== undefined && inputs.changelogs === "auto";
  const changelogs = isShown ? { changelogs: changelogsOfGithub(context, inputs.token) } : {};
  const judged = await judgeChange({ ...remoteOf(context, inputs), ...changelogs }, change, judge);
  const say = {
    annotate: gate,
    commit: change.head,
    ...(change.all === true ? {} : { base: change.baseRef }),
  };
  if (!pullRequest) {
    writeAnnotationsAndSummary(judged, inputs, say);
    return outcomeOf(judged, "none", gate);
  }
  // A branch needs no client of GitHub's API: it is loaded for pull requests alone.
  const { linksOf } = await import("./forge.ts");
  const { countApprovals } = await import("./approvals.ts");
  const { commentOn } = await import("./comment.ts");
  const links = linksOf(context, inputs, pullRequest);
  const evaluation = await countApprovals(context, inputs, pullRequest, judged);
  writeAnnotationsAndSummary(evaluation, inputs, { ...say, links });
  const verdict = { judged, evaluation, links };
  const comment = await commentOn(context, inputs, { ...request, pullRequest }, verdict);
  return outcomeOf(evaluation, comment, gate);
}

/** The job's own repository, for git. */
const remoteOf = ({ server, owner, name }: Context, { token, folder }: Inputs): Remote => ({
  url: `${server}/${owner}/${name}`,
  authorization: gitAuthorization(token),
  ...(folder === undefined ? {} : { folder }),
});

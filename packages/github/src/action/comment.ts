import { warning } from "@actions/core";
import type { MarkdownLinks } from "release-policy";
import { answerQuestions } from "../answers.ts";
import type { Evaluation } from "../engine/evaluation.ts";
import { ForgeRefused } from "../forge/forge.ts";
import { harmless } from "../log.ts";
import type { PullRequest } from "../pull-request.ts";
import type { Context } from "./context.ts";
import { deliver } from "./deliver.ts";
import { told, type Ended } from "./ended.ts";
import type { Inputs } from "./inputs.ts";
import { forgeOf } from "./github.ts";
import { judgePullRequest } from "./judge-pull-request.ts";
import { skip } from "./skip.ts";

export interface CommentOptions {
  /** Questions (`/release-policy explain`) are looked for, and answered. */
  readonly answer?: boolean;
}

/** Judges a pull request as the forge tells it now, and comments. */
export async function commentOn(
  context: Context,
  inputs: Inputs,
  pullRequest: PullRequest,
  { answer = false }: CommentOptions = {},
): Promise<Ended> {
  // The job runs for another commit: its annotations would stand at lines that are not there.
  const say = { annotate: false };
  const { judged, evaluation, links } = await judgePullRequest(context, inputs, pullRequest, say);
  const comment = await deliver(context, inputs, pullRequest, judged, { gate: false });
  if (answer) await answerHere(context, inputs, pullRequest, evaluation, links);
  return told(evaluation, comment);
}

/** The same for a number. Throws `ForgeRefused` where there is no such pull request. */
export async function commentOnNumber(
  context: Context,
  inputs: Inputs,
  number: number,
  options: CommentOptions = {},
): Promise<Ended> {
  const pullRequest = await forgeOf(context, inputs).pullRequest(number);
  if (!pullRequest.open) return skip("the pull request is closed");
  return await commentOn(context, inputs, pullRequest, options);
}

/** An answer that cannot be written changes nothing of the verdict. */
async function answerHere(
  context: Context,
  inputs: Inputs,
  pullRequest: PullRequest,
  evaluation: Evaluation,
  links: MarkdownLinks,
): Promise<void> {
  const { head, base } = pullRequest;
  try {
    await answerQuestions(forgeOf(context, inputs), pullRequest, evaluation, {
      run: context.run,
      links,
      commit: head.commit,
      base: base.ref,
    });
  } catch (error) {
    if (!(error instanceof ForgeRefused)) throw error;
    warning(harmless(`A question is not answered. ${error.message}`), { title: "release-policy" });
  }
}

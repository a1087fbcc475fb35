import type { Judge } from "../judge/children/judge-in-children.ts";
import { contextOf, type Context } from "./context.ts";
import type { EventReader } from "./events.ts";
import { readInputs } from "./inputs.ts";
import { skip, writeFailure, writeOutputs, type Outcome } from "./outputs.ts";

/** The action for each event; its code is loaded on the event, and the check's if there is something to check. */
const EVENTS: Readonly<Record<string, () => Promise<EventReader>>> = {
  issue_comment: async () => (await import("./pull-request-events.ts")).readIssueComment,
  merge_group: async () => (await import("./branch-events.ts")).readMergeGroup,
  pull_request: async () => (await import("./pull-request-events.ts")).readPullRequest,
  pull_request_target: async () => (await import("./pull-request-events.ts")).readPullRequestTarget,
  push: async () => (await import("./branch-events.ts")).readPush,
  workflow_run: async () => (await import("./pull-request-events.ts")).readWorkflowRun,
};

/**
 * Does what the job of this environment asks for, and says it. Gives the exit code: green, or red with a sentence that
 * says why. A second of patience with GitHub takes `second` milliseconds.
 */
export async function runAction(
  env: NodeJS.ProcessEnv,
  judge?: Judge,
  second?: number,
): Promise<0 | 1> {
  try {
    return writeOutputs(await handleEvent({ ...contextOf(env), second }, judge));
  } catch (error) {
    return writeFailure(error);
  }
}

/** Handles the job's event. Throws if the workflow is wrong, or on unexpected errors. */
async function handleEvent(context: Context, judge?: Judge): Promise<Outcome> {
  const load = Object.hasOwn(EVENTS, context.event) ? EVENTS[context.event] : undefined;
  if (!load) return skip(`the event ${context.event} is not supported`);
  const read = await load();
  const inputs = readInputs();
  const reading = await read(context, inputs);
  if ("skip" in reading) return skip(reading.skip);
  const { judgeAndSay } = await import("./judge-and-say.ts");
  const [first, ...others] = reading.judge;
  const outcome = await judgeAndSay(context, inputs, first, judge);
  for (const other of others) await judgeAndSay(context, inputs, other, judge);
  return outcome;
}

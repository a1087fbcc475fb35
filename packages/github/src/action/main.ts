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

void runAction();

/** The only place that ends the process: green, or red with a sentence that says why. */
async function runAction(): Promise<void> {
  try {
    process.exitCode = writeOutputs(await handleEvent(contextOf(process.env)));
  } catch (error) {
    process.exitCode = writeFailure(error);
  }
}

/** Handles the job's event. Throws if the workflow is wrong, or on unexpected errors. */
async function handleEvent(context: Context): Promise<Outcome> {
  const load = Object.hasOwn(EVENTS, context.event) ? EVENTS[context.event] : undefined;
  if (!load) return skip(`the event ${context.event} is not supported`);
  const read = await load();
  const inputs = readInputs();
  const reading = await read(context, inputs);
  if ("skip" in reading) return skip(reading.skip);
  const { judgeAndSay } = await import("./judge-and-say.ts");
  const [first, ...others] = reading.judge;
  const outcome = await judgeAndSay(context, inputs, first);
  for (const other of others) await judgeAndSay(context, inputs, other);
  return outcome;
}

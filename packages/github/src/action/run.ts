import type { Context } from "./context.ts";
import type { Ended } from "./ended.ts";
import { readInputs, type Inputs } from "./inputs.ts";
import { skip } from "./skip.ts";

type Entry = (context: Context, inputs: Inputs) => Promise<Ended>;

/** What each event leads to; its code is loaded when it comes. */
const ENTRIES: Readonly<Record<string, () => Promise<Entry>>> = {
  issue_comment: async () => (await import("./on-issue-comment.ts")).onIssueComment,
  merge_group: async () => (await import("./on-merge-group.ts")).onMergeGroup,
  pull_request: async () => (await import("./on-pull-request.ts")).onPullRequest,
  pull_request_target: async () => (await import("./on-target.ts")).onTarget,
  push: async () => (await import("./on-push.ts")).onPush,
  workflow_run: async () => (await import("./on-workflow-run.ts")).onWorkflowRun,
};

/** Does what the job's event asks for. Throws where the workflow is wrong, or something unforeseen happens. */
export async function run(context: Context): Promise<Ended> {
  const load = Object.hasOwn(ENTRIES, context.event) ? ENTRIES[context.event] : undefined;
  if (!load) return skip(`there is nothing to judge in the event ${context.event}`);
  const entry = await load();
  return await entry(context, readInputs());
}

import { branchOf } from "../pull-request.ts";
import type { Context } from "./context.ts";
import { mergeGroupEvent, pushEvent, type EventReading } from "./events.ts";

/** The branch that is released from: everything that is pending there counts. */
export async function readPush({ payload }: Context): Promise<EventReading> {
  const { ref, after, deleted } = pushEvent.parse(payload);
  const baseRef = branchOf(ref);
  if (deleted || baseRef === undefined) return { skip: "the event is not a push to a branch" };
  return { judge: [{ change: { baseRef, headRef: ref, head: after, all: true }, gate: true }] };
}

/** The gate of the merge queue. What is before it in the queue judges: that is what will be merged first. */
export async function readMergeGroup({ payload }: Context): Promise<EventReading> {
  const { base_ref, base_sha, head_ref, head_sha } = mergeGroupEvent.parse(payload).merge_group;
  const baseRef = branchOf(base_ref) ?? base_ref;
  const change = { baseRef, headRef: head_ref, head: head_sha, base: base_sha };
  return { judge: [{ change, gate: true }] };
}

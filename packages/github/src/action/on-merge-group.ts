import type { Context } from "./context.ts";
import { gated, type Ended } from "./ended.ts";
import type { Inputs } from "./inputs.ts";
import { judgeChange } from "./judge.ts";
import { mergeGroupEvent } from "./payload.ts";
import { say } from "./say.ts";

/** The gate of the merge queue. What is before it in the queue judges: that is what will be merged first. */
export async function onMergeGroup(context: Context, inputs: Inputs): Promise<Ended> {
  const { base_ref, base_sha, head_ref, head_sha } = mergeGroupEvent.parse(
    context.payload,
  ).merge_group;
  const baseRef = base_ref.replace(/^refs\/heads\//, "");
  const evaluation = await judgeChange(context, inputs.token, {
    baseRef,
    headRef: head_ref,
    head: head_sha,
    base: base_sha,
  });
  await say(evaluation, { annotate: true, commit: head_sha, base: baseRef });
  return gated(evaluation, "none");
}

import type { Context } from "./context.ts";
import { gated, type Ended } from "./ended.ts";
import type { Inputs } from "./inputs.ts";
import { judgeChange } from "./judge.ts";
import { pushEvent } from "./payload.ts";
import { say } from "./say.ts";
import { skip } from "./skip.ts";

/** The branch that is released from: everything that is pending there counts. */
export async function onPush(context: Context, inputs: Inputs): Promise<Ended> {
  const { ref, after, deleted } = pushEvent.parse(context.payload);
  if (deleted || !ref.startsWith("refs/heads/")) return skip("no branch was pushed to");
  const baseRef = ref.slice("refs/heads/".length);
  const evaluation = await judgeChange(context, inputs.token, {
    baseRef,
    headRef: ref,
    head: after,
    all: true,
  });
  await say(evaluation, { annotate: true, commit: after });
  return gated(evaluation, "none");
}

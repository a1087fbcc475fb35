import type { Context } from "./context.ts";
import { commentOnNumber } from "./comment.ts";
import type { Ended } from "./ended.ts";
import type { Inputs } from "./inputs.ts";
import { pullRequestEvent } from "./payload.ts";

/** The commenter of private repositories. Nothing is checked out; of the event it takes the number alone. */
export function onTarget(context: Context, inputs: Inputs): Promise<Ended> {
  const { number } = pullRequestEvent.parse(context.payload).pull_request;
  return commentOnNumber(context, inputs, number);
}

import { accessFor, mayCommand } from "../may-command.ts";
import { commentOnNumber } from "./comment.ts";
import type { Context } from "./context.ts";
import type { Ended } from "./ended.ts";
import { forgeOf } from "./github.ts";
import type { Inputs } from "./inputs.ts";
import { issueCommentEvent } from "./payload.ts";
import { skip } from "./skip.ts";

/**
 * Somebody wrote a command on a pull request, changed it, or took it away. Whatever it is, everything is judged again, and
 * approvals and questions are read off the pull request itself: the text of the event decides nothing else.
 */
export async function onIssueComment(context: Context, inputs: Inputs): Promise<Ended> {
  const { issue, comment, changes } = issueCommentEvent.parse(context.payload);
  if (!issue.pull_request) return skip("the comment is on an issue");
  const texts = [comment.body ?? "", changes?.body?.from ?? ""];
  const needed = accessFor(texts.join("\n"));
  if (needed === undefined) return skip("the comment is no command");
  if (!(await mayCommand(forgeOf(context, inputs), comment.user?.login ?? "", needed)))
    return skip("commands are for people who may write to the repository");
  return await commentOnNumber(context, inputs, issue.number, { answer: true });
}

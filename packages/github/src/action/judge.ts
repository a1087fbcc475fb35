import type { Context } from "./context.ts";
import { HeadMoved, fetchChange, GitFailed } from "../engine/fetch.ts";
import { evaluate } from "../engine/evaluate.ts";
import type { Evaluation } from "../engine/evaluation.ts";
import { obstacleOf } from "../engine/obstacles.ts";
import { judgePending } from "./judge-pending.ts";

/** What to judge: commits of the base repository, and the references that hold them. */
export interface Change {
  readonly baseRef: string;
  readonly headRef: string;
  readonly head: string;
  /** What judges instead of the tip of the base branch: an ancestor of the head. */
  readonly base?: string;
  /** Everything that is pending counts, not only what is introduced. */
  readonly all?: boolean;
}

const MOVED = {
  message: "there is a newer commit by now, and this one was not judged",
  help: "its own run judges it: nothing has to be done",
};

/** Fetches and judges. That the change moved on, or cannot be fetched, is an answer too. */
export async function judgeChange(
  context: Context,
  token: string,
  change: Change,
): Promise<Evaluation> {
  const { baseRef, headRef, head } = change;
  const url = `${context.server}/${context.owner}/${context.name}`;
  // How git of GitHub takes a token: as the password of this user.
  const authorization = `basic ${Buffer.from(`x-access-token:${token}`).toString("base64")}`;
  try {
    const fetched = await fetchChange({ url, authorization, baseRef, headRef, head });
    try {
      if (change.all === true) return await judgePending(fetched, baseRef);
      return await evaluate({ ...fetched, base: change.base ?? fetched.base, baseRef });
    } finally {
      fetched.dispose();
    }
  } catch (error) {
    if (error instanceof HeadMoved) return { kind: "not-judged", obstacles: [MOVED] };
    if (error instanceof GitFailed) return { kind: "not-judged", obstacles: [obstacleOf(error)] };
    throw error;
  }
}

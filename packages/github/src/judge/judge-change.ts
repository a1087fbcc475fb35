import { evaluate, evaluatePending } from "./evaluate.ts";
import type { Evaluation } from "./evaluation.ts";
import { fetchChange, GitFailed, HeadMoved } from "./fetch-change.ts";
import { gitObstacle } from "./git.ts";

/** Where the commits are, and the workspace in them. */
export interface Remote {
  readonly url: string;
  readonly authorization: string;
  readonly folder?: string;
}

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
export async function judgeChange(remote: Remote, change: Change): Promise<Evaluation> {
  const { baseRef, headRef, head } = change;
  const where = remote.folder === undefined ? {} : { folder: remote.folder };
  try {
    const fetched = await fetchChange({ ...remote, baseRef, headRef, head });
    try {
      if (change.all === true) return await evaluatePending({ ...fetched, ...where }, baseRef);
      return await evaluate({ ...fetched, base: change.base ?? fetched.base, baseRef, ...where });
    } finally {
      fetched.dispose();
    }
  } catch (error) {
    if (error instanceof HeadMoved) return { kind: "not-judged", obstacles: [MOVED] };
    if (error instanceof GitFailed) return { kind: "not-judged", obstacles: [gitObstacle(error)] };
    throw error;
  }
}

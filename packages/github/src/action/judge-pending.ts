import { CannotJudge, check } from "release-policy";
import type { Evaluation } from "../engine/evaluation.ts";
import type { Fetched } from "../engine/fetch.ts";

/** Everything that would be released from a branch as it is, judged by its own policy. */
export async function judgePending(
  { repository, head }: Pick<Fetched, "repository" | "head">,
  branch: string,
): Promise<Evaluation> {
  try {
    const report = await check({ cwd: repository, ref: head, branch });
    return { kind: "judged", report, merged: true };
  } catch (error) {
    if (error instanceof CannotJudge) return { kind: "not-judged", obstacles: error.obstacles };
    throw error;
  }
}

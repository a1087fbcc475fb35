import { verdictText } from "release-policy/internal";
import type { Forge, Status } from "../forge/forge.ts";
import type { Evaluation } from "../judge/evaluation.ts";
import type { PullRequest } from "../pull-request.ts";
import { clearOldBases } from "./clear-old-bases.ts";
import { overBudgetDescription } from "./left-alone.ts";
import { noticeRefusal } from "./refusal-notice.ts";
import { statusName } from "./status-name.ts";
import { approvedOnMark, type TwinEvaluation } from "./twin-approvals.ts";

export interface StatusOptions {
  readonly status?: "auto" | "never";
  /** The workspace, where a repository has more than one: each has its comment and its status. */
  readonly key?: string;
  /** The page behind the status: the run. */
  readonly url?: string;
}

export type PostedStatus = "set" | "none" | "skipped";

/** Sets the status of the head, where the forge has one. */
export async function postStatus(
  forge: Forge,
  { head, base }: PullRequest,
  { evaluation, approvedOn }: Pick<TwinEvaluation, "evaluation" | "approvedOn">,
  { status: mode = "auto", key, url }: StatusOptions,
  notices: string[],
): Promise<PostedStatus> {
  if (mode === "never" || !forge.setStatus) return "none";
  const status = commitStatus(evaluation, statusName(base, key), { url, base: base.commit });
  const description = `${status.description}${approvedOn === undefined ? "" : approvedOnMark(approvedOn)}`;
  const set = forge.setStatus(head.commit, { ...status, description }).then(() => true);
  if (!(await noticeRefusal(notices, "The status", set))) return "skipped";
  await noticeRefusal(
    notices,
    "The change to the old status",
    clearOldBases(forge, head.commit, key),
  );
  return "set";
}

/** The verdict as a status: numbers and words of ours only. A verdict that could not be made is not a success. */
export function commitStatus(
  evaluation: Evaluation,
  name: string,
  { url, base = "" }: { readonly url?: string | undefined; readonly base?: string } = {},
): Status {
  return {
    name,
    ...statusState(evaluation, base),
    ...(url !== undefined && { url }),
  };
}

function statusState(evaluation: Evaluation, base: string): Pick<Status, "state" | "description"> {
  if (evaluation.kind === "not-judged" && evaluation.overBudget !== undefined)
    return { state: "error", description: overBudgetDescription(evaluation.overBudget, base) };
  if (evaluation.kind === "not-judged") {
    const reasons = count(evaluation.obstacles.length, "reason");
    return {
      state: "error",
      description: `Could not check (${reasons}): see the comment`,
    };
  }
  const text = verdictText(evaluation.report);
  return {
    state: evaluation.report.outcome === "fail" ? "failure" : "success",
    description: `${text[0]!.toUpperCase()}${text.slice(1)}`,
  };
}

const count = (number: number, noun: string): string =>
  `${number.toLocaleString("en-US")} ${noun}${number === 1 ? "" : "s"}`;

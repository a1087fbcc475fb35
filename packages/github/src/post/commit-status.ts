import type { Status } from "../forge/forge.ts";
import { countFindings, type Evaluation } from "../judge/evaluation.ts";

/** The name of the status; a ruleset can require it. */
export const STATUS = "release-policy";

/** The verdict as a status: numbers and words of ours only. A verdict that could not be made is no success. */
export function commitStatus(evaluation: Evaluation, key?: string, url?: string): Status {
  return {
    name: key === undefined ? STATUS : `${STATUS} (${key.slice(0, 80)})`,
    ...statusState(evaluation),
    ...(url !== undefined && { url }),
  };
}

function statusState(evaluation: Evaluation): Pick<Status, "state" | "description"> {
  if (evaluation.kind === "not-judged") {
    const reasons = count(evaluation.obstacles.length, "reason");
    return {
      state: "error",
      description: `No verdict could be made, for ${reasons}: see the comment`,
    };
  }
  const { outcome, releases } = evaluation.report;
  const found = countFindings(evaluation.report);
  const { errors } = found;
  const warnings = count(found.warnings, "warning");
  // Under --strict warnings are enough to fail.
  const against = errors > 0 ? `${count(errors, "problem")}, ${warnings}` : warnings;
  if (outcome === "fail") return { state: "failure", description: against };
  const allowed =
    releases.length === 0 ? "Nothing to release" : `${count(releases.length, "release")} allowed`;
  return {
    state: "success",
    description: outcome === "warn" ? `${allowed}, ${warnings}` : allowed,
  };
}

const count = (number: number, noun: string): string =>
  `${number.toLocaleString("en-US")} ${noun}${number === 1 ? "" : "s"}`;

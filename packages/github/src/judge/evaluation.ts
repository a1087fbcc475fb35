import type { Obstacle, Report } from "release-policy";

/** What is known about a change: plain data, so that it survives the way out of another process. */
export type Evaluation = Judged | NotJudged;

export interface Judged {
  readonly kind: "judged";
  readonly report: Report;
  /** True where the change was judged as merged into the tip of its base; false where the two conflict, and it was judged alone. */
  readonly merged: boolean;
}

export interface NotJudged {
  readonly kind: "not-judged";
  readonly obstacles: readonly Obstacle[];
  /** The limit that ended it: judging it again would end the same way. */
  readonly overBudget?: string;
  /** What its processes said, for a log alone: it may quote a stranger. */
  readonly stderr?: string;
}

/** The findings of a report by their level. */
export function countFindings({ findings }: Report): {
  readonly errors: number;
  readonly warnings: number;
} {
  const errors = findings.filter(({ level }) => level === "error").length;
  return { errors, warnings: findings.length - errors };
}

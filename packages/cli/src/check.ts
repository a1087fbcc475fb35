import type { Approval, PlannerId } from "@release-policy/core/types";
import { inWorkspace } from "./in-workspace.ts";
import { judgeWorkspace } from "./judge-workspace.ts";
import type { Report } from "./report.ts";

export interface CheckOptions {
  /** A folder of the workspace; with `ref` a bare repository will do. Default: the current one. */
  readonly cwd?: string;
  /** Below `cwd`, where the workspace lies in a folder of its repository: `frontend`. */
  readonly folder?: string;
  /** Judge this commit instead of the files in the folder; none of its code is run. */
  readonly ref?: string;
  /** Judge only what was introduced since the history left this reference. */
  readonly since?: string;
  /** With `since`: the commit whose policy judges, where the base has moved on since the change left it. */
  readonly policyAt?: string;
  /** With `since`: let everything count, not only what was introduced. */
  readonly all?: boolean;
  /** Warnings count as errors. */
  readonly strict?: boolean;
  /** The branch that is released from. Default: what the forge says, else what is checked out. */
  readonly branch?: string;
  /** The day of the verdict, `2026-11-22`. Default: today, in UTC. */
  readonly today?: string;
  /** Judge the plan as snapshots with this word, or with none (`true`): only the prerelease rule of tracks speaks. */
  readonly snapshot?: string | true;
  /** The planner to use instead of the one that the workspace tells. */
  readonly planner?: PlannerId;
  /** What people have approved, who may: each allows what the policy lets be approved, for its package at its version. */
  readonly approvals?: readonly Approval[];
  /** Add what a comment on a pull request offers: edits, what may be declared, what the base releases anyway. */
  readonly advice?: boolean;
}

/**
 * Judges the release plan of a workspace by its `policies/`. Reads only: nothing of the workspace is written.
 * Throws `CannotJudge`, with every reason and its place, where no verdict can be made.
 */
export function check(options: CheckOptions = {}): Promise<Report> {
  return inWorkspace(options, (workspace, scratches) =>
    judgeWorkspace(workspace, scratches, options),
  );
}

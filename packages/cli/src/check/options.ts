import type {
  Approvals,
  Edit,
  Facts,
  Finding,
  Policy,
  Sentence,
  Verdict,
} from "@release-policy/core";
import type { Approval, PlannerId } from "@release-policy/core/types";
import type { Difference } from "../git/changes.ts";
import type { Tag } from "../git/tags.ts";
import type { Choice } from "../planners/choose.ts";
import type { PlanInput } from "../planners/port.ts";
import type { Report, Since } from "./report.ts";

export interface CheckOptions {
  /** A folder of the workspace; with `ref` a bare repository will do. Default: the current one. */
  readonly cwd?: string;
  /** Below `cwd`, if the workspace is in a subfolder of its repository: `frontend`. */
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
  /** Check the plan as snapshots with this name, or without one (`true`): only the prerelease rule applies. */
  readonly snapshot?: string | true;
  /** The planner to use instead of the detected one. */
  readonly planner?: PlannerId;
  /** What people have approved, who may: each allows what the policy lets be approved, for its package at its version. */
  readonly approvals?: readonly Approval[];
  /** Ask the registry, by npm, about the packages of the plan. Refused with `ref`: a commit has no settings of npm. */
  readonly online?: boolean;
  /** Add what a comment on a pull request offers: edits, what may be declared, what the base releases anyway. */
  readonly advice?: boolean;
}

export interface JudgeOptions extends CheckOptions {
  /** Judges in place of what the commits themselves say, as if the day of the verdict were today. */
  readonly policy?: Policy;
  /** A copy of the workspace with changes, to be judged in its place: what does not belong to a release stays in the workspace. */
  readonly copy?: string;
  /** The files are a stranger's: their planner is not run. */
  readonly ofStranger?: boolean;
  /** Do not try the fixes: the caller does not show them. */
  readonly untriedFixes?: boolean;
  /** What the commit changed, if known. */
  readonly difference?: Difference;
  /** The tags of the repository, if they were read. */
  readonly tags?: readonly Tag[];
  /** Receives the number of packages as soon as they are found. */
  readonly onDiscovered?: ((packages: number) => void) | undefined;
}

/** A verdict with its facts. */
export interface Judgement {
  readonly facts: Facts;
  readonly policy: Policy;
  /** What can be approved. With a base, always by its policy: a change must not allow its own approvals. */
  readonly approvals?: Approvals | undefined;
  readonly verdict: Verdict;
  /** The findings that count. */
  readonly counted: readonly Finding[];
  /** Of those that count, the edits that were tried and answer it. */
  readonly tried?: ReadonlyMap<Finding, readonly Edit[]>;
  /** Those that the base has already. */
  readonly pending: readonly Finding[];
  readonly since?: Since;
  readonly notes: readonly Sentence[];
}

/** The result of a check, with its facts. */
export interface Judged {
  readonly report: Report;
  readonly facts: Facts;
  readonly policy: Policy;
  readonly choice: Choice;
  /** What the planner was given. */
  readonly input: PlanInput;
  /** By finding of the report, in its order: the edits that were tried and answer it. */
  readonly fixes: readonly (readonly Edit[] | undefined)[];
}

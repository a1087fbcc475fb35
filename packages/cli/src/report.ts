import type {
  Bump,
  Cause,
  Declaration,
  Finding,
  Location,
  Outcome,
  Planner,
  PolicyLine,
  Sentence,
  Waived,
} from "@release-policy/core/types";

/** A finding with its place resolved and the line that stands there. */
export interface ReportedFinding extends Finding {
  /** The source line at the place, clipped; undefined where it cannot be shown. */
  readonly source?: string;
}

export interface ReportedWaived {
  readonly finding: ReportedFinding;
  readonly waiver: Waived["waiver"];
}

/** A release of the plan with its track. */
export interface ReportedRelease {
  readonly name: string;
  readonly dir: string;
  readonly track?: string;
  readonly private: boolean;
  readonly from: string;
  readonly to: string;
  /** The distance between the two versions; `none` where only a prerelease moves. */
  readonly bump: Bump;
  readonly causes: readonly Cause[];
  readonly written: boolean;
}

/** What `check` answers: the same for the command line, the Node API and every format. */
export interface Report {
  readonly outcome: Outcome;
  readonly planner: Planner;
  readonly releases: readonly ReportedRelease[];
  /** What counts: with a base only what the change introduces. */
  readonly findings: readonly ReportedFinding[];
  /** What the base has already. Empty without a base. */
  readonly pending: readonly ReportedFinding[];
  readonly waived: readonly ReportedWaived[];
  readonly since?: Since;
  /** The policy lets no reason outweigh what was found. */
  readonly override?: "forbidden";
  /** Things that a reader should know, such as that the policy itself changes. */
  readonly notes: readonly Sentence[];
}

export interface Since {
  readonly ref: string;
  /** The commit at which the change left it. */
  readonly base: string;
  /** Whose policy judged. */
  readonly judgedBy: "base" | "head";
  /** True where the change makes versions: then everything counts, because it is what will be released. */
  readonly versionCommit: boolean;
}

export type { Bump, Cause, Declaration, Finding, Location, Outcome, Planner, PolicyLine, Sentence };

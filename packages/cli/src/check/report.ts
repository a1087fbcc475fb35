import type {
  Allowance,
  AllowedBump,
  Approval,
  Approvals,
  Bump,
  Cause,
  Finding,
  Outcome,
  Planner,
  PredictedTag,
  RuleId,
  Sentence,
} from "@release-policy/core/types";

import type { ReportedApi } from "../api/reported-api.ts";

export type {
  AllowedBump,
  Approval,
  Bump,
  Cause,
  Declaration,
  Finding,
  Location,
  Outcome,
  Planner,
  PolicyLine,
  Sentence,
} from "@release-policy/core/types";

/** A finding with its place resolved and its source line. */
export interface ReportedFinding extends Finding {
  /** The source line at the place, clipped; undefined if it cannot be shown. */
  readonly source?: string;
  /** With `advice`: the safe edits that would fix it, if there are any. */
  readonly edits?: readonly LineEdit[];
  /** With `advice`: the files that the fix edits or creates. */
  readonly editedPaths?: readonly string[];
}

/** A line after the fix, or a new file without a line number. Without `text`, the line is deleted. */
export interface LineEdit {
  readonly path: string;
  readonly line?: number;
  /** Inserted before the text there; otherwise replaces it. */
  readonly inserted?: true;
  readonly text?: string;
}

/** A package that the change touches and that none of its changesets names. */
export interface Unreleased {
  /** Whose finding says so. */
  readonly rule: RuleId;
  readonly name: string;
  readonly dir: string;
  readonly track?: string;
  /** The allowed bumps; empty if there are too many packages to compute them. */
  readonly bumps: readonly AllowedBump[];
  /** An empty changeset says that nothing of it has to be released. */
  readonly emptyCounts: boolean;
}

export type ReportedWaived = { readonly finding: ReportedFinding } & Allowance;

/** What may be approved on the pull request, and what was. */
export interface ReportedApprovals extends Approvals {
  /** By package; those that are approved already, too. */
  readonly asked: readonly ReportedAsked[];
  /** Approvals without effect, newest first. Empty unless they were read from a forge. */
  readonly refused: readonly RefusedApproval[];
}

/** A release that an approval lets through. */
export interface ReportedAsked {
  readonly package: string;
  readonly version: string;
  /** The rules at error level that report it. */
  readonly rules: readonly RuleId[];
  /** Covers the version, the rules and the causing changesets: an approval is valid while it is unchanged. */
  readonly digest: string;
}

export interface RefusedApproval {
  readonly by: string;
  readonly at: string;
  readonly via: Approval["via"];
  /** What it named; undefined for a label, which names nothing. */
  readonly package?: string;
  readonly version?: string;
  /** A part of a sentence, without a full stop. */
  readonly why: Sentence;
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
  /** What the release command will publish it under, where the policy has a `distTag`. */
  readonly distTag?: PredictedTag;
}

/** What `check` answers: the same for the command line, the Node API and every format. */
export interface Report {
  readonly outcome: Outcome;
  readonly planner: Planner;
  /** The command that runs installed programs, unless it is pnpm: `npx`, `yarn` or `bunx`. */
  readonly runner?: string;
  readonly releases: readonly ReportedRelease[];
  /** The packages whose public API differs, if any. */
  readonly apis?: readonly ReportedApi[];
  /** What counts: with a base only what the change introduces. */
  readonly findings: readonly ReportedFinding[];
  /** What the base has already. Empty without a base. */
  readonly pending: readonly ReportedFinding[];
  readonly waived: readonly ReportedWaived[];
  /** Undefined where the policy lets nothing be approved. */
  readonly approvals?: ReportedApprovals;
  readonly since?: Since;
  /** The policy lets no reason outweigh what was found. */
  readonly override?: "forbidden";
  /** Things that a reader should know, such as that the policy itself changes. */
  readonly notes: readonly Sentence[];
  /** With `advice` and a base: the packages for which a finding requires a changeset. */
  readonly unreleased?: readonly Unreleased[];
  /** With a base: the releases, by package, to which no changeset of the change leads. */
  readonly pendingReleases?: readonly string[];
  /** With `advice`: the paths of the changesets that there are. */
  readonly changesetPaths?: readonly string[];
  /** Where a preview was asked for: what the release command will write into the changelogs. */
  readonly changelogs?: Changelogs;
}

/** What the release command will write into the changelogs, as far as it is known. */
export interface Changelogs {
  /** What makes the lines; undefined where no changelog is written. */
  readonly generator?: {
    readonly name: string;
    /** The release whose code made them here. */
    readonly version?: string;
    /** Whose text it changes: `@release-policy/changelog`. */
    readonly within?: string;
  };
  readonly entries: readonly ChangelogEntry[];
  /** What may differ from what will be written, and why entries are missing. */
  readonly notes: readonly Sentence[];
  /** The packages that a base releases anyway, or that found no room. */
  readonly left: number;
  /** The release command writes no changelogs. */
  readonly disabled?: true;
}

/** The text of one version in a changelog. */
export interface ChangelogEntry {
  readonly package: string;
  /** Of the changelog, from the root of the workspace. */
  readonly path: string;
  readonly version: string;
  /** From the heading of the version to the last line, without a line break at its end. */
  readonly text: string;
  /** What cannot be known here, and is marked in the text or missing from it. */
  readonly unknown: readonly ("commit" | "github" | "format")[];
}

export interface Since {
  readonly ref: string;
  /** The commit at which the change left it. */
  readonly base: string;
  /** Whose policy judged. */
  readonly judgedBy: "base" | "head";
  /** True where the change makes versions: then everything counts, because it is what will be released. */
  readonly versionCommit: boolean;
  /** The change edits the policy, and the base's judged it. */
  readonly policyChanged?: true;
  /** What the new policy says otherwise than the old one, if the change edits `policies/`. */
  readonly policyEffect?: PolicyEffect;
}

/** A policy compared with the one before: the differences only. */
export interface PolicyEffect {
  /** Of the release that is planned. Undefined if one of the two cannot be read. */
  readonly today?: {
    readonly added: readonly EffectFinding[];
    readonly removed: readonly EffectFinding[];
  };
  readonly past?: PastEffect;
  /** Why past releases were not compared. */
  readonly problem?: string;
}

/** The same of past releases, the newest. */
export interface PastEffect {
  /** How many releases were compared, and the day of the oldest. */
  readonly compared: number;
  readonly from?: string;
  /** Releases that only the new policy refuses. */
  readonly refused: readonly EffectRelease[];
  /** Releases that only the old policy refuses. */
  readonly allowed: readonly EffectRelease[];
  /** Of those compared, how many one of the two could not be judged on. */
  readonly unjudged: number;
  /** At least so many older commits may be releases and were not compared: there is a limit of number and time. */
  readonly left: number;
  /** The limit of time, in milliseconds, if it ended the comparison. */
  readonly stoppedAfter?: number;
  /** The clone has only a part of the history. */
  readonly shallow?: true;
}

/** Plain text: it is data of a change, to be escaped where it is shown. */
export interface EffectFinding {
  readonly rule: RuleId;
  readonly level: "error" | "warn";
  readonly package?: string;
  readonly version?: string;
  readonly message: string;
}

export interface EffectRelease {
  readonly commit: string;
  readonly date: string;
  readonly subject: string;
  /** The errors of the policy that refuses it. */
  readonly findings: readonly EffectFinding[];
}

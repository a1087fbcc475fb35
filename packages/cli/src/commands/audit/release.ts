import type { RuleId } from "@release-policy/core/types";

/** What one rule, or all of them on one package, would have said. */
export interface AuditGroup {
  readonly name: string;
  readonly errors: number;
  readonly warnings: number;
  readonly releases: number;
  readonly first: string;
  readonly last: string;
}

/** Where a version comes from if the planner would have written another. */
export const ORIGINS = ["hand-edited", "merged-back", "patched-planner"] as const;
export type Origin = (typeof ORIGINS)[number];

export const ORIGIN_TEXTS: Readonly<Record<Origin, string>> = {
  "hand-edited": "not the planned version: edited by hand, or written by another planner version",
  "merged-back": "made on another branch and merged back",
  "patched-planner": "planned by a patched planner",
};

/** A version that is set apart: differing from the plan does not violate the policy. */
export interface AuditApart {
  readonly origin: Origin;
  readonly package: string;
  readonly version: string;
  /** The version that the planner would have written; undefined without a planned release. */
  readonly planned?: string;
  /** How many findings do not count for it. */
  readonly findings: number;
}

/** All that is set apart for one reason. */
export interface AuditOrigin {
  readonly origin: Origin;
  readonly releases: number;
  readonly versions: number;
  readonly findings: number;
  readonly first: string;
  readonly last: string;
}

export interface Audit {
  /** The folder's name. */
  readonly workspace: string;
  /** Why the original planner may have planned differently, with the number of affected releases. */
  readonly notes: readonly string[];
  /** Oldest first. */
  readonly releases: readonly AuditRelease[];
  readonly counts: {
    readonly releases: number;
    readonly versions: number;
    readonly refused: number;
    readonly warned: number;
    readonly unjudged: number;
    readonly early: number;
    readonly standing: number;
  };
  /** Versions that were edited by hand, merged back or planned by a patched planner: they are not refused for it. */
  readonly byOrigin: readonly AuditOrigin[];
  readonly byRule: readonly AuditGroup[];
  readonly byPackage: readonly AuditGroup[];
  /** The versions of each track, as the policy has them. */
  readonly tracks: readonly {
    readonly name: string;
    readonly versions?: string;
    /** Of the majors that were released, those of which the track takes a version. */
    readonly majors: readonly number[];
  }[];
  /** What is being evaluated, by the day from which it counts: how many releases it would have refused. */
  readonly evaluated: readonly {
    readonly until: string;
    readonly refused: number;
    readonly releases: number;
    readonly since: string;
  }[];
  /** True where the workspace has no policy: this is the one that `init` would propose. */
  readonly proposed?: true;
  /** True where the clone has only a part of the history. */
  readonly shallow: boolean;
  /** Why there are no releases, if there are none. */
  readonly empty?: string;
  /** How many verdicts were known from an audit before. */
  readonly cached: number;
  /** How many commits were not judged, because the audit was stopped. */
  readonly left: number;
}

export interface AuditFinding {
  readonly rule: RuleId;
  readonly level: "error" | "warn";
  readonly package?: string;
  readonly version?: string;
  readonly message: string;
  /** The file that it is about, of the commit or of the one before it. */
  readonly path?: string;
  /** From the release back to the changeset that started it. */
  readonly chain?: string;
  /** The day from which it counts, where its track or rule is being evaluated. */
  readonly evaluated?: string;
}

/** A commit that made versions, and what the policy says of it. */
export interface AuditRelease {
  readonly commit: string;
  readonly date: string;
  readonly subject: string;
  /** `fail` if it would have been refused. */
  readonly outcome: "pass" | "warn" | "fail" | "unjudged";
  /** Why it cannot be judged. */
  readonly problem?: string;
  /** Why the planner that ran may have planned something else. */
  readonly notes?: readonly string[];
  readonly packages: readonly {
    readonly name: string;
    readonly track?: string;
    readonly dir: string;
    readonly from: string;
    readonly to: string;
    readonly refused: boolean;
    /** The day on which a refused version was taken back. */
    readonly undone?: string;
    /** True if the package was not on its track yet because of its version, or is not on a track today. */
    readonly early: boolean;
  }[];
  readonly findings: readonly AuditFinding[];
  /** Versions that differ from the plan for a reason that is not the policy's business. */
  readonly apart: readonly AuditApart[];
  /** Findings on packages that were not on a track, or not on theirs yet: they do not count. */
  readonly early: number;
  /** Findings that the previous release had in the same words: they count once, at their first release. */
  readonly standing: number;
}

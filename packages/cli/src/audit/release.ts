export interface AuditFinding {
  readonly rule: string;
  readonly level: "error" | "warn";
  readonly package?: string;
  readonly version?: string;
  readonly message: string;
  /** The file that it is about, of the commit or of the one before it. */
  readonly path?: string;
  /** From the release back to the changeset that started it. */
  readonly chain?: string;
}

/** A commit that made versions, and what the policy says of it. */
export interface AuditRelease {
  readonly commit: string;
  readonly date: string;
  readonly subject: string;
  /** `fail` where it would have been refused. */
  readonly outcome: "pass" | "warn" | "fail" | "unjudged";
  /** Why it cannot be judged. */
  readonly problem?: string;
  readonly packages: readonly {
    readonly name: string;
    readonly track?: string;
    readonly from: string;
    readonly to: string;
    readonly refused: boolean;
    /** True where the package was not on its track yet, as its version lies below, or is on none today. */
    readonly early: boolean;
  }[];
  readonly findings: readonly AuditFinding[];
  /** Findings on packages that were on no track, or not on theirs yet: they do not count. */
  readonly early: number;
  /** Findings that the release before had in the same words: they count once, where they came. */
  readonly standing: number;
}

/** Findings that a baseline accepts. Neither line nor version identify them: texts move, and plans grow. */
export interface AcceptedFindings {
  readonly rule: string;
  readonly package?: string | undefined;
  readonly file: string;
  /** Only this element of the public API. */
  readonly api?: string | undefined;
  /** Only at this version: of releases that no changeset of their own identifies. */
  readonly version?: string | undefined;
  readonly count: number;
  readonly owner: string;
  /** The last day. */
  readonly until: string;
}

/** What `pack` finds wrong with a tarball, beside the findings of rules. */
export type PackedProblem =
  | "packed-api"
  | "packed-file"
  | "packed-local-range"
  | "packed-private-dependency"
  | "packed-version";

/** What `verify` finds wrong on a registry. */
export type RegistryProblem =
  | "api-differs"
  | "deprecation-missing"
  | "dist-tag-stale"
  | "git-tag-missing"
  | "integrity"
  | "latest-prerelease"
  | "manifest-differs"
  | "not-published"
  | "provenance-missing"
  | "published-local-range"
  | "wrong-dist-tag";

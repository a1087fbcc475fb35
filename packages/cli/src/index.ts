/** The Node API: docs/api.md describes it. What only our own packages need is in internal.ts. */
export { add, type Added, type AddOptions } from "./add.ts";
export { addable, type Addable } from "./addable.ts";
export { allowed, type Allowed } from "./allowed.ts";
export {
  audit,
  type Audit,
  type AuditFinding,
  type AuditGroup,
  type AuditOptions,
  type AuditProgress,
  type AuditRelease,
} from "./audit.ts";
export { check, type CheckOptions } from "./check.ts";
export { deprecations, type Ledger, type LedgerEntry } from "./deprecations.ts";
export { CannotJudge, type Obstacle } from "./errors.ts";
export {
  formatAnnotations,
  formatMarkdown,
  formatObstacles,
  formatObstaclesMarkdown,
  formatTerminal,
  type AnnotationOptions,
  type FormatOptions,
  type MarkdownLinks,
  type MarkdownOptions,
} from "./format.ts";
export { explain, explainChangeset, type Explanation } from "./explain.ts";
export type { ChangesetExplanation } from "./changeset-explanation.ts";
export { fix, type Fixes, type FixOptions } from "./fix.ts";
export { graduate, type GraduateOptions, type Graduation } from "./graduate.ts";
export { init, type Initialized, type InitOptions } from "./init.ts";
export * from "./report.ts";
export { version, type Versioned, type VersionOptions } from "./version.ts";
export { tracks, type Tracks, type TracksOptions } from "./tracks.ts";
export {
  testPolicy,
  type PolicyTestResult,
  type PolicyTests,
  type TestPolicyOptions,
} from "./test-policy.ts";

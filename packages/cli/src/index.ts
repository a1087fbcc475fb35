export {
  audit,
  type Audit,
  type AuditFinding,
  type AuditGroup,
  type AuditOptions,
  type AuditRelease,
} from "./audit.ts";
export { check, type CheckOptions } from "./check.ts";
export { deprecations, type Ledger, type LedgerEntry } from "./deprecations.ts";
export { CannotJudge, type Obstacle } from "./errors.ts";
export { explain, type Explanation } from "./explain.ts";
export * from "./report.ts";
export { tracks, type Tracks, type TracksOptions } from "./tracks.ts";
export {
  testPolicy,
  type PolicyTestResult,
  type PolicyTests,
  type TestPolicyOptions,
} from "./test-policy.ts";

import { supportOlderNode } from "./older-node.ts";

export * from "./check/report.ts";
export type { AnnotationOptions } from "./formats/github-annotations.ts";
export type { Audit, AuditFinding, AuditGroup, AuditRelease } from "./commands/audit/release.ts";
export type { ChangesetExplanation } from "./commands/explain/explain-changeset.ts";
export type { CheckOptions } from "./check/options.ts";
export type { Graduation } from "./commands/graduate/moves.ts";
export type { MarkdownLinks, MarkdownOptions } from "./formats/markdown/text.ts";
export type { Recovery } from "./files/writing/journal.ts";
export { CannotJudge, type Obstacle } from "./errors.ts";
export { check } from "./check/check.ts";
export { type AddOptions, type Addable, type Added, add, addable } from "./commands/add/add.ts";
export { type Allowed, allowed } from "./commands/allowed/allowed.ts";
export { type ApiOptions, type Apis, type PackageApi, api } from "./commands/api/api.ts";
export {
  type PolicyCopy,
  type PolicyUpdate,
  type PolicyUpdateOptions,
  updatePolicy,
} from "./commands/policy/update.ts";
export { type Baseline, type BaselineOptions, baseline } from "./commands/baseline/baseline.ts";
export { audit } from "./commands/audit/audit.ts";
export type { AuditOptions, AuditProgress } from "./commands/audit/audit-policy.ts";
export { type Explanation, explain, explainChangeset } from "./commands/explain/explain.ts";
export { type FixOptions, type Fixes, fix } from "./commands/fix/fix.ts";
export {
  type FormatOptions,
  formatAnnotations,
  formatMarkdown,
  formatObstacles,
  formatObstaclesMarkdown,
  formatTerminal,
} from "./format-report.ts";
export { type GraduateOptions, graduate, graduateTogether } from "./commands/graduate/graduate.ts";
export { type InitOptions, type Initialized, init } from "./commands/init/init.ts";
export {
  type Ledger,
  type LedgerEntry,
  deprecations,
} from "./commands/deprecations/deprecations.ts";
export { type PackOptions, type Packed, pack } from "./commands/pack/pack.ts";
export { type Preview, type PreviewOptions, preview } from "./commands/preview/preview.ts";
export {
  type PolicyTestResult,
  type PolicyTests,
  type TestPolicyOptions,
  testPolicy,
} from "./commands/test/test.ts";
export { type Tracks, type TracksOptions, tracks } from "./commands/tracks/tracks.ts";
export { type Verified, type VerifyOptions, verify } from "./commands/verify/verify.ts";
export { type VersionOptions, type Versioned, version } from "./commands/version/version.ts";
export { type WriterOptions, recover } from "./commands/writer.ts";

supportOlderNode();

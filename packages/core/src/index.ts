export type { AllowedBump } from "./allowed-bump.ts";
export { approve, mayBeApproved, type Approval } from "./approval.ts";
export { isApprovable } from "./policy/settings.ts";
export { askedApprovals, type AskedApproval } from "./asked-approvals.ts";
export { allowedBumps } from "./allowed.ts";
export { BUMPS, distance, greatest, isOver, prereleaseOf, type Bump } from "./bump.ts";
export { readCalver } from "./calver.ts";
export { chainOf, origin, type Link } from "./chain.ts";
export { closest } from "./closest.ts";
export { evidenceForms, type EvidenceForm } from "./evidence-forms.ts";
export * from "./evidence.ts";
export * from "./facts.ts";
export { changesetText, slug, type Edit, type Fix } from "./fixes/edit.ts";
export { FIX_STEPS, fixOf, isFixable } from "./fixes/fixes.ts";
export { maturityOf } from "./maturity.ts";
export { differencesOf, tableIn, withTable } from "./maturity-table.ts";
export { changelogOf, fileOf, linePaths } from "./named-paths.ts";
export { needsOf } from "./needs.ts";
export {
  outcomeOf,
  type Allowance,
  type Finding,
  type Outcome,
  type Verdict,
  type Waived,
} from "./finding.ts";
export { byPlace, judge, type JudgeOptions } from "./judge.ts";
export type { Path, PolicyFile, PolicyLine } from "./policy/file.ts";
export type { Mistake } from "./policy/mistakes.ts";
export { isJudged, tracksOf } from "./policy/membership.ts";
export {
  EMPTY_POLICY,
  PERMISSIONS,
  type Approvals,
  type Deprecation,
  type Permission,
  type Policy,
  type Track,
} from "./policy/policy.ts";
export { PRESETS } from "./policy/presets/index.ts";
export { readPolicy, type PolicyReading } from "./policy/read.ts";
export { isInside, rangeOf } from "./policy/shape.ts";
export { readTests, testFolder, type Expected, type PolicyTestCase } from "./policy/read-tests.ts";
export { LEVELS, type Level } from "./level.ts";
export { nextLedger } from "./next-ledger.ts";
export { overdueFor, standingIn } from "./ready.ts";
export { ledgerAfter } from "./removal.ts";
export { matchesText, selects } from "./policy/selector.ts";
export { defineRule, type AnyRule, type Family, type Problem, type Rule } from "./rule.ts";
export { rules } from "./rules/index.ts";
export { list, plain, say, type Sentence } from "./sentence.ts";
export { judgeSnapshot } from "./snapshot.ts";
export { splitIntroduced } from "./introduced.ts";
export { withTrains, type TrainMove } from "./train-plan.ts";
export { trainVersions, type Place } from "./train.ts";
export { viewOf, type View } from "./view.ts";

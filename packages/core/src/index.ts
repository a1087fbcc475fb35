export type * from "./facts/accepted.ts";
export type * from "./facts/api.ts";
export * from "./facts/evidence.ts";
export * from "./facts/facts.ts";
export * from "./facts/planner.ts";
export * from "./facts/location.ts";
export { markNew } from "./facts/new-packages.ts";
export type { Path, PolicyFile, PolicyLine } from "./policy/file.ts";
export type { RuleId } from "./policy/rule-ids.ts";
export { BUMPS, type Bump, distance, greatest, isOver, prereleaseOf } from "./versions/bump.ts";
export { EXAMPLE_DAY, type Example, type ExampleWorkspace, exampleFiles } from "./facts/example.ts";
export { acceptance, acceptedKey } from "./policy/baseline.ts";
export { MOST_PATTERNS, patternFault } from "./policy/pattern-limits.ts";
export { PRESETS } from "./policy/presets/index.ts";
export { changelogOf, fileOf, linePaths } from "./docs/named-paths.ts";
export { differencesOf, maturityOf, tableIn, withTable } from "./docs/maturity.ts";
export { isInside, isJudged, rangeOf, tracksOf, tracksSelecting } from "./policy/track.ts";
export { apiBreaks, leastApiBump, mayChange } from "./policy/api-promise.ts";
export { judgeSnapshot } from "./rules/versions/snapshot.ts";
export { demandOn } from "./rules/dist-tags/dist-tag.ts";
export { distTagFor } from "./policy/dist-tag.ts";
export { ledgerAfter } from "./rules/deprecations/removals.ts";
export { matchesPath, matchesText, selects } from "./policy/selector.ts";
export { nextLedger } from "./rules/deprecations/ledger.ts";
export { overdueFor, trackPosition } from "./rules/graduation/graduation-check.ts";
export { type DatedRelease, endedLines } from "./versions/support-window.ts";
export { readCalver } from "./versions/calver.ts";
export { rules } from "./rules/index.ts";
export {
  type Allowance,
  type Approval,
  type Finding,
  type Outcome,
  type Verdict,
  type Waived,
  outcomeOf,
} from "./judge/finding.ts";
export {
  type AllowedBump,
  type EvidenceForm,
  allowedBumps,
  evidenceForms,
} from "./judge/allowed.ts";
export {
  type AnyRule,
  type Family,
  type Problem,
  type Rule,
  defineRule,
  fixOf,
  remediesOf,
  resortOf,
  idsOf,
} from "./judge/rule.ts";
export {
  type Approvals,
  type BaselineEntry,
  type Deprecation,
  EMPTY_POLICY,
  LEVELS,
  type Level,
  PERMISSIONS,
  type Permission,
  type Policy,
  type Track,
} from "./policy/policy.ts";
export { type Edit, FIX_STEPS, type Fix, type FixStep, changesetText, slug } from "./judge/edit.ts";
export {
  type Expected,
  type PolicyTestCase,
  readTests,
  testFolder,
} from "./policy/reading/read-tests.ts";
export {
  type JudgeOptions,
  byPlace,
  judge,
  needsOf,
  splitIntroduced,
  waiversOf,
} from "./judge/judge.ts";
export { sayEdits, sayFirstEdit } from "./fixes/say-edits.ts";
export { type Link, chainOf, hasStart, origin } from "./judge/chain.ts";
export { type Propagation, propagation } from "./judge/propagation.ts";
export { Guesses, type Mistake, closest } from "./policy/mistakes.ts";
export { type NeededApproval, approve, mayBeApproved, neededApprovals } from "./judge/approval.ts";
export { type Place, trainVersions } from "./rules/trains/train-versions.ts";
export type { PolicyReading } from "./policy/reading/read-policy-by.ts";
export { readPolicy } from "./policy/reading/read-policy.ts";
export { type Sentence, list, plain, say, series } from "./sentence.ts";
export { type TrainMove, withTrains } from "./rules/trains/apply-trains.ts";
export { type View, viewOf } from "./judge/view.ts";

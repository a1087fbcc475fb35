// What our own packages need of a check that passes, without what it does not need.
export * from "./rules/always-asked.ts";
export type * from "./facts/accepted.ts";
export type * from "./facts/evidence.ts";
export type * from "./facts/location.ts";
export * from "./facts/facts.ts";
export * from "./facts/planner.ts";
export { markNew } from "./facts/new-packages.ts";
export { type Path, type PolicyFile, lineAt } from "./policy/file.ts";
export { BUMPS, type Bump, distance, greatest, isOver } from "./versions/bump.ts";
export {
  SHORT_FILES,
  WHOLE_FILES,
  mayHaveSatisfied,
  remembered,
  satisfies,
} from "./versions/parsed.ts";
export { changelogOf, fileOf, linePaths } from "./docs/named-paths.ts";
export { isJudged, tracksOf, tracksSelecting } from "./policy/track.ts";
export { type Finding, type Verdict, type Waived, outcomeOf } from "./judge/finding.ts";
export type { AnyRule } from "./judge/rule.ts";
export { type Approvals, EMPTY_POLICY, type Policy, type SharedCopy } from "./policy/policy.ts";
export type { Edit } from "./judge/edit.ts";
export { byPlace, judge, needsOf } from "./judge/judge.ts";
export { presence } from "./policy/matters.ts";
export { origin } from "./judge/chain.ts";
export { type Mistake, closest } from "./policy/mistakes.ts";
export { propagation } from "./judge/propagation.ts";
export type { Presets } from "./policy/schema/track.ts";
export type { SharedPolicies } from "./policy/reading/inherited.ts";
export { type PolicyParts, readPolicyBy } from "./policy/reading/read-policy-by.ts";
export { type Sentence, byCodeUnit, list, say } from "./sentence.ts";

/** The words of the project as plain types, for packages that only pass verdicts on: nothing here needs a library. */
export type { AllowedBump } from "./allowed-bump.ts";
export type { Approval } from "./approval.ts";
export type { Bump } from "./bump.ts";
export type { Link } from "./chain.ts";
export type * from "./evidence.ts";
export type { EvidenceForm } from "./evidence-forms.ts";
export type * from "./facts.ts";
export type { Allowance, Finding, Outcome, Verdict, Waived } from "./finding.ts";
export type { Level } from "./level.ts";
export type { MaturityRow } from "./maturity.ts";
export type { PolicyLine } from "./policy/file.ts";
export type { Approvals, Deprecation, Permission, Track } from "./policy/policy.ts";
export type { Sentence } from "./sentence.ts";
export type { TrainMove } from "./train-plan.ts";

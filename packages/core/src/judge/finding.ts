import type { Location } from "../facts/location.ts";
import type { PolicyLine } from "../policy/file.ts";
import type { BaselineEntry, Evaluation, Waiver } from "../policy/policy.ts";
import type { RuleId } from "../policy/rule-ids.ts";
import type { Sentence } from "../sentence.ts";
import type { Link } from "./chain.ts";

/** A problem with its rule, level, sentences and place: what a reporter prints. */
export interface Finding {
  readonly rule: RuleId;
  readonly level: "error" | "warn";
  readonly package?: string;
  /** The version of the package after the plan. */
  readonly version?: string;
  /** The element of the public API that it is about, where a waiver names it. */
  readonly api?: string;
  readonly message: Sentence;
  /** The fix, and what else there is. */
  readonly help: Sentence;
  /** The end of `help` that is for those who intend what was found. */
  readonly option?: Sentence;
  /** Of a fix with several edits: the first, and how many more there are. */
  readonly shortHelp?: Sentence;
  readonly at: Location;
  readonly because?: PolicyLine;
  /** From the release back to the changesets that started it. */
  readonly chain: readonly Link[];
}

/** A finding that does not count, and why: counted and shown, never hidden. */
export type Waived = { readonly finding: Finding } & Allowance;

export type Allowance = OneOf<{
  /** A waiver of the policy allows it. */
  readonly waiver: Pick<Waiver, "reason" | "owner" | "until" | "line">;
  /** Somebody approved it. */
  readonly approval: Approval;
  /** It is in the baseline. */
  readonly accepted: Pick<BaselineEntry, "owner" | "until" | "line">;
  /** Its track or rule is being evaluated. */
  readonly evaluated: Evaluation;
}>;

/** Exactly one of the keys. */
type OneOf<T> = {
  [K in keyof T]: Pick<T, K> & { readonly [Other in Exclude<keyof T, K>]?: undefined };
}[keyof T];

export type Outcome = "pass" | "warn" | "fail";

export interface Verdict {
  readonly outcome: Outcome;
  readonly findings: readonly Finding[];
  readonly waived: readonly Waived[];
}

export const outcomeOf = (findings: readonly Pick<Finding, "level">[]): Outcome => {
  if (findings.some((finding) => finding.level === "error")) return "fail";
  return findings.length > 0 ? "warn" : "pass";
};

/** An approval of a package at a version. The caller has checked the permission. */
export interface Approval {
  readonly package: string;
  readonly version: string;
  /** The account's name. */
  readonly by: string;
  /** When, as an ISO time. */
  readonly at: string;
  readonly via: "comment" | "label";
}

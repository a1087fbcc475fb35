import {
  EMPTY_POLICY,
  judge,
  rules,
  say,
  type Approvals,
  type Facts,
  type Policy,
  type Sentence,
  type Verdict,
} from "@release-policy/core";
import type { Difference } from "./adapters/changes.ts";
import { POLICY_FOLDER } from "./adapters/policy-files.ts";
import type { Base } from "./base.ts";
import { missingPolicy } from "./judge-workspace.ts";
import type { Since } from "./report.ts";

export interface Judges {
  /** Whether the change edits the policy. */
  readonly edited: boolean;
  readonly notes?: readonly Sentence[];
  readonly policy: Policy;
  readonly judgedBy: Since["judgedBy"];
  readonly old?: Policy | undefined;
  /** Of the base, even where it lets the head's policy judge. */
  readonly approvals: Approvals | undefined;
}

/** The policy of the base judges, unless that policy itself says otherwise: nobody legalises his own change. */
export async function choosePolicy(
  own: Policy | undefined,
  { files }: Difference,
  base: Base,
  facts: Facts,
  policyAt: string | undefined,
): Promise<Judges> {
  const edited = files.some(({ path }) => path.startsWith(`${POLICY_FOLDER}/`));
  const { before, notes } =
    edited || policyAt !== undefined ? await base.policy(policyAt, own) : {};
  const { approvals } = (edited || policyAt !== undefined ? before : own) ?? EMPTY_POLICY;
  if (before?.judgedBy === "base")
    return {
      edited,
      policy: before,
      judgedBy: "base",
      approvals,
      ...(edited ? { old: before } : {}),
    };
  if (own) {
    const judgedBy = edited ? "head" : "base";
    return { edited, policy: own, judgedBy, old: before, approvals, ...(notes ? { notes } : {}) };
  }
  throw await missingPolicy(facts);
}

/** A change of the policy is judged by both: by the old one for the verdict, by the new one for information. */
export function notesOf(
  facts: Facts,
  verdict: Verdict,
  own: Policy | undefined,
  judged: Policy,
): Sentence[] {
  if (own === judged) return [];
  if (!own) return [say`this change takes the policy away; the policy of the base has judged it`];
  const after = judge(facts, own, rules).findings.length;
  return [
    say`this change edits ${POLICY_FOLDER}: it is judged by the policy of the base, which finds ${verdict.findings.length}; its own would find ${after}`,
  ];
}

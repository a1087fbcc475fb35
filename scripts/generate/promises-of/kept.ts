import type { RuleId } from "@release-policy/core";

/** A sentence of a published policy, the rules that keep it, and how; without rules, why nothing can. */
export interface Kept {
  readonly id: string;
  readonly quote: string;
  readonly by?: readonly RuleId[];
  readonly how?: string;
}

export const kept = (id: string, quote: string, by: readonly RuleId[] = [], how = ""): Kept => ({
  id,
  quote,
  by,
  how,
});

import type { Facts } from "@release-policy/core";
import { policyOf, type PolicyText } from "../adapters/policy-files.ts";
import type { CheckOptions } from "../check.ts";
import { judgePlain, withBranch } from "../judge-workspace.ts";
import { reportOf } from "../report-of.ts";
import { evidenceOf, type LoadOptions } from "../load.ts";
import type { Report } from "../report.ts";
import { Sources } from "../sources.ts";

/** What `check` would say with these files in `policies/`: what of the plan fails today. */
export async function judgeProposal(
  root: string,
  texts: readonly PolicyText[],
  facts: Facts,
  loading: LoadOptions,
  options: Pick<CheckOptions, "branch">,
): Promise<Report> {
  const policy = policyOf(texts)!;
  const evidence = await evidenceOf(root, policy, facts, loading);
  const known = await withBranch({ ...facts, ...evidence.facts }, policy, root, options);
  const judgement = await judgePlain(known, policy, {});
  return reportOf({ ...judgement, notes: evidence.notes }, new Sources(root));
}

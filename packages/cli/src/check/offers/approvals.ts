import { approve, byPlace, neededApprovals, outcomeOf } from "@release-policy/core";
import type { Approval, Approvals, Facts } from "@release-policy/core/types";
import { rules } from "../../policy/rules.ts";
import type { RefusedApproval, Report, ReportedApprovals, ReportedWaived } from "../report.ts";

/** 192 bits: an author who writes two changesets with one digest would have one approved and merge the other. */
const digestOf = (basis: string): string =>
  process
    .getBuiltinModule("node:crypto")
    .createHash("sha256")
    .update(basis)
    .digest()
    .subarray(0, 24)
    .toString("base64url");

/** What can be approved in a report without approvals yet. */
export const approvalsOf = (
  { findings }: Pick<Report, "findings">,
  facts: Facts,
  policy: Approvals,
): ReportedApprovals => ({
  ...policy,
  asked: neededApprovals(findings, facts, policy, rules).map(({ basis, ...approval }) => ({
    ...approval,
    digest: digestOf(basis),
  })),
  refused: [],
});

/**
 * The report without approved findings, which are shown among the waived. `refused` attempts are shown to readers.
 * Used at the end of `check({ approvals })`: a face that reads approvals from a forge only checks once.
 */
export function withApprovals(
  report: Report,
  given: readonly Approval[],
  refused: readonly RefusedApproval[] = [],
): Report {
  const { approvals, releases } = report;
  if (!approvals) return report;
  const { findings, approved } = approve(report.findings, given, approvals, releases, rules);
  const waived = [...report.waived, ...approved] as readonly ReportedWaived[];
  return {
    ...report,
    outcome: outcomeOf(findings),
    findings,
    waived: waived.toSorted((a, b) => byPlace(a.finding, b.finding)),
    approvals: { ...approvals, refused },
  };
}

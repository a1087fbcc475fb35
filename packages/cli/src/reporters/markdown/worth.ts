import type { Report } from "../../report.ts";
import { partsOf } from "./parts.ts";

/** Whether a change has to hear anything: it releases, it breaks the policy, or it changes it. */
export function isWorthSaying(report: Report): boolean {
  const { own } = partsOf(report);
  const { findings, waived, since } = report;
  return (
    own.length > 0 || findings.length > 0 || waived.length > 0 || since?.policyChanged === true
  );
}

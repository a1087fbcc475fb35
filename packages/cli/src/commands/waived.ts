import { type Policy, waiversOf } from "@release-policy/core";
import type { PrintedFinding, PrintedWaived } from "../formats/finding.ts";

/** Findings of `pack` or `verify`, placed, without those that a waiver of the policy allows on a day. */
export function withoutWaived<F extends PrintedFinding>(
  findings: readonly F[],
  { waivers }: Policy,
  today: string,
): { readonly counted: readonly F[]; readonly waived: readonly PrintedWaived[] } {
  const waived: PrintedWaived[] = [];
  const counted = findings.filter((finding) => {
    const [waiver] = waiversOf(finding, waivers, today);
    if (waiver) waived.push({ finding, waiver });
    return !waiver;
  });
  return { counted, waived };
}

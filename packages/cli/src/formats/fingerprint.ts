import { createHash } from "node:crypto";
import type { Report, ReportedFinding } from "../check/report.ts";

/**
 * What a finding is recognised by from one run to the next, for everything that a report has. Neither line nor
 * version is part of it: a text that moves and a plan that grows leave it the same. Of several of one rule, on one
 * package, in one file, each has its number, those of the base first, so that what is new gets the new number.
 */
export function fingerprints({
  pending,
  waived,
  findings,
}: Report): ReadonlyMap<ReportedFinding, string> {
  const seen = new Map<string, number>();
  const all = [...pending, ...waived.map(({ finding }) => finding), ...findings];
  return new Map(
    all.map((finding) => {
      const identity = JSON.stringify([finding.rule, finding.package, finding.at.path]);
      const number = (seen.get(identity) ?? 0) + 1;
      seen.set(identity, number);
      return [finding, fingerprint(identity, number)];
    }),
  );
}

export const fingerprint = (...parts: readonly (string | number)[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);

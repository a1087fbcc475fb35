import { count } from "../style.ts";
import type { Report } from "../../check/report.ts";
import { byCause } from "../finding.ts";
import { type Parts, commentParts } from "./findings.ts";

/** The verdict in at most twelve words, with an icon and a word for it. */
export function headline(report: Report): string {
  const parts = commentParts(report);
  const { errors, warnings, missing } = parts;
  const bad = errors.length > 0 || missing.some(({ level }) => level === "error");
  const icon = bad ? "❌" : warnings.length + missing.length > 0 ? "⚠️" : "✅";
  return `### ${icon} ${errors.length > 0 ? refusedHeadline(parts, report) : calmText(parts, report)}`;
}

function refusedHeadline({ errors, refused, own }: Parts, report: Report): string {
  const others = byCause(errors.filter(({ package: name = "" }) => !refused.has(name))).length;
  const releases = `${refused.size.toLocaleString("en-US")} of ${count(own.length, noun(report))} not allowed`;
  if (refused.size === 0) return `Release policy: ${count(others, "problem")}`;
  return `Release policy: ${releases}${others === 0 ? "" : `, ${count(others, "other problem")}`}`;
}

function calmText({ own, warnings, missing }: Parts, report: Report): string {
  const said = warnings.length > 0 ? `, ${count(byCause(warnings).length, "warning")}` : "";
  if (missing.length > 0)
    return `No changeset names ${count(missing.length, "changed package")}${said}`;
  const waived = report.waived.length > 0 ? `, ${report.waived.length} waived` : "";
  if (own.length === 0) return `Release policy: nothing to release${said || waived}`;
  return `Release policy: ${count(own.length, noun(report))} allowed${said}${waived}`;
}

const noun = ({ since }: Report): string => (since?.versionCommit ? "version" : "release");

/** Whether a change has to hear anything: it releases, it breaks the policy, or it changes it. */
export function isWorthSaying(report: Report): boolean {
  const { own } = commentParts(report);
  const { findings, waived, since } = report;
  return (
    own.length > 0 || findings.length > 0 || waived.length > 0 || since?.policyChanged === true
  );
}

import type { Allowance, Location, Sentence } from "@release-policy/core/types";
import type { Report, ReportedApprovals, ReportedFinding } from "../../check/report.ts";
import type { Obstacle } from "../../errors.ts";
import { jsonLines } from "../escape.ts";
import type { PrintedWaived } from "../finding.ts";

/** Increased when a field changes its meaning or is removed; not for new fields. */
export const JSON_VERSION = 1;

/** The report as JSON, one object, described by schema/report.json. Text is not escaped beyond JSON itself. */
export const jsonText = (report: Report): string => jsonLines(jsonReport(report));

/** The same as data. */
export function jsonReport(report: Report) {
  const { outcome, planner, since, releases, apis, findings, pending, waived, approvals, notes } =
    report;
  return {
    version: JSON_VERSION,
    outcome,
    planner,
    ...(since ? { since } : {}),
    counts: {
      errors: findings.filter(({ level }) => level === "error").length,
      warnings: findings.filter(({ level }) => level === "warn").length,
      waived: waived.filter(({ waiver, approval }) => waiver ?? approval).length,
      accepted: waived.filter(({ accepted }) => accepted).length,
      evaluated: waived.filter(({ evaluated }) => evaluated).length,
      pending: pending.length,
      releases: releases.length,
    },
    findings: findings.map((one) => jsonFinding(one)),
    pending: pending.map((one) => jsonFinding(one)),
    waived: waived.map(jsonWaived),
    ...(approvals ? { approvals: jsonApprovals(approvals) } : {}),
    releases,
    ...(apis ? { apis } : {}),
    notes: notes.map(sentenceText),
  };
}

/** A finding that does not count, and why. */
export const jsonWaived = (waived: PrintedWaived) => ({
  ...jsonFinding(waived.finding),
  ...jsonAllowance(waived),
});

function jsonAllowance({ waiver, approval, accepted, evaluated }: Allowance) {
  if (approval) {
    const { by, at, via } = approval;
    return { approval: { by, at, via } };
  }
  if (waiver) {
    const { reason, owner, until, line } = waiver;
    return { waiver: { reason, owner, until, at: jsonLocation(line.at) } };
  }
  if (accepted) {
    const { owner, until, line } = accepted;
    return { accepted: { owner, until, at: jsonLocation(line.at) } };
  }
  return { evaluated: { until: evaluated.until, at: jsonLocation(evaluated.line.at) } };
}

const jsonApprovals = ({ line, asked, refused, ...policy }: ReportedApprovals) => ({
  ...policy,
  at: jsonLocation(line.at),
  asked,
  refused: refused.map(({ why, ...rest }) => ({ ...rest, why: sentenceText(why) })),
});

/** A finding of a rule, or of what looks at tarballs and registries. */
export function jsonFinding<R extends string>({
  rule,
  level,
  package: name,
  version,
  message,
  help,
  at,
  because,
  chain,
}: Omit<ReportedFinding, "rule"> & { readonly rule: R }) {
  return {
    rule,
    level,
    ...(name === undefined ? {} : { package: name }),
    ...(version === undefined ? {} : { version }),
    message: sentenceText(message),
    help: sentenceText(help),
    at: jsonLocation(at),
    ...(because ? { policy: { at: jsonLocation(because.at), text: because.text } } : {}),
    chain,
  };
}

/** Why no verdict was made, as JSON. */
export function jsonObstacles(obstacles: readonly Obstacle[]): string {
  const shown = obstacles.map(({ message, help, at }) => ({
    message,
    ...(help === undefined ? {} : { help }),
    ...(at ? { at: jsonLocation(at) } : {}),
  }));
  const data = { version: JSON_VERSION, outcome: "cannot-judge", obstacles: shown };
  return jsonLines(data);
}

const jsonLocation = ({ path, line, column, length }: Location) => ({
  path,
  line,
  column,
  ...(length === undefined ? {} : { length }),
});

/** Code between backticks, as in Markdown. */
export const sentenceText = (sentence: Sentence): string =>
  sentence.map((part) => (typeof part === "string" ? part : `\`${part.code}\``)).join("");

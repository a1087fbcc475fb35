import type { Allowance, Location } from "@release-policy/core/types";
import type { ReportedApi } from "../api/reported-api.ts";
import type { Report, ReportedFinding, ReportedRelease } from "../check/report.ts";
import { count, thousands } from "./style.ts";

/** What every face counts: releases that the change makes, and findings. */
export interface Tally {
  /** Without those that the base makes anyway. */
  readonly own: readonly ReportedRelease[];
  readonly others: readonly ReportedRelease[];
  /** Releases, by package, that an error is about. */
  readonly refused: ReadonlySet<string>;
  readonly errors: readonly ReportedFinding[];
  readonly warnings: readonly ReportedFinding[];
}

export function tallyOf({ releases, findings, pendingReleases = [] }: Report): Tally {
  const pending = new Set(pendingReleases);
  const released = new Set(releases.map(({ name }) => name));
  const errors = findings.filter(({ level }) => level === "error");
  const refused = new Set(
    errors.flatMap(({ package: name = "" }) => (released.has(name) ? [name] : [])),
  );
  // A release with an error concerns the change, whoever planned it.
  const isOwn = ({ name }: ReportedRelease) => !pending.has(name) || refused.has(name);
  return {
    own: releases.filter(isOwn),
    others: releases.filter((release) => !isOwn(release)),
    refused,
    errors,
    warnings: findings.filter(({ level }) => level === "warn"),
  };
}

/** `2 of 3 releases not allowed (3 errors, 1 warning)`, in words of ours only: for a status, a title, a summary. */
export function verdictText(report: Report): string {
  const { own, refused, errors, warnings } = tallyOf(report);
  const noun = report.since?.versionCommit ? "version" : "release";
  const counts = [
    ...(errors.length > 0 ? [count(errors.length, "error")] : []),
    ...(warnings.length > 0 ? [count(warnings.length, "warning")] : []),
    ...allowedByWord(report).map(({ text }) => text),
  ].join(", ");
  const releases = count(own.length, noun);
  if (refused.size === 0 && report.outcome === "fail") return counts;
  const verdict =
    refused.size > 0
      ? `${thousands(refused.size)} of ${releases} not allowed`
      : own.length > 0
        ? `${releases} allowed`
        : "nothing to release";
  return counts === "" ? verdict : `${verdict} (${counts})`;
}

/** Why a finding does not count, as in `3 waived`: the reason still has to be escaped. */
export interface AllowanceText {
  readonly word: "waived" | "accepted" | "evaluated";
  readonly why: string;
  /** The line of the policy that says so. */
  readonly at?: Location;
}

/** `waived`, and why: `planned for 2.0 (@acme/release, until 2026-07-01)` */
export function allowanceText(
  allowed: Allowance & { readonly finding: Pick<ReportedFinding, "level"> },
): AllowanceText {
  const { waiver, approval, accepted, evaluated } = allowed;
  const given = waiver ?? accepted ?? evaluated;
  const at = given ? { at: given.line.at } : {};
  if (evaluated) {
    const level = allowed.finding.level === "error" ? "an error" : "a warning";
    return { word: "evaluated", why: `${level} from ${evaluated.until} on`, ...at };
  }
  if (accepted)
    return {
      word: "accepted",
      why: `in the baseline (${accepted.owner}, until ${accepted.until})`,
      ...at,
    };
  const why = approval
    ? `approved by ${approval.by} (${approval.via}, ${approval.at})`
    : `${waiver.reason} (${waiver.owner}, until ${waiver.until})`;
  return { word: "waived", why, ...at };
}

/** What does not count, by why: `1 waived`, `3 accepted until 2027-01-15`. */
export function allowedByWord({ waived }: Pick<Report, "waived">) {
  const words = Map.groupBy(waived, (one) => allowanceText(one).word);
  return [...words].map(([word, members]) => {
    const days = members.flatMap(({ accepted, evaluated }) => (accepted ?? evaluated)?.until ?? []);
    const [first] = days.toSorted();
    const until = first === undefined ? "" : ` until ${first}`;
    const later = days.some((day) => day !== first) ? " or later" : "";
    return { word, members, text: `${thousands(members.length)} ${word}${until}${later}` };
  });
}

/** Whether there is anything to say about a change: it releases, it breaks the policy, or it changes it. */
export const isWorthSaying = (report: Report): boolean =>
  tallyOf(report).own.length > 0 ||
  report.findings.length > 0 ||
  report.waived.some(({ waiver, approval }) => waiver ?? approval) ||
  report.since?.policyChanged === true;

const BREAKS = { yes: "breaking", possibly: "possibly breaking", no: "not breaking" } as const;

const WORDS = {
  removed: "removed",
  breaking: "changed",
  "possibly breaking": "possibly changed",
  added: "added",
  compatible: "compatible",
  deprecated: "deprecated",
  undeprecated: "no longer deprecated",
} as const;

/** What breaks a promise first. */
export const API_KINDS = Object.keys(WORDS) as readonly (keyof typeof WORDS)[];

/** `breaking, 2 removed, 1 changed; planned minor` */
export function apiSummary({ breaks, differences, planned }: ReportedApi): string {
  const counts = API_KINDS.flatMap((kind) => {
    const { length } = differences.filter((one) => one.kind === kind);
    return length > 0 ? [`${length} ${WORDS[kind]}`] : [];
  });
  const plan = planned === "none" ? "no release planned" : `planned ${planned}`;
  return `${[BREAKS[breaks], ...counts].join(", ")}; ${plan}`;
}

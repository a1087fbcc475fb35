import type { Approval, RefusedApproval, Report, ReportedApprovals } from "release-policy";
import type { Access } from "../forge/forge.ts";
import type { ApprovalAttempt, NamedRelease } from "./attempts.ts";
import { reasonAgainst, type ApprovalContext } from "./reasons.ts";

export interface ApprovalDecisions {
  readonly approvals: readonly Approval[];
  /** Newest first, one per person and release, and none for an approved release. */
  readonly refused: readonly RefusedApproval[];
}

/** Above the realistic number of approvers: many accounts cost only this many requests. */
const MOST_PEOPLE = 50;
const MOST_REFUSALS = 10;

/**
 * Which attempts are approvals. Checks that need no request come first, and the newest attempts first, so that many
 * strangers cannot block a maintainer's retry.
 */
export async function decideApprovals(
  attempts: readonly ApprovalAttempt[],
  report: Report & { readonly approvals: ReportedApprovals },
  context: ApprovalContext,
  permissionOf: (login: string) => Promise<Access>,
): Promise<ApprovalDecisions> {
  const people = new Map<string, Promise<Access>>();
  const accessOf = (login: string): Promise<Access | undefined> => {
    const key = login.toLowerCase();
    if (!people.has(key) && people.size < MOST_PEOPLE) people.set(key, permissionOf(login));
    return people.get(key) ?? Promise.resolve(undefined);
  };
  const approvals: Approval[] = [];
  const refused: RefusedApproval[] = [];
  for (const attempt of attempts.toSorted(newestFirst)) {
    for (const release of attemptedReleases(attempt, report)) {
      const why = await reasonAgainst(attempt, release, report, context, accessOf);
      const { by, at, via } = attempt;
      if (why) refused.push({ by, at, via, ...release, why });
      else if (release) approvals.push({ by, at, via, ...release });
    }
  }
  return { approvals, refused: refusalsToTell(refused, approvals) };
}

/** A label covers every requested release; without one, it is not reported. */
const attemptedReleases = (
  { via, names }: ApprovalAttempt,
  { approvals }: { approvals: ReportedApprovals },
): readonly (NamedRelease | undefined)[] =>
  via === "comment"
    ? [names]
    : approvals.asked.map(({ package: name, version }) => ({ package: name, version }));

function refusalsToTell(
  refused: readonly RefusedApproval[],
  approvals: readonly Approval[],
): readonly RefusedApproval[] {
  const releaseKey = ({ package: name = "", version = "" }: Partial<Approval>) =>
    `${name}@${version}`;
  const approved = new Set(approvals.map(releaseKey));
  const seen = new Set<string>();
  return refused
    .filter((one) => {
      const key = `${one.by.toLowerCase()} ${releaseKey(one)}`;
      if (approved.has(releaseKey(one)) || seen.has(key)) return false;
      seen.add(key);
      return true;
    })
    .slice(0, MOST_REFUSALS);
}

const newestFirst = (a: ApprovalAttempt, b: ApprovalAttempt): number =>
  Date.parse(b.at) - Date.parse(a.at);

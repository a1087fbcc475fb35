import {
  applyApprovals,
  applyApprovalsQuietly,
  willAnswerLater,
  type ApprovalOptions,
  type ApprovedEvaluation,
} from "../approvals/apply-approvals.ts";
import { ForgeRefused, type Forge, type OwnStatus } from "../forge/forge.ts";
import { undefinedIfGone } from "../forge/refusal.ts";
import type { Evaluation } from "../judge/evaluation.ts";
import type { PullRequest } from "../pull-request.ts";
import { isStatusName, statusName } from "./status-name.ts";

/**
 * Twins are open pull requests of one commit into one branch. They merge the same, and GitHub has one status for them, so
 * there is one verdict for them: that of the commit and the branch, with the approvals of whichever twin has them. Anyone can
 * open a twin of a pull request, but gains nothing by it: a twin without approvals does not turn an approved commit red, and
 * the commit is green only while an approved pull request of this commit and branch is open. (With the worst verdict of all
 * twins, a stranger could turn every approved commit red.)
 *
 * Which twin has approvals is read off the statuses that this account has set on the commit, which a stranger cannot set.
 * So not every twin has to be read. A status is only a hint of where to look: the approvals themselves are read from the forge
 * each time.
 */
export interface TwinEvaluation extends ApprovedEvaluation {
  /** The twin whose approvals allow the change. */
  readonly approvedOn?: number;
  /** The statuses at the time when other pull requests were read; undefined if none had to be. */
  readonly seen?: readonly OwnStatus[];
}

/** The limit of other pull requests whose approvals are read, most recently approved first. */
const MOST_TWINS = 5;
/** Of one name. */
const MOST_STATUSES = 30;

const MARK = / \[approved on #([1-9]\d{0,14})\]$/;

/** What a status says after its description. */
export const approvedOnMark = (number: number): string => ` [approved on #${number}]`;

/**
 * Applies approvals: on the pull request itself if it is open, or on another one of the same commit. Undefined if the
 * forge does not answer now: the next run will know.
 */
export async function applyTwinApprovals(
  notices: string[],
  forge: Forge,
  pullRequest: PullRequest,
  evaluation: Evaluation,
  options: ApprovalOptions,
): Promise<TwinEvaluation | undefined> {
  const own = pullRequest.open
    ? await applyApprovalsQuietly(notices, forge, pullRequest, evaluation, options)
    : { evaluation };
  if (!own || !canBeApproved(evaluation)) return own;
  if (isAllowed(own.evaluation)) return { ...own, approvedOn: pullRequest.number };
  try {
    return { ...own, ...(await approvalsOfTwins(forge, pullRequest, evaluation, options)) };
  } catch (error) {
    if (!(error instanceof ForgeRefused)) throw error;
    // A token that cannot read statuses has not set one either: other pull requests stay unknown.
    if (!willAnswerLater(error)) return own;
    notices.push(
      `Approvals on other pull requests of this commit could not be read: ${error.message}`,
    );
    return undefined;
  }
}

async function approvalsOfTwins(
  forge: Forge,
  pullRequest: PullRequest,
  evaluation: Evaluation,
  options: ApprovalOptions,
): Promise<Partial<TwinEvaluation> & Pick<TwinEvaluation, "seen">> {
  const { number, head, base } = pullRequest;
  const seen = await statusesOf(forge, head.commit, statusName(base, options.key));
  for (const marked of markedIn(seen)) {
    if (marked === number) continue;
    const twin = await undefinedIfGone(() => forge.pullRequest(marked));
    if (!twin || !isTwin(twin, pullRequest)) continue;
    const { evaluation: allowed } = await applyApprovals(forge, twin, evaluation, options);
    if (isAllowed(allowed)) return { evaluation: allowed, approvedOn: marked, seen };
  }
  return { seen };
}

/** Whether the status was set elsewhere since `seen`: two runs may each have missed the other's approvals. */
export async function othersHaveSet(
  forge: Forge,
  { head, base }: PullRequest,
  { key, seen }: { readonly key: string; readonly seen: readonly OwnStatus[] },
): Promise<boolean> {
  // The newest is what was set just now.
  const [, ...before] = await statusesOf(forge, head.commit, statusName(base, key));
  return before.length > seen.length || before.some((status, i) => !isSameStatus(status, seen[i]!));
}

/** Whether a pull request whose approvals allow the change is closed by now, or has another commit or base. */
export async function approvalIsGone(
  forge: Forge,
  pullRequest: PullRequest,
  approvedOn: number,
): Promise<boolean> {
  const twin = await undefinedIfGone(() => forge.pullRequest(approvedOn));
  return !twin || !isTwin(twin, pullRequest);
}

/**
 * The open pull requests of a commit whose status may rest on an approval that counts no longer, because its pull request is
 * closed, or has another commit or base. Starts with the commit, since an event of a closed pull request may not name it.
 */
export async function pullRequestsToRejudge(
  forge: Forge,
  commit: string,
  key?: string,
): Promise<PullRequest[]> {
  const marked = new Map<string, OwnStatus[]>();
  for await (const status of forge.ownStatuses?.(commit) ?? [])
    if (isStatusName(status.name, key) && MARK.test(status.description))
      marked.set(status.name, [...(marked.get(status.name) ?? []), status]);
  const closed = new Set<string>();
  for (const [name, statuses] of marked)
    for (const number of markedIn(statuses)) {
      const found = await undefinedIfGone(() => forge.pullRequest(number));
      if (!found?.open || found.head.commit !== commit || statusName(found.base, key) !== name)
        closed.add(name);
    }
  if (closed.size === 0) return [];
  const found: PullRequest[] = [];
  for await (const other of forge.openPullRequests?.() ?? [])
    if (other.head.commit === commit && closed.has(statusName(other.base, key))) found.push(other);
  return found;
}

const isTwin = (one: PullRequest, { head, base }: PullRequest): boolean =>
  one.open &&
  one.head.commit === head.commit &&
  one.base.ref === base.ref &&
  one.base.repository.id === base.repository.id;

const canBeApproved = (evaluation: Evaluation): boolean =>
  evaluation.kind === "judged" && (evaluation.report.approvals?.asked.length ?? 0) > 0;

const isAllowed = (evaluation: Evaluation): boolean =>
  evaluation.kind === "judged" && evaluation.report.outcome !== "fail";

const markedIn = (statuses: readonly OwnStatus[]): number[] => {
  const marked = statuses.flatMap(({ description }) => MARK.exec(description)?.[1] ?? []);
  return [...new Set(marked.map(Number))].slice(0, MOST_TWINS);
};

const isSameStatus = (a: OwnStatus, b: OwnStatus): boolean =>
  a.at === b.at && a.state === b.state && a.description === b.description;

async function statusesOf(forge: Forge, commit: string, name: string): Promise<OwnStatus[]> {
  const found: OwnStatus[] = [];
  for await (const status of forge.ownStatuses?.(commit) ?? []) {
    if (status.name === name) found.push(status);
    if (found.length === MOST_STATUSES) break;
  }
  return found;
}

import type { RefusedApproval, Report, ReportedApprovals } from "release-policy";
import { hasAccess, type Access } from "../forge/forge.ts";
import type { ApprovalAttempt, NamedRelease } from "./attempts.ts";
import type { ShownTimes } from "./record.ts";

type Sentence = RefusedApproval["why"];

/** What is known about the pull request in addition to its report. */
export interface ApprovalContext {
  readonly author: string;
  readonly shown: ShownTimes;
}

/** Why an attempt does not approve; undefined if it does. The permission comes last, because it takes a request. */
export async function reasonAgainst(
  attempt: ApprovalAttempt,
  named: NamedRelease | undefined,
  report: Report & { readonly approvals: ReportedApprovals },
  context: ApprovalContext,
  accessOf: (login: string) => Promise<Access | undefined>,
): Promise<Sentence | undefined> {
  const { approvals: policy } = report;
  const against =
    writingReason(attempt, named, policy) ??
    planReason(named!, report) ??
    personReason(attempt, policy, context.author) ??
    timeReason(attempt, named!, policy, context.shown);
  if (against) return against;
  const access = await accessOf(attempt.by);
  if (access === undefined) return ["too many people have tried to approve this pull request"];
  return hasAccess(access, policy.permission)
    ? undefined
    : [`the policy requires ${policy.permission} permission, but this account has ${access}`];
}

function writingReason(
  attempt: ApprovalAttempt,
  named: NamedRelease | undefined,
  policy: ReportedApprovals,
): Sentence | undefined {
  if (attempt.via === "comment" && !policy.comment)
    return policy.label === undefined
      ? ["the policy does not allow approvals by comment"]
      : ["the policy does not allow approvals by comment; use the label ", { code: policy.label }];
  if (!named)
    return [
      "it does not name a release: write ",
      { code: "/release-policy approve <package>@<version>" },
    ];
  return attempt.edited ? ["the comment was edited: write a new comment"] : undefined;
}

function planReason(
  { package: name, version }: NamedRelease,
  { releases, findings, approvals }: Report & { readonly approvals: ReportedApprovals },
): Sentence | undefined {
  const planned = releases.find((release) => release.name === name)?.to;
  if (planned === undefined) return ["the plan does not release this package"];
  if (planned !== version) return ["the plan releases ", { code: planned }];
  if (approvals.asked.some((asked) => asked.package === name)) return undefined;
  const blocked = findings.filter(({ level, package: of }) => level === "error" && of === name);
  return blocked.length === 0
    ? ["no approval is needed"]
    : [
        "the policy does not allow approving ",
        { code: [...new Set(blocked.map(({ rule }) => rule))].join(", ") },
      ];
}

function personReason(
  { by }: ApprovalAttempt,
  { byAnother }: ReportedApprovals,
  author: string,
): Sentence | undefined {
  if (by.endsWith("[bot]")) return ["bots cannot approve"];
  return byAnother && by.toLowerCase() === author.toLowerCase()
    ? ["the author cannot approve their own pull request"]
    : undefined;
}

/**
 * An approval covers what the comment showed at that time. Forges have times in seconds: one of the same second may
 * be earlier.
 */
function timeReason(
  { at, via, seen = "" }: ApprovalAttempt,
  { package: name }: NamedRelease,
  { asked }: ReportedApprovals,
  shown: ShownTimes,
): Sentence | undefined {
  const { digest } = asked.find((one) => one.package === name)!;
  const since = shown.get(digest);
  if (since !== undefined && Date.parse(at) > since && digest.startsWith(seen)) return undefined;
  const again = via === "label" ? "remove the label and add it again" : "write it again";
  return [`the release has changed since: review it, then ${again}`];
}

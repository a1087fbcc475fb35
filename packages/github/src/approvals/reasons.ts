import type { RefusedApproval, Report, ReportedApprovals } from "release-policy";
import { ACCESS, type Access } from "../forge/forge.ts";
import type { Wish } from "./decide.ts";
import type { Shown } from "./record.ts";

type Sentence = RefusedApproval["why"];
type Named = { readonly package: string; readonly version: string } | undefined;

/** What is known of the pull request beside its report. */
export interface Asking {
  readonly author: string;
  readonly shown: Shown;
}

/** Why a wish approves nothing, undefined where it approves. The permission is asked of the forge, and so comes last. */
export async function reasonAgainst(
  wish: Wish,
  named: Named,
  report: Report & { readonly approvals: ReportedApprovals },
  asking: Asking,
  accessOf: (login: string) => Promise<Access | undefined>,
): Promise<Sentence | undefined> {
  const { approvals: policy } = report;
  const against =
    ofWriting(wish, named, policy) ??
    ofPlan(named!, report) ??
    ofPerson(wish, policy, asking.author) ??
    ofTime(wish, named!, policy, asking.shown);
  if (against) return against;
  const access = await accessOf(wish.by);
  if (access === undefined) return ["too many people have tried to approve this pull request"];
  return ACCESS.indexOf(access) < ACCESS.indexOf(policy.permission)
    ? [`the policy asks for ${policy.permission} permission, and this account has ${access}`]
    : undefined;
}

function ofWriting(wish: Wish, named: Named, policy: ReportedApprovals): Sentence | undefined {
  if (wish.via === "comment" && !policy.comment)
    return policy.label === undefined
      ? ["the policy lets no comment approve"]
      : ["the policy lets no comment approve; the label ", { code: policy.label }, " does"];
  if (!named)
    return ["it names no release: write ", { code: "/release-policy approve <package>@<version>" }];
  return wish.edited ? ["the comment was edited: write it again, in a new one"] : undefined;
}

function ofPlan(
  { package: name, version }: NonNullable<Named>,
  { releases, findings, approvals }: Report & { readonly approvals: ReportedApprovals },
): Sentence | undefined {
  const planned = releases.find((release) => release.name === name)?.to;
  if (planned === undefined) return ["the plan does not release this package"];
  if (planned !== version) return ["the plan releases it at ", { code: planned }];
  if (approvals.asked.some((asked) => asked.package === name)) return undefined;
  const blocked = findings.filter(({ level, package: of }) => level === "error" && of === name);
  return blocked.length === 0
    ? ["it needs no approval"]
    : [
        "the policy does not let this be approved: ",
        { code: [...new Set(blocked.map(({ rule }) => rule))].join(", ") },
      ];
}

function ofPerson(
  { by }: Wish,
  { byAnother }: ReportedApprovals,
  author: string,
): Sentence | undefined {
  if (by.endsWith("[bot]")) return ["only people approve"];
  return byAnother && by.toLowerCase() === author.toLowerCase()
    ? ["the policy asks for another person than the author"]
    : undefined;
}

/**
 * An approval is of what the comment showed when it was given. Forges tell times in seconds: one of the same second
 * may have been before.
 */
function ofTime(
  { at, via }: Wish,
  { package: name }: NonNullable<Named>,
  { asked }: ReportedApprovals,
  shown: Shown,
): Sentence | undefined {
  const since = shown.get(asked.find((one) => one.package === name)!.digest);
  if (since !== undefined && Date.parse(at) > since) return undefined;
  const again = via === "label" ? "take the label off and set it again" : "write it again";
  return [`it was given before this comment showed the release as it is now: look, and ${again}`];
}

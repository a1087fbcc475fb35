import type { Finding, Waived } from "./finding.ts";
import type { Approvals } from "./policy/policy.ts";
import { isApprovable, type ApprovableRule } from "./policy/settings.ts";

/** Somebody allowed a package to be released at a version. Who may do that was checked by whoever says so. */
export interface Approval {
  readonly package: string;
  readonly version: string;
  /** The account's name. */
  readonly by: string;
  /** When, as an ISO time. */
  readonly at: string;
  readonly via: "comment" | "label";
}

/** What is in the plan: an approval of another version of the package allows nothing. */
type Planned = readonly { readonly name: string; readonly to: string }[];

/**
 * Lets approvals allow what the policy says they may: findings of a rule that is named, about exactly that package,
 * which the plan releases at exactly that version. Of several approvals of one release the earliest is shown.
 */
export function approve(
  findings: readonly Finding[],
  approvals: readonly Approval[],
  policy: Approvals,
  releases: Planned,
  rules: readonly ApprovableRule[],
): { readonly findings: readonly Finding[]; readonly approved: readonly Waived[] } {
  const planned = new Set(releases.map(({ name, to }) => keyOf(name, to)));
  const given = new Map<string, Approval>();
  for (const approval of approvals.toSorted(byTime)) {
    const key = keyOf(approval.package, approval.version);
    if (planned.has(key) && !given.has(key)) given.set(key, approval);
  }
  const may = mayBeApproved(policy, rules);
  const left: Finding[] = [];
  const approved: Waived[] = [];
  for (const finding of findings) {
    const { package: name, version } = finding;
    const named = name === undefined || version === undefined ? undefined : keyOf(name, version);
    const approval = named !== undefined && may(finding.rule) ? given.get(named) : undefined;
    if (approval) approved.push({ finding, approval });
    else left.push(finding);
  }
  return { findings: left, approved };
}

/** Whether findings of a rule may be approved, by the rule's id. */
export function mayBeApproved(
  policy: Approvals,
  rules: readonly ApprovableRule[],
): (id: string) => boolean {
  const ids = rules.filter(isApprovable).map(({ id }) => id);
  const known = new Set(
    policy.rules === "all" ? ids : ids.filter((id) => policy.rules.includes(id)),
  );
  return (id) => known.has(id);
}

const keyOf = (name: string, version: string): string => `${name}\n${version}`;

const byTime = (a: Approval, b: Approval): number =>
  compare(a.at, b.at) || compare(a.by, b.by) || compare(a.via, b.via);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

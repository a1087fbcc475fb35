import { byCodeUnit } from "../sentence.ts";
import type { Changeset, Facts } from "../facts/facts.ts";
import type { ApprovableRule, Approvals } from "../policy/policy.ts";
import type { RuleId } from "../policy/rule-ids.ts";
import { isApprovable } from "../policy/settings.ts";
import { changesetsLeadingTo } from "./changesets-behind.ts";
import type { Approval, Finding, Waived } from "./finding.ts";
import { type AnyRule, idsOf } from "./rule.ts";

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
  const planned = new Set(releases.map(({ name, to }) => approvalKey(name, to)));
  const given = new Map<string, Approval>();
  for (const approval of approvals.toSorted(byTime)) {
    const key = approvalKey(approval.package, approval.version);
    if (planned.has(key) && !given.has(key)) given.set(key, approval);
  }
  const may = mayBeApproved(policy, rules);
  const left: Finding[] = [];
  const approved: Waived[] = [];
  for (const finding of findings) {
    const { package: name, version } = finding;
    const named =
      name === undefined || version === undefined ? undefined : approvalKey(name, version);
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
): (id: RuleId) => boolean {
  const known = idsOf(
    rules,
    (rule) => isApprovable(rule) && (policy.rules === "all" || policy.rules.includes(rule.id)),
  );
  return (id) => known.has(id);
}

const approvalKey = (name: string, version: string): string => `${name}\n${version}`;

const byTime = (a: Approval, b: Approval): number =>
  byCodeUnit(a.at, b.at) || byCodeUnit(a.by, b.by) || byCodeUnit(a.via, b.via);

/** A release that needs an approval. */
export interface NeededApproval {
  readonly package: string;
  readonly version: string;
  /** The rules that report errors for it. */
  readonly rules: readonly RuleId[];
  /** Everything that an approval covers, as one text: if it differs, the approval does not apply. */
  readonly basis: string;
}

/**
 * The releases that an approval can allow. An approval covers the version, the rules, the breaks of the API and the
 * change's own changesets that cause the release: merges by others do not invalidate it while the version stays.
 */
export function neededApprovals(
  findings: readonly Finding[],
  facts: Facts,
  policy: Approvals,
  rules: readonly AnyRule[],
): readonly NeededApproval[] {
  const may = mayBeApproved(policy, rules);
  const releases = new Map(facts.releases.map((release) => [release.name, release]));
  // A finding without a version is of no release: its package may not even have one.
  const isOfRelease = ({ package: name, version }: Finding): boolean =>
    version !== undefined && releases.get(name ?? "")?.to === version;
  const blocked = Map.groupBy(
    findings.filter(
      (finding) => finding.level === "error" && may(finding.rule) && isOfRelease(finding),
    ),
    (finding) => finding.package!,
  );
  return [...blocked]
    .map(([name, ones]): NeededApproval => {
      const version = releases.get(name)!.to;
      const broken = [...new Set(ones.map(({ rule }) => rule))].toSorted();
      const texts = changesetsToApprove(name, facts).map(textOf).toSorted();
      const basis = JSON.stringify([name, version, broken, texts, ...breaksToApprove(name, facts)]);
      return { package: name, version, rules: broken, basis };
    })
    .toSorted((a, b) => byCodeUnit(a.package, b.package));
}

/** What breaks in its API: approving the removal of one element does not approve that of another. */
function breaksToApprove(name: string, { packages }: Facts): readonly unknown[] {
  const { api } = packages.find((pkg) => pkg.name === name) ?? {};
  const breaks = (api?.differences ?? [])
    .filter(({ kind }) => kind === "removed" || kind === "breaking")
    .map(({ kind, entry, path, after = "" }) => [kind, entry, path, after]);
  return breaks.length > 0 ? [breaks] : [];
}

/** The change's own changesets that cause a release; all of them without a base or in a version commit. */
function changesetsToApprove(name: string, facts: Facts): readonly Changeset[] {
  const { changes } = facts;
  const own = changes?.kind === "pending" ? new Set(changes.changesets) : undefined;
  return changesetsLeadingTo(name, facts).filter(({ id }) => own?.has(id) ?? true);
}

/** Excludes the file's name, so that renaming a changeset changes nothing. */
const textOf = ({ bumps, summary }: Changeset): string =>
  JSON.stringify([bumps.map(({ package: name, bump }) => [name, bump]), summary]);

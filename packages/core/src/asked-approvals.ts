import { mayBeApproved } from "./approval.ts";
import { origin } from "./chain.ts";
import type { Changeset, Facts } from "./facts.ts";
import type { Finding } from "./finding.ts";
import type { Approvals } from "./policy/policy.ts";
import type { AnyRule } from "./rule.ts";

/** A release that needs somebody's approval. */
export interface AskedApproval {
  readonly package: string;
  readonly version: string;
  /** The rules at error level that speak against it. */
  readonly rules: readonly string[];
  /** All that an approval is an approval of, as one text: where it differs, what was approved is something else. */
  readonly basis: string;
}

/**
 * The releases that an approval could let through. The basis holds the version, the rules and the changesets of the
 * change itself that lead to the release: what other people merge meanwhile voids no approval while the version stays.
 */
export function askedApprovals(
  findings: readonly Finding[],
  facts: Facts,
  policy: Approvals,
  rules: readonly AnyRule[],
): readonly AskedApproval[] {
  const may = mayBeApproved(policy, rules);
  const releases = new Map(facts.releases.map((release) => [release.name, release]));
  const blocked = Map.groupBy(
    findings.filter(
      ({ level, rule, package: name, version }) =>
        level === "error" && may(rule) && releases.get(name ?? "")?.to === version,
    ),
    (finding) => finding.package!,
  );
  return [...blocked]
    .map(([name, ones]): AskedApproval => {
      const version = releases.get(name)!.to;
      const broken = [...new Set(ones.map(({ rule }) => rule))].toSorted();
      const texts = changesetsBehind(name, facts).map(textOf).toSorted();
      const basis = JSON.stringify([name, version, broken, texts]);
      return { package: name, version, rules: broken, basis };
    })
    .toSorted((a, b) => (a.package < b.package ? -1 : 1));
}

/** The change's own changesets that lead to a release, along every cause; all of them where there is no base, or a version commit uses them up. */
function changesetsBehind(name: string, facts: Facts): readonly Changeset[] {
  const { releases, changesets, changes } = facts;
  const ids = new Set<string>();
  const reached = new Set([name]);
  for (const at of reached) {
    for (const cause of releases.find((release) => release.name === at)?.causes ?? []) {
      if (cause.kind === "changeset") ids.add(cause.changeset);
      const back = origin(cause);
      if (back !== undefined) reached.add(back);
    }
  }
  const used = changes?.used;
  const own = changes && !used ? new Set(changes.changesets) : undefined;
  return [...changesets, ...(used ?? [])].filter(({ id }) => ids.has(id) && (own?.has(id) ?? true));
}

/** The file's name is not part of it: whoever renames a changeset changes nothing. */
const textOf = ({ bumps, summary }: Changeset): string =>
  JSON.stringify([bumps.map(({ package: name, bump }) => [name, bump]), summary]);

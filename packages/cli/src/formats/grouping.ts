import type { Location } from "@release-policy/core/types";
import type { ReportedFinding } from "../check/report.ts";

/** Findings of one rule, such as of a changeset that moves a group; the nearest to the cause comes first. */
export type SameRule = readonly [ReportedFinding, ...ReportedFinding[]];

/** What one edit fixes: the lead says how, the others are about the same place. */
export interface FindingGroup {
  readonly level: ReportedFinding["level"];
  readonly lead: SameRule;
  readonly others: readonly SameRule[];
}

/** Findings of one rule at one place: the fix of the one that is nearest to the cause answers all. */
export function byCause(findings: readonly ReportedFinding[]): readonly SameRule[] {
  const keyOf = ({ rule, level, at }: ReportedFinding) =>
    [rule, level, at.path, at.line, at.column].join("\n");
  return [...Map.groupBy(findings, keyOf).values()].map(
    (group) => group.toSorted(byDistance) as unknown as SameRule,
  );
}

/** One group for each package and line, so that one edit answers all of it. Errors come before warnings. */
export function byLine(findings: readonly ReportedFinding[]): readonly FindingGroup[] {
  const groups = Map.groupBy(byCause(findings), ([{ level, package: name, at }]) =>
    [level, name, lineKey(at)].join("\n"),
  );
  return [...groups.values()]
    .map((rules) => groupOf(rules.toSorted(([a], [b]) => byDistance(a, b))))
    .toSorted(errorsFirst);
}

/** One group for each changeset line with its consequences; the largest first. */
export function byOrigin(findings: readonly ReportedFinding[]): readonly FindingGroup[] {
  const groups = Map.groupBy(findings, ({ level, at, chain }) => {
    const cause = chain.at(-1)?.cause;
    return [level, lineKey(cause?.kind === "changeset" ? cause.at : at)].join("\n");
  });
  return [...groups.values()]
    .map((group) => Map.groupBy(group.toSorted(byDistance), ({ rule }) => rule))
    .map((byRule) => groupOf([...byRule.values()] as unknown as SameRule[]))
    .toSorted((a, b) => errorsFirst(a, b) || findingsOf(b).length - findingsOf(a).length);
}

/** Three or more groups of a single finding of the same rule and line of the policy become one: the first, and those like it. */
export function alike(
  groups: readonly FindingGroup[],
): readonly { readonly group: FindingGroup; readonly like: readonly FindingGroup[] }[] {
  const keyOf = (group: FindingGroup) => {
    const [{ rule, because }] = group.lead;
    return findingsOf(group).length > 1
      ? group
      : [group.level, rule, because ? lineKey(because.at) : ""].join("\n");
  };
  return [...Map.groupBy(groups, keyOf).values()].flatMap(([group, ...like]) => {
    if (like.length > 1) return [{ group: group!, like }];
    return [group!, ...like].map((one) => ({ group: one, like: [] }));
  });
}

/** Every finding of a group, the lead first. */
export const findingsOf = ({ lead, others }: FindingGroup): readonly ReportedFinding[] =>
  [lead, ...others].flat();

const groupOf = ([lead, ...others]: readonly SameRule[]): FindingGroup => ({
  level: lead![0].level,
  lead: lead!,
  others,
});

/** Short chains first; among them those with an edit. */
const byDistance = (a: ReportedFinding, b: ReportedFinding): number =>
  a.chain.length - b.chain.length || Number(b.edits !== undefined) - Number(a.edits !== undefined);

const errorsFirst = (a: FindingGroup, b: FindingGroup): number =>
  Number(a.level === "warn") - Number(b.level === "warn");

const lineKey = ({ path, line }: Location): string => `${path}\n${line}`;

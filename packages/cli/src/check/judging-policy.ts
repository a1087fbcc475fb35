import {
  type Approvals,
  EMPTY_POLICY,
  type Facts,
  type Package,
  type Policy,
  type Sentence,
  type Finding,
  type TrackChange,
  type Verdict,
  judge,
  plain,
  say,
  tracksOf,
  tracksSelecting,
} from "@release-policy/core";
import type { CannotJudge } from "../errors.ts";
import type { Difference } from "../git/changes.ts";
import { POLICY_FOLDER } from "../policy/policy-files.ts";
import { rules } from "../policy/rules.ts";
import type { Base } from "./base/base.ts";
import type { EffectFinding, PolicyEffect, Since } from "./report.ts";

export async function missingPolicy({ packages }: Facts): Promise<CannotJudge> {
  return (await import("../policy/proposed-files.ts")).missingPolicyError(packages);
}

export interface Judges {
  /** Whether the change edits the policy. */
  readonly edited: boolean;
  /** The policy of the change itself, with the baseline of the base: a change must not accept its own findings. */
  readonly own: Policy | undefined;
  readonly notes?: readonly Sentence[];
  readonly policy: Policy;
  readonly judgedBy: Since["judgedBy"];
  readonly old?: Policy | undefined;
  /** Of the base, even if it allows the head's policy to apply. */
  readonly approvals: Approvals | undefined;
}

/** The policy of the base judges, unless that policy says otherwise: a change must not allow itself. */
export async function choosePolicy(
  written: Policy | undefined,
  { files }: Difference,
  base: Base,
  facts: Facts,
  policyAt: string | undefined,
): Promise<Judges> {
  const edited = files.some(({ path }) => path.startsWith(`${POLICY_FOLDER}/`));
  const { before, notes } =
    edited || policyAt !== undefined ? await base.policy(policyAt, written) : {};
  const { approvals, baseline } =
    (edited || policyAt !== undefined ? before : written) ?? EMPTY_POLICY;
  const own = written && edited ? { ...written, baseline } : written;
  if (before?.judgedBy === "base")
    return {
      edited,
      own,
      policy: before,
      judgedBy: "base",
      approvals,
      ...(edited ? { old: before } : {}),
    };
  if (own) {
    const judgedBy = edited ? "head" : "base";
    const judges = { edited, own, policy: own, judgedBy, old: before, approvals } as const;
    return { ...judges, ...(notes ? { notes } : {}) };
  }
  throw await missingPolicy(facts);
}

/**
 * The effect of a policy change: the packages that it moves to another track, and its baseline. A package that the
 * change adds was not on a track, and starts where the change puts it: it had no promise that the change could break.
 */
export function withPolicyChange(
  facts: Facts,
  old: Policy | undefined,
  own: Policy | undefined,
): Facts {
  if (!facts.changes || !old || !own) return facts;
  const packages = facts.packages.map((pkg): Package => {
    const [start, ...others] = pkg.isAdded ? tracksSelecting(own, pkg) : [];
    return start && others.length === 0 ? { ...pkg, startsOn: start.name } : pkg;
  });
  const tracks = packages.flatMap((pkg): TrackChange[] => {
    const [from, to] = [tracksOf(old, pkg)[0], tracksOf(own, pkg)[0]];
    if (!from || !to || from.name === to.name || pkg.isNew) return [];
    return [{ name: pkg.name, from: from.name, to: to.name, at: to.line("packages").at }];
  });
  const after = own.baseline.map((entry) => ({ ...entry, at: entry.line.at }));
  const baseline = { before: old.baseline, after };
  return { ...facts, packages, changes: { ...facts.changes, tracks, baseline } };
}

/** A change of the policy is judged by both: by the old one for the verdict, by the new one for information. */
export function notesOf(
  facts: Facts,
  verdict: Verdict,
  own: Policy | undefined,
  judged: Policy,
): Sentence[] {
  if (own === judged) return [];
  if (!own)
    return [say`this change deletes the policy, but it was judged by the policy of the base`];
  const after = judge(facts, own, rules).findings.length;
  return [
    say`this change edits ${POLICY_FOLDER}, but it was judged by the policy of the base (findings: ${verdict.findings.length}; with its own policy: ${after})`,
  ];
}

/** What the policy of a change says otherwise of today's plan than the one before; nothing where it does not edit it. */
export function policyEffect(
  facts: Facts,
  verdict: Verdict,
  { edited, own, policy, old, notes }: Judges,
): { readonly policyEffect?: PolicyEffect } {
  if (!edited || !own) return {};
  if (notes) return { policyEffect: { problem: "the policy of the base cannot be parsed" } };
  const by = (one: Policy | undefined): readonly Finding[] =>
    one === policy ? verdict.findings : one ? judge(facts, one, rules).findings : [];
  const [after, before] = [by(own), by(old)];
  const [added, removed] = [onlyIn(after, before), onlyIn(before, after)];
  return { policyEffect: { today: { added, removed } } };
}

/** A rule that says the same of a release in other words, such as another range of its track, does not differ. */
function onlyIn(findings: readonly Finding[], others: readonly Finding[]): EffectFinding[] {
  const keyOf = ({ rule, level, package: name, version, at, message }: Finding): string =>
    [rule, level, name, version, at.path, name === undefined ? plain(message) : ""].join("\0");
  const known = new Set(others.map(keyOf));
  return findings.filter((finding) => !known.has(keyOf(finding))).map(effectFinding);
}

const effectFinding = ({
  rule,
  level,
  package: name,
  version,
  message,
}: Finding): EffectFinding => ({
  rule,
  level,
  ...(name === undefined ? {} : { package: name }),
  ...(version === undefined ? {} : { version }),
  message: plain(message),
});

import type { Need } from "../facts/evidence.ts";
import type { Facts } from "../facts/facts.ts";
import type { Location } from "../facts/location.ts";
import type { Policy, Setting, Waiver } from "../policy/policy.ts";
import { defaultOptions, levelOf } from "../policy/settings.ts";
import { plain, byCodeUnit } from "../sentence.ts";
import { chainOf } from "./chain.ts";
import { type Finding, type Verdict, type Waived, outcomeOf } from "./finding.ts";
import type { AnyRule, Problem } from "./rule.ts";
import { type View, versionAfterPlan, viewOf } from "./view.ts";

export interface JudgeOptions {
  /** Warnings count as errors. */
  readonly strict?: boolean;
}

/**
 * Runs the rules over the facts, lets waivers allow what they name, and decides the outcome.
 * Pure: the same facts, policy and rules give the same verdict, with findings in the order of files and lines.
 */
export function judge(
  facts: Facts,
  policy: Policy,
  rules: readonly AnyRule[],
  { strict = false }: JudgeOptions = {},
): Verdict {
  const used = new Set<Waiver>();
  const running = lastOnesLast(rules.filter((one) => isOn(policy, one)));
  const view = viewOf(facts, policy, used, running);
  const findings: Finding[] = [];
  const waived: Waived[] = [];
  for (const rule of running) {
    for (const finding of run(rule, view, strict)) {
      const waivers = waiversOf(finding, policy.waivers, facts.today);
      const [waiver] = waivers;
      if (!waiver) findings.push(finding);
      else {
        for (const one of waivers) used.add(one);
        const { reason, owner, until, line } = waiver;
        waived.push({ finding, waiver: { reason, owner, until, line } });
      }
    }
  }
  const sorted = findings.toSorted(byPlace);
  return {
    outcome: outcomeOf(sorted),
    findings: sorted,
    waived: waived.toSorted((a, b) => byPlace(a.finding, b.finding)),
  };
}

/** Which waivers are used is known when every other rule has run. */
const lastOnesLast = (rules: readonly AnyRule[]): readonly AnyRule[] =>
  rules.toSorted((a, b) => Number(a.last ?? false) - Number(b.last ?? false));

function run(rule: AnyRule, view: View, strict: boolean): Finding[] {
  const setting = settingsOf(rule, view);
  const problems: readonly Problem[] = rule.check(view, (name) => setting(name).options);
  return problems.flatMap((problem): Finding[] => {
    const { package: name, api, release, cause, because, at } = problem;
    const { level, isSet } = setting(name);
    if (level === "off") return [];
    const version = name === undefined ? undefined : versionAfterPlan(view, name);
    return [
      {
        rule: rule.id,
        level: strict ? "error" : (problem.atMost ?? (isSet ? undefined : problem.level) ?? level),
        ...(name === undefined ? {} : { package: name }),
        ...(version === undefined ? {} : { version }),
        ...(api === undefined ? {} : { api }),
        message: rule.message(problem),
        ...helpOf(rule, problem),
        at,
        ...(because ? { because } : {}),
        chain: release
          ? chainOf(cause ? { ...release, causes: [cause] } : release, view.releaseOf)
          : [],
      },
    ];
  });
}

function helpOf(rule: AnyRule, problem: Problem): Pick<Finding, "help" | "option"> {
  const [help, option] = [rule.help(problem), rule.option?.(problem)];
  return option ? { help: [...help, "; ", ...option], option } : { help };
}

/** The package's track decides, then the workspace, then the rule itself: `isSet` is false there. */
function settingsOf(
  { id, level, ...rule }: AnyRule,
  view: View,
): (name?: string) => Required<Setting> & { readonly isSet: boolean } {
  const outer = view.policy.settings.get(id);
  let defaults: { readonly options: unknown } | undefined;
  return (name) => {
    const setting = {
      ...outer,
      ...(name === undefined ? undefined : view.trackOf(name)?.settings.get(id)),
    };
    return {
      level: setting.level ?? level,
      isSet: setting.level !== undefined,
      // Reading the schema for them takes longer than most rules need to check.
      get options() {
        if ("options" in setting) return setting.options;
        defaults ??= { options: defaultOptions(rule) };
        return defaults.options;
      },
    };
  };
}

const waiversOf = (
  { rule, package: name, version, api }: Finding,
  waivers: readonly Waiver[],
  today: string,
): readonly Waiver[] =>
  waivers.filter(
    (waiver) =>
      waiver.rule === rule &&
      waiver.package === name &&
      waiver.version === version &&
      (waiver.api === undefined || waiver.api === api) &&
      today <= waiver.until,
  );

const comparePlace = (a: Location, b: Location): number => a.line - b.line || a.column - b.column;

/** The order of files and lines. */
export const byPlace = (a: Finding, b: Finding): number =>
  byCodeUnit(a.at.path, b.at.path) ||
  comparePlace(a.at, b.at) ||
  byCodeUnit(a.rule, b.rule) ||
  byCodeUnit(a.package ?? "", b.package ?? "");

/** Whether the policy has a rule on, for the workspace or on a track. */
const isOn = (policy: Policy, rule: AnyRule): boolean =>
  [undefined, ...policy.tracks].some((track) => levelOf(policy, rule, track) !== "off");

/** What the rules that the policy switches on have to know beyond the plan. */
export const needsOf = (policy: Policy, rules: readonly AnyRule[]): ReadonlySet<Need> =>
  new Set(
    rules
      .filter((rule) => rule.needs && isOn(policy, rule))
      .flatMap(({ needs = [] }) => (typeof needs === "function" ? needs(policy) : needs)),
  );

/**
 * Splits the findings of a change into those that it introduces and those that its base has already. The
 * same rule saying the same sentence about the same file is the same finding; a version that got worse is
 * another sentence.
 */
export function splitIntroduced(
  head: readonly Finding[],
  base: readonly Finding[],
): { readonly introduced: readonly Finding[]; readonly pending: readonly Finding[] } {
  const known = new Set(base.map(identityOf));
  const introduced = head.filter((finding) => !known.has(identityOf(finding)));
  return { introduced, pending: head.filter((finding) => known.has(identityOf(finding))) };
}

const identityOf = ({ rule, at, message }: Finding): string =>
  [rule, at.path, plain(message)].join("\0");

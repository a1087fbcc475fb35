import type { Need } from "../facts/evidence.ts";
import type { Facts } from "../facts/facts.ts";
import type { Location } from "../facts/location.ts";
import { acceptance } from "../policy/baseline.ts";
import { presence } from "../policy/matters.ts";
import type { Evaluation, Policy, Setting, Track, Waiver } from "../policy/policy.ts";
import { defaultOptions, levelOf } from "../policy/settings.ts";
import { plain, byCodeUnit } from "../sentence.ts";
import { chainOf } from "./chain.ts";
import { type Finding, type Verdict, type Waived, outcomeOf } from "./finding.ts";
import type { AnyRule, Problem } from "./rule.ts";
import { type View, versionAfterPlan, viewOf } from "./view.ts";

export interface JudgeOptions {
  /** Warnings count as errors. */
  readonly strict?: boolean;
  /** The rules whose findings are needed. The others only run where one of these has to know what they found. */
  readonly onlyRules?: ReadonlySet<string>;
}

/**
 * Runs the rules on the facts, applies waivers and the baseline, and decides the outcome. Pure: the same facts,
 * policy and rules give the same verdict, with findings in the order of files and lines.
 */
export function judge(
  facts: Facts,
  policy: Policy,
  rules: readonly AnyRule[],
  { strict = false, onlyRules }: JudgeOptions = {},
): Verdict {
  const used = new Set<Waiver>();
  const running = lastOnesLast(rules.filter((one) => isOn(policy, one)));
  const view = viewOf(facts, policy, used, running);
  const findings: Finding[] = [];
  const waived: Waived[] = [];
  const mayFind = whatMayFind(facts, policy);
  const needsAll =
    onlyRules === undefined || running.some(({ id, last }) => last && onlyRules.has(id));
  for (const rule of running) {
    if (!(needsAll || onlyRules.has(rule.id)) || !mayFind(rule)) continue;
    for (const [finding, evaluated] of run(rule, view, strict)) {
      const waivers = waiversOf(finding, policy.waivers, facts.today);
      const [waiver] = waivers;
      if (waiver) {
        for (const one of waivers) used.add(one);
        const { reason, owner, until, line } = waiver;
        waived.push({ finding, waiver: { reason, owner, until, line } });
      } else if (evaluated) waived.push({ finding, evaluated });
      else findings.push(finding);
    }
  }
  const accepts = acceptance(policy.baseline, facts.today);
  const counted = findings.toSorted(byPlace).filter((finding) => {
    const accepted = accepts(finding);
    if (accepted) waived.push({ finding, accepted });
    return !accepted;
  });
  return {
    outcome: outcomeOf(counted),
    findings: counted,
    waived: waived.toSorted((a, b) => byPlace(a.finding, b.finding)),
  };
}

/** Which waivers are used is known when every other rule has run. */
const lastOnesLast = (rules: readonly AnyRule[]): readonly AnyRule[] =>
  rules.toSorted((a, b) => Number(a.last ?? false) - Number(b.last ?? false));

/** What a rule finds, each with the evaluation under which it does not count yet. */
function run(
  rule: AnyRule,
  view: View,
  strict: boolean,
): (readonly [Finding, Evaluation | undefined])[] {
  const setting = settingsOf(rule, view);
  const problems: readonly Problem[] = rule.check(view, (name) => setting(name).options);
  return problems.flatMap((problem) => {
    const { package: name, api, release, cause, because, at } = problem;
    const { level, isSet, evaluation } = setting(name);
    if (level === "off") return [];
    const version = name === undefined ? undefined : versionAfterPlan(view, name);
    const finding: Finding = {
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
    };
    return [
      [finding, evaluation && view.today < evaluation.until ? evaluation : undefined] as const,
    ];
  });
}

function helpOf(rule: AnyRule, problem: Problem): Pick<Finding, "help" | "option"> {
  const [help, option] = [rule.help(problem), rule.option?.(problem)];
  return option ? { help: [...help, "; ", ...option], option } : { help };
}

type SettingFor = Omit<Setting, "options"> & { options: unknown; readonly isSet: boolean };

/** The package's track decides, then the workspace, then the rule itself: `isSet` is false there. */
function settingsOf(rule: AnyRule, view: View): (name?: string) => SettingFor {
  const { id, level } = rule;
  const outer = view.policy.settings.get(id);
  let defaults: { readonly options: unknown } | undefined;
  const known = new Map<Track | undefined, SettingFor>();
  return (name) => {
    const track = name === undefined ? undefined : view.trackOf(name);
    const found = known.get(track);
    if (found) return found;
    const setting = { ...outer, ...track?.settings.get(id) };
    const evaluation = setting.evaluation ?? track?.evaluation;
    const made: SettingFor = {
      ...(evaluation ? { evaluation } : {}),
      level: setting.level ?? level,
      isSet: setting.level !== undefined,
      // Reading the schema for them takes longer than most rules need to check.
      get options() {
        if ("options" in setting) return setting.options;
        defaults ??= { options: defaultOptions(rule) };
        return defaults.options;
      },
    };
    known.set(track, made);
    return made;
  };
}

/** The waivers that allow a finding on a day. */
export const waiversOf = (
  {
    rule,
    package: name,
    version,
    api,
  }: Pick<Finding, "package" | "version" | "api"> & { readonly rule: string },
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

/** Finds which rules have something to look at: the others would find nothing. */
function whatMayFind(facts: Facts | undefined, policy: Policy): (rule: AnyRule) => boolean {
  const hasAny = presence(facts, policy);
  const hasOptions = ({ id }: AnyRule): boolean =>
    [policy, ...policy.tracks].some(({ settings }) => settings.get(id)?.options !== undefined);
  return (rule) => rule.looksAt === undefined || hasAny(rule.looksAt) || hasOptions(rule);
}

/** What the rules that the policy switches on have to know beyond the plan. */
export function needsOf(policy: Policy, rules: readonly AnyRule[]): ReadonlySet<Need> {
  const known = NEEDS.get(policy);
  if (known?.rules === rules) return known.needs;
  const mayFind = whatMayFind(undefined, policy);
  const needs = new Set(
    rules
      .filter((rule) => isOn(policy, rule) && mayFind(rule))
      .flatMap((rule) => {
        const { needs: own = [] } = rule;
        return typeof own === "function" ? own(policy) : own;
      }),
  );
  NEEDS.set(policy, { rules, needs });
  return needs;
}

/** An audit asks for the same policy a thousand times. */
const NEEDS = new WeakMap<
  Policy,
  { readonly rules: readonly AnyRule[]; readonly needs: ReadonlySet<Need> }
>();

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

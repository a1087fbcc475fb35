import type { Schema } from "../policy/schema/definition.ts";
import type { Need } from "../facts/evidence.ts";
import type { Example } from "../facts/example.ts";
import type { Cause, Release } from "../facts/facts.ts";
import type { Location } from "../facts/location.ts";
import type { PolicyLine } from "../policy/file.ts";
import type { Matter } from "../policy/matters.ts";
import type { Level, Policy } from "../policy/policy.ts";
import type { RuleId } from "../policy/rule-ids.ts";
import type { Sentence } from "../sentence.ts";
import type { Edit, Fix, FixStep, Remedies, RuleFix } from "./edit.ts";
import type { Finding } from "./finding.ts";
import type { View } from "./view.ts";

export type Family = "versions" | "plan" | "changesets" | "policy" | "evidence" | "time" | "docs";

/** What a rule found, as data. Each rule adds what its sentences need. */
export interface Problem {
  /** The package that the problem is about; its track decides level and options. */
  readonly package?: string;
  readonly at: Location;
  /** The element of the public API that the problem is about, where a waiver names it. */
  readonly api?: string;
  /** The release that the problem is about, for the chain of causes and for waivers. */
  readonly release?: Release;
  /** The cause of the release that the problem is about, if it is not the strongest. */
  readonly cause?: Cause;
  /** The policy line that says so. */
  readonly because?: PolicyLine;
  /** A soft promise: a warning, unless the policy sets the rule's level, or `strict` makes errors of all. */
  readonly level?: "warn";
  /** Nothing wrong would be released: a warning even where the policy sets the rule to error. */
  readonly atMost?: "warn";
}

/** A rule's options for a package's track. */
export type OptionsFor<O> = (packageName?: string) => O;

export interface Rule<P extends Problem, O> {
  readonly id: RuleId;
  readonly family: Family;
  /** One sentence for tables: what the rule demands. */
  readonly summary: string;
  /** Why the rule exists, and where it comes from. */
  readonly why: string;
  readonly level: Level;
  /** When to switch it off, in a sentence. */
  readonly notWhen?: string;
  /**
   * The parts of policy and facts without which the rule finds nothing: if they are empty, the rule is skipped, and
   * the command line does not even load it.
   */
  readonly looksAt?: readonly Matter[];
  /** Runs after all others, because it needs to know which waivers they used. */
  readonly last?: boolean;
  readonly options?: () => Schema<O>;
  /** Facts that are read only where this rule is on, and only where the policy gives it something to do (see `looksAt`). */
  readonly needs?: readonly Need[] | ((policy: Policy) => readonly Need[]);
  /** Compares the head with its base: the base alone has no such findings. */
  readonly comparesBase?: boolean;
  /** Is about the workspace as a whole: a track cannot set it. */
  readonly workspaceOnly?: boolean;
  /** Says nothing without options: a level alone would be a mistake. */
  readonly needsOptions?: boolean;
  /** The edits that answer its findings. Without it, findings are explained and never fixed. */
  readonly fix?: RuleFix;
  /** Edits beyond `fix` that may answer its findings: a check tries them, and prints one that does. */
  readonly remedies?: Remedies;
  /** What of the policy to change where none of these edits passes. */
  readonly resort?: (finding: Finding, view: View) => Sentence | undefined;
  /** `release-policy version` answers its findings: a member of a train gets the train's number. */
  readonly fixedByVersion?: boolean;
  /** Its findings are about packages that need a changeset: a comment on a pull request offers some. */
  readonly asksForChangeset?: boolean;
  /** False where no approval can allow a finding, because it is about no release. */
  readonly approvable?: boolean;
  /** Compares the current policy with the current workspace, so it does not apply to past releases. */
  readonly aboutToday?: boolean;
  /** Compares what is written with the plan: of a version that no plan made it says only that. */
  readonly comparesPlan?: boolean;
  /** Says what the published parser cannot read: for a release by a patched parser, that is not a violation. */
  readonly asksParser?: boolean;
  /** Uses more than the plan: a policy test only includes its findings if it expects one. */
  readonly beyondPlan?: boolean;
  /** What it finds outside of changesets is about one release: a baseline accepts it at that version only. */
  readonly oncePerRelease?: boolean;
  /** Its errors keep the ledger of deprecations from being written. */
  readonly guardsLedger?: boolean;
  /** Reads the table of Node's release lines: the first enabled rule of this kind reports an old table. */
  readonly readsNodeTable?: boolean;
  readonly examples: { readonly accept: readonly Example[]; readonly reject: readonly Example[] };
  // Methods, because their parameters are compared both ways: each rule is an `AnyRule`.
  check(this: void, view: View, options: OptionsFor<O>): readonly P[];
  message(this: void, problem: P): Sentence;
  help(this: void, problem: P): Sentence;
  /** What to do where the finding is intended: begins with `if`, and is printed behind the help. */
  option?(this: void, problem: P): Sentence | undefined;
}

/** A rule in a list of rules. Its sentences only handle problems of its own `check`. */
export type AnyRule = Rule<Problem, unknown>;

/** Gives a rule its types: `defineRule<MyProblem>({...})`. */
export const defineRule = <P extends Problem, O = unknown>(rule: Rule<P, O>): Rule<P, O> => rule;

/** The ids of the rules for which the condition holds. */
export const idsOf = <R extends Pick<AnyRule, "id">>(
  rules: readonly R[],
  condition: (rule: R) => boolean | undefined,
): ReadonlySet<RuleId> => new Set(rules.filter(condition).map(({ id }) => id));

const BY_ID = new WeakMap<readonly AnyRule[], ReadonlyMap<string, AnyRule>>();

/** Asked several times for each finding. */
function ruleOf({ rule }: Finding, rules: readonly AnyRule[]): AnyRule | undefined {
  const known = BY_ID.get(rules) ?? new Map(rules.map((one) => [one.id, one]));
  BY_ID.set(rules, known);
  return known.get(rule);
}

/** The edits that fix a finding; undefined if there are none or its rule is fixed in another step. */
export function fixOf(
  finding: Finding,
  view: View,
  rules: readonly AnyRule[],
  step?: FixStep,
): Fix | undefined {
  const { fix } = ruleOf(finding, rules) ?? {};
  if (!fix || (step !== undefined && fix.step !== step)) return undefined;
  const edits = fix.edits(finding, view);
  return edits && { edits };
}

/** The edits that may answer a finding, the safe ones first. */
export function remediesOf(
  finding: Finding,
  view: View,
  rules: readonly AnyRule[],
): readonly (readonly Edit[])[] {
  const { remedies } = ruleOf(finding, rules) ?? {};
  const safe = fixOf(finding, view, rules)?.edits;
  return [...(safe ? [safe] : []), ...(remedies?.(finding, view) ?? [])];
}

/** The last resort where no edit answers a finding, undefined where its rule names none. */
export const resortOf = (
  finding: Finding,
  view: View,
  rules: readonly AnyRule[],
): Sentence | undefined => ruleOf(finding, rules)?.resort?.(finding, view);

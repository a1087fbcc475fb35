import {
  type Edit,
  type Facts,
  type Finding,
  type Sentence,
  type Verdict,
  type View,
  type Waived,
  fixOf,
  judge,
  plain,
  remediesOf,
  resortOf,
  sayEdits,
  sayFirstEdit,
  say,
  viewOf,
} from "@release-policy/core";
import { readWithTexts } from "../../changesets/changed-texts.ts";
import { CannotJudge } from "../../errors.ts";
import type { ChangedFile } from "../../files/writing/changed-files.ts";
import { planners } from "../../planners/choose.ts";
import { planFacts } from "../../planners/port.ts";
import { rules } from "../../policy/rules.ts";
import { type LoadOptions, type Loaded, loadPlan } from "../load.ts";
import type { CheckOptions, Judgement } from "../options.ts";
import { ChangeSheet } from "./change-sheet.ts";
import { type Attempt, type State, completed, open } from "./completed-edits.ts";
import { copyWorkspace } from "./scratch-copy.ts";

/** Plans that one check may make for its fixes; with many packages or changesets fewer, so that the time stays the same. */
const MOST_STATES = 24;
const MOST_READ = 2400;
/** Edits that are tried together: each is compared with those before it. */
const MOST_TOGETHER = 400;
/** Edits that one sentence may name. */
const MOST_SAID = 12;

/**
 * The findings, evaluated ones included, each with a fix that was tried: with its edits the finding is gone, and no
 * other error has come. Where the first edits leave errors, the edits that answer those are added. Nothing of the
 * workspace is written.
 */
export async function withTriedFixes(
  root: string,
  judgement: Judgement,
  head: Loaded,
  loading: LoadOptions,
  options: Pick<CheckOptions, "strict">,
): Promise<Judgement> {
  const { facts, policy, verdict, counted } = judgement;
  // Versions written by a version commit are corrected on the base branch.
  if (facts.releases.some(({ written }) => written)) return judgement;
  const start: State = { view: viewOf(facts, policy), findings: withEvaluated(verdict) };
  const states = new Map<string, Promise<State | undefined>>();
  const judged = new Set<string>();
  const uneditable = new Set<string>();
  const size = Math.max(facts.packages.length, facts.changesets.length);
  const most = Math.min(MOST_STATES, Math.ceil(MOST_READ / size));

  const stateWith = (edits: readonly Edit[]): Promise<State | undefined> => {
    const key = JSON.stringify(edits);
    const known = states.get(key);
    if (known || states.size >= most) return known ?? Promise.resolve(undefined);
    const state = judgedWith(edits);
    states.set(key, state);
    return state;
  };

  async function judgedWith(edits: readonly Edit[]): Promise<State | undefined> {
    const sheet = new ChangeSheet(root, () => "").with(edits);
    if (typeof sheet === "string") {
      uneditable.add(JSON.stringify(edits));
      return undefined;
    }
    judged.add(JSON.stringify(edits));
    try {
      const after = replanned(facts, await plannedWith(sheet.files));
      return {
        view: viewOf(after, policy),
        findings: withEvaluated(judge(after, policy, rules, options)),
      };
    } catch (error) {
      if (error instanceof CannotJudge) return undefined;
      throw error;
    }
  }

  /** Most edits are of changesets alone: then no file is written, and no manifest read again. */
  async function plannedWith(files: readonly ChangedFile[]): Promise<Facts> {
    const { input, choice } = head;
    const reading = await readWithTexts(input.reading!, choice.id, files, facts.pre !== undefined);
    if (reading) {
      const unpublished = policy.unpublished.map(({ name }) => name);
      const config = input.native?.config;
      const plan = await planners[choice.id]({ ...input, unpublished, reading, config });
      return planFacts(plan, loading.today);
    }
    const dirs = facts.packages.map(({ dir }) => dir);
    const copy = copyWorkspace(root, dirs, files);
    try {
      return (await loadPlan(copy.root, policy, { ...loading, like: choice })).known;
    } finally {
      copy.dispose();
    }
  }

  /** Edits that answer the finding; else what is left after the first of its remedies. */
  async function answer(
    finding: Finding,
    remedies: readonly (readonly Edit[])[],
  ): Promise<Attempt> {
    let failed: Attempt = {};
    for (const first of remedies) {
      const attempt = await completed(first, start, stateWith, finding);
      if (attempt.edits) return attempt;
      failed = { left: failed.left ?? attempt.left };
    }
    return failed;
  }

  const fixes = safeFixes(start);
  // Where one edit needs the others: what `release-policy fix` writes first.
  const isTriedTogether = fixes.length > 1 && fixes.length <= MOST_TOGETHER;
  const safe = fixes.flatMap(({ edits }) => edits);
  const together = isTriedTogether ? await completed(safe, start, stateWith) : {};

  // Whether edits of one finding alone were seen to fail.
  let isEntangled = false;

  /** What `release-policy fix` would write after some settings; undefined if something else. */
  async function writtenAfter(settings: readonly Edit[]): Promise<readonly Edit[] | undefined> {
    const before = settings.length > 0 ? await stateWith(settings) : start;
    if (!before) return undefined;
    const found = safeFixes(before);
    const first = found.flatMap(({ edits }) => edits);
    const { edits, state } = await completed(first, before, (some) =>
      stateWith([...settings, ...some]),
    );
    return state && found.every(({ finding }) => !open(finding, before, state)) ? edits : undefined;
  }

  /** Edits that are made together, of which `release-policy fix` writes the bumps. */
  async function sayTogether(edits: readonly Edit[] = []): Promise<Sentence | undefined> {
    const settings = edits.filter(({ kind }) => kind === "set");
    const bumps = edits.filter(({ kind }) => kind === "replace");
    if (settings.length + bumps.length < edits.length) return undefined;
    if (JSON.stringify(await writtenAfter(settings)) !== JSON.stringify(bumps))
      return edits.length > MOST_SAID ? undefined : sayEdits(edits);
    const first = settings.length > 0 ? say`${sayEdits(settings) ?? []} and ` : say``;
    const why = isEntangled ? say`: several changesets have to change together` : say``;
    return say`${first}run ${"release-policy fix"}${why}`;
  }

  const tried = new Map<Finding, readonly Edit[]>();
  async function withFix(finding: Finding): Promise<Finding> {
    const remedies = remediesOf(finding, start.view, rules);
    // The maturity table is not part of the plan.
    if (!remedies.some((edits) => edits.every(({ kind }) => kind !== "table"))) {
      // No smaller bump of the changeset is legal, so the help that asks for one would fail.
      const isDeclared = finding.chain.at(-1)?.cause.kind === "changeset";
      const resort = isDeclared ? resortOf(finding, start.view, rules) : undefined;
      return resort ? { ...finding, help: unfixed(finding, finding, start.view) } : finding;
    }
    const { edits, left } = await answer(finding, remedies);
    const isTried = remedies.some((one) => judged.has(JSON.stringify(one)));
    isEntangled ||= isTried && !edits;
    const isAnswered = together.state && !open(finding, start, together.state);
    const fix = edits
      ? sayEdits(edits)
      : isAnswered
        ? await sayTogether(together.edits)
        : undefined;
    // Only a person can edit the line. Where the plans were used up, nothing is printed as a fix.
    if (!fix && remedies.every((one) => uneditable.has(JSON.stringify(one)))) return finding;
    const said = withHelp(finding, fix, remedies, () => unfixed(finding, left, start.view));
    const shortHelp = edits && sayFirstEdit(edits);
    const shown = shortHelp ? { ...said, shortHelp } : said;
    if (edits) tried.set(shown, edits);
    return shown;
  }

  // One after another: what counts today has the first choice of the plans that may be made.
  const findings: Finding[] = [];
  for (const finding of counted) findings.push(await withFix(finding));
  const waived: Waived[] = [];
  for (const one of verdict.waived)
    waived.push(one.evaluated ? { ...one, finding: await withFix(one.finding) } : one);
  return { ...judgement, verdict: { ...verdict, waived }, counted: findings, tried };
}

/** What fails today, and what will once the evaluation of its track or rule is over. */
const withEvaluated = ({ findings, waived }: Verdict): readonly Finding[] => [
  ...findings,
  ...waived.flatMap(({ finding, evaluated }) => (evaluated ? [finding] : [])),
];

/** The facts with another plan: what is not planned stays as it was read. */
function replanned(facts: Facts, known: Facts): Facts {
  const before = new Map(facts.packages.map((pkg) => [pkg.name, pkg]));
  const packages = known.packages.map((pkg) => {
    const { released, api, isAdded, isNew } = before.get(pkg.name) ?? {};
    return {
      ...pkg,
      ...(released ? { released } : {}),
      ...(api ? { api } : {}),
      ...(isAdded ? { isAdded } : {}),
      ...(isNew ? { isNew } : {}),
    };
  });
  const kept = Object.entries(facts).filter(([key]) => key !== "pre" && key !== "refusal");
  return { ...Object.fromEntries(kept), ...known, packages };
}

/** What `release-policy fix` writes first. */
const safeFixes = ({ view, findings }: State) =>
  findings.flatMap((finding) => {
    const fix = fixOf(finding, view, rules, "correct");
    return fix ? [{ finding, edits: fix.edits }] : [];
  });

/** With the fix that was tried, unless the rule's own sentence has it; without one, not with a fix that was seen to fail. */
function withHelp(
  finding: Finding,
  fix: Sentence | undefined,
  failed: readonly (readonly Edit[])[],
  otherwise: () => Sentence,
): Finding {
  const { option } = finding;
  // What follows is only for those who intend what was found.
  const [advice = ""] = plain(finding.help).split("; if ");
  const isSaid = (one: Sentence | undefined) => one !== undefined && advice.includes(plain(one));
  // The rule's own sentence may have only one of them.
  const isRefuted = failed.some((edits) =>
    [edits, ...edits.map((edit) => [edit])].some((some) => isSaid(sayEdits(some))),
  );
  if (fix ? isSaid(fix) : !isRefuted) return finding;
  const help = fix ?? otherwise();
  return { ...finding, help: option ? [...help, "; ", ...option] : help };
}

/** Where no edit passes: the line of the policy that stands in the way, else who releases it; and why. */
function unfixed(finding: Finding, left: Finding | undefined, view: View): Sentence {
  const name = finding.package === undefined ? "" : ` ${finding.package}`;
  const words =
    resortOf(finding, view, rules) ??
    say`run ${`release-policy explain${name}`} to see what releases it`;
  const enough = finding.package === undefined ? "the smallest edit" : "editing changesets";
  return left ? say`${words}: ${[enough]} is not enough, because ${reason(finding, left)}` : words;
}

/** What is left after the first edit: the dependency that makes the finding itself, else another finding. */
function reason(finding: Finding, { message, chain }: Finding): Sentence {
  const edge = chain.find(({ cause }) => cause.kind === "dependency");
  const by =
    edge?.cause.kind === "dependency"
      ? say`${edge.package} depends on ${edge.cause.on} in its ${edge.cause.field}`
      : undefined;
  if (by && plain(message) === plain(finding.message)) return by;
  return by ? say`then ${message} (${by})` : say`then ${message}`;
}

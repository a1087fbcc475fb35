import {
  type Edit,
  type Facts,
  type Finding,
  type Sentence,
  type View,
  fixOf,
  judge,
  plain,
  remediesOf,
  rules,
  sayEdits,
  say,
  viewOf,
} from "@release-policy/core";
import { CannotJudge } from "../../errors.ts";
import { type LoadOptions, loadPlan } from "../load.ts";
import type { Judgement } from "../options.ts";
import { ChangeSheet } from "./change-sheet.ts";
import { copyWorkspace } from "./scratch-copy.ts";

/** A state of the workspace: with some edits, none of which is written. */
interface State {
  readonly view: View;
  readonly findings: readonly Finding[];
}

/** Plans that one check may make for its fixes; with many packages or changesets fewer, so that the time stays the same. */
const MOST_STATES = 24;
const MOST_READ = 2400;
/** The edits that one fix may be made of, and the steps to find them. */
const MOST_STEPS = 6;

/**
 * The findings, each with a fix that was tried: with its edits the finding is gone, and no other error has come. Where
 * the first edits leave errors, the edits that answer those are added. Nothing of the workspace is written.
 */
export async function withTriedFixes(
  root: string,
  judgement: Judgement,
  loading: LoadOptions,
  strict: boolean,
): Promise<Judgement> {
  const { facts, policy, verdict, counted } = judgement;
  // What a version commit has written is put right where it was planned.
  if (facts.releases.some(({ written }) => written)) return judgement;
  const start: State = { view: viewOf(facts, policy), findings: verdict.findings };
  const states = new Map<string, Promise<State | undefined>>();
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
    if (typeof sheet === "string") return undefined;
    const copy = copyWorkspace(
      root,
      facts.packages.map(({ dir }) => dir),
      sheet.files,
    );
    try {
      const { known } = await loadPlan(copy.root, policy, loading);
      const after = replanned(facts, known);
      return {
        view: viewOf(after, policy),
        findings: judge(after, policy, rules, { strict }).findings,
      };
    } catch (error) {
      if (error instanceof CannotJudge) return undefined;
      throw error;
    } finally {
      copy.dispose();
    }
  }

  /** Edits that answer the finding, undefined where none were found. */
  async function answer(
    finding: Finding,
    remedies: readonly (readonly Edit[])[],
  ): Promise<readonly Edit[] | undefined> {
    for (const first of remedies) {
      let edits = first;
      for (let step = 0; step < MOST_STEPS; step++) {
        const state = await stateWith(edits);
        if (!state) break;
        const next = open(finding, start, state);
        if (!next) return edits;
        const more = remediesOf(next, state.view, rules).find(canJoin);
        const joined = more && canJoin(edits) ? join(edits, more) : undefined;
        if (!joined) break;
        edits = joined;
      }
    }
    return undefined;
  }

  const safe = start.findings.flatMap((finding) => {
    const fix = fixOf(finding, start.view, rules, "correct");
    return fix ? [fix.edits] : [];
  });
  // Where one edit needs the others: what `release-policy fix` writes first.
  const together = safe.length > 1 ? await stateWith(safe.flat()) : undefined;
  const tried = new Map<Finding, readonly Edit[]>();
  const findings: Finding[] = [];
  for (const finding of counted) {
    const remedies = remediesOf(finding, start.view, rules);
    // The maturity table is not part of the plan.
    if (!remedies.some((edits) => edits.every(({ kind }) => kind !== "table")))
      findings.push(finding);
    else {
      const edits = await answer(finding, remedies);
      const isAnswered = !edits && together && !open(finding, start, together);
      const fix = edits ? sayEdits(edits) : isAnswered ? ALL_FIXES : undefined;
      const shown = withHelp(finding, fix, remedies);
      if (edits) tried.set(shown, edits);
      findings.push(shown);
    }
  }
  return { ...judgement, counted: findings, tried };
}

/** The facts with another plan: what is not planned stays as it was read. */
function replanned(facts: Facts, known: Facts): Facts {
  const before = new Map(facts.packages.map((pkg) => [pkg.name, pkg]));
  const packages = known.packages.map((pkg) => {
    const { released, isAdded, isNew } = before.get(pkg.name) ?? {};
    return {
      ...pkg,
      ...(released ? { released } : {}),
      ...(isAdded ? { isAdded } : {}),
      ...(isNew ? { isNew } : {}),
    };
  });
  const kept = Object.entries(facts).filter(([key]) => key !== "pre" && key !== "refusal");
  return { ...Object.fromEntries(kept), ...known, packages };
}

const keyOf = ({ rule, package: name, at }: Finding): string => `${rule} ${name ?? at.path}`;

/** What is to be answered next: the finding itself while it is there, else an error that has come. */
function open(finding: Finding, before: State, after: State): Finding | undefined {
  const count = ({ findings }: State, key: string) =>
    findings.filter((one) => keyOf(one) === key).length;
  const key = keyOf(finding);
  if (count(after, key) >= count(before, key))
    return after.findings.find((one) => keyOf(one) === key);
  return after.findings.find(
    (one) => one.level === "error" && count(after, keyOf(one)) > count(before, keyOf(one)),
  );
}

/** Lines that go or come move the others. */
const canJoin = (edits: readonly Edit[]): boolean =>
  edits.every(({ kind }) => kind === "replace" || kind === "set" || kind === "create");

const placeOfEdit = (edit: Edit): string => {
  if (edit.kind === "set") return `${edit.path} ${edit.keys.join(" ")}`;
  return "at" in edit ? `${edit.path}:${edit.at.line}:${edit.at.column}` : edit.path;
};

/** All edits; of two at one place the later, in place of what stood there first. Undefined where that changes nothing. */
function join(edits: readonly Edit[], more: readonly Edit[]): readonly Edit[] | undefined {
  const joined = new Map(edits.map((edit) => [placeOfEdit(edit), edit]));
  for (const edit of more) {
    const key = placeOfEdit(edit);
    const before = joined.get(key);
    // Two edits cannot create the same changeset.
    if (!before && edits.some(({ kind, path }) => kind === "create" && path === edit.path))
      return undefined;
    if (before?.kind === "replace" && edit.kind === "replace") {
      if (before.was === edit.text) return undefined;
      joined.set(key, { ...before, text: edit.text });
    } else if (before?.kind === "set" && edit.kind === "set")
      joined.set(key, { ...edit, say: [...before.say, " and ", ...edit.say] });
    else joined.set(key, edit);
  }
  const all = [...joined.values()];
  return JSON.stringify(all) === JSON.stringify(edits) ? undefined : all;
}

const ALL_FIXES = say`run ${"release-policy fix"}: several changesets have to change together`;

/** With the fix that was tried, unless the rule's own sentence has it; without one, not with a fix that was seen to fail. */
function withHelp(
  finding: Finding,
  fix: Sentence | undefined,
  failed: readonly (readonly Edit[])[],
): Finding {
  const { package: name, option } = finding;
  // What follows is only for those who intend what was found.
  const [said = ""] = plain(finding.help).split("; if ");
  const isSaid = (one: Sentence | undefined) => one !== undefined && said.includes(plain(one));
  if (fix ? isSaid(fix) : !failed.some((edits) => isSaid(sayEdits(edits)))) return finding;
  const help =
    fix ??
    say`editing changesets is not enough: run ${`release-policy explain${name === undefined ? "" : ` ${name}`}`} to see what releases it`;
  return { ...finding, help: option ? [...help, "; ", ...option] : help };
}

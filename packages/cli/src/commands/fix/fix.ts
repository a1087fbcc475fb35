import { FIX_STEPS, type FixStep, fixOf, outcomeOf, say } from "@release-policy/core";
import type { Finding, Outcome, Sentence } from "@release-policy/core/types";
import type { CheckOptions } from "../../check/options.ts";
import type { ReportedFinding } from "../../check/report.ts";
import type { ChangedFile } from "../../files/writing/changed-files.ts";
import { ChangeSheet } from "../../check/fixes/change-sheet.ts";
import { type State, completed } from "../../check/fixes/completed-edits.ts";
import { rules } from "../../policy/rules.ts";
import { Trial, type Tried } from "../trial.ts";
import { type WriterOptions, inWritableWorkspace } from "../writer.ts";
import { type Made, type Step, attempt, findingKey, resolvedFindings } from "./attempt.ts";
import { maturityMarkdown } from "../../formats/markdown/maturity-table.ts";

export interface FixOptions
  extends Pick<CheckOptions, "cwd" | "branch" | "today" | "planner" | "strict">, WriterOptions {
  /** Change nothing; report what would be changed. */
  readonly dryRun?: boolean;
  /** Asked before anything is written; false leaves everything as it is. */
  readonly confirm?: (fixes: Fixes) => boolean | Promise<boolean>;
}

export interface Fixes {
  /** Of what is left when the changes are made. */
  readonly outcome: Outcome;
  readonly changes: readonly ChangedFile[];
  /** True where the changes are in the files. */
  readonly written: boolean;
  /** What the changes answer. */
  readonly fixed: readonly Finding[];
  /** What only an author can answer, with places in the files as they would be. */
  readonly left: readonly (ReportedFinding & {
    /** Why an edit that there is for it was not made. */
    readonly unfixed?: Sentence;
  })[];
}

const MOST_ROUNDS = 10;

const triedState = ({ view, verdict: { findings } }: Tried): State => ({ view, findings });

/**
 * Edits changesets, and the page with the maturity table, until no finding with a safe edit is left. An edit that
 * would cause a new error is skipped. Idempotent. Throws `CannotJudge`, and writes nothing, if no verdict is possible
 * or a file cannot be written.
 */
export function fix(options: FixOptions = {}): Promise<Fixes> {
  return inWritableWorkspace("fix", options, async (workspace, _, writer) => {
    const result = await fixesFor(new Trial(workspace, options));
    const { confirm } = options;
    if (!writer || result.changes.length === 0) return result;
    if (confirm && !(await confirm(result))) return result;
    await writer.write(result.changes);
    return { ...result, written: true };
  });
}

async function fixesFor(trial: Trial): Promise<Fixes> {
  const start = await trial.judge();
  let now = start;
  let sheet = new ChangeSheet(trial.workspace, maturityMarkdown);
  let refused = new Map<string, Sentence>();
  for (let round = 0; round < MOST_ROUNDS; round++) {
    refused = new Map();
    let next: Step | undefined;
    for (const step of FIX_STEPS)
      next ??= await oneRound(trial, now, sheet.settled(), refused, step);
    if (!next) break;
    [now, sheet] = [next.tried, next.sheet];
  }
  const left = now.findings.map((finding, i) => {
    const unfixed = refused.get(findingKey(now.verdict.findings[i]!));
    return unfixed ? { ...finding, unfixed } : finding;
  });
  return {
    outcome: outcomeOf(left),
    changes: sheet.files,
    written: false,
    fixed: resolvedFindings(start, now),
    left,
  };
}

/** All fixes including further lowered bumps, as tried by `check`. Undefined if more than bumps are needed. */
async function completedStep(
  trial: Trial,
  now: Tried,
  sheet: ChangeSheet,
  made: readonly Made[],
): Promise<Step | undefined> {
  const edits = made.flatMap(({ fix: { edits: own } }) => own);
  const { edits: all = [] } = await completed(edits, triedState(now), async (some) => {
    const tried = sheet.with(some);
    return typeof tried === "string" ? undefined : triedState(await trial.judge(tried.files));
  });
  const next = all.every(({ kind }) => kind === "replace") && sheet.with(all);
  if (all.length === 0 || !next || typeof next === "string") return undefined;
  const step = await attempt(trial, now, next, made);
  return "reason" in step ? undefined : step;
}

/** All fixes of a step at once, or one by one if that causes a new error. Undefined if none is possible. */
async function oneRound(
  trial: Trial,
  now: Tried,
  sheet: ChangeSheet,
  refused: Map<string, Sentence>,
  step: FixStep,
): Promise<Step | undefined> {
  const fixes = now.verdict.findings.flatMap((finding) => {
    const found = fixOf(finding, now.view, rules, step);
    return found ? [{ finding, fix: found }] : [];
  });
  let all = sheet;
  const made = fixes.filter(({ finding, fix: one }) => {
    const next = all.with(one.edits);
    if (next === "unlike") refused.set(findingKey(finding), say`this line cannot be edited safely`);
    if (typeof next === "string") return false;
    all = next;
    return true;
  });
  if (made.length === 0) return undefined;
  const together = await attempt(trial, now, all, made);
  if (!("reason" in together)) return together;
  const completing = step === "correct" && (await completedStep(trial, now, sheet, made));
  if (completing) return completing;
  let last: Step | undefined;
  for (const one of made) {
    const next: ChangeSheet | string = (last?.sheet ?? sheet).with(one.fix.edits);
    if (typeof next === "string") continue;
    const alone = await attempt(trial, last?.tried ?? now, next, [one]);
    if ("reason" in alone) refused.set(findingKey(one.finding), alone.reason);
    else last = alone;
  }
  return last;
}

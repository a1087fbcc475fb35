import { type Fix, idsOf, say } from "@release-policy/core";
import type { Finding, Sentence } from "@release-policy/core/types";
import { CannotJudge } from "../../errors.ts";
import type { ChangeSheet } from "../../check/fixes/change-sheet.ts";
import { rules } from "../../policy/rules.ts";
import type { Trial, Tried } from "../trial.ts";

/** A state of the workspace, and the edits that produce it. */
export interface Step {
  readonly tried: Tried;
  readonly sheet: ChangeSheet;
}

export interface Made {
  readonly finding: Finding;
  readonly fix: Fix;
}

const FIXABLE = idsOf(rules, ({ fix }) => fix !== undefined);

/** Checks the workspace with edits: the result, or why they cannot be made. */
export async function attempt(
  trial: Trial,
  before: Tried,
  sheet: ChangeSheet,
  made: readonly Made[],
): Promise<Step | { readonly reason: Sentence }> {
  let tried: Tried;
  try {
    tried = await trial.judge(sheet.files);
  } catch (error) {
    if (!(error instanceof CannotJudge)) throw error;
    return { reason: say`the check cannot run with this edit: ${error.message}` };
  }
  const worse = resolvedFindings(tried, before).find(
    ({ rule, level }) => level === "error" || FIXABLE.has(rule),
  );
  if (worse) return { reason: say`the edit would cause ${worse.rule}: ${worse.message}` };
  const answered = new Set(resolvedFindings(before, tried).map(findingKey));
  const useless = made.some(({ finding }) => !answered.has(findingKey(finding)));
  if (useless) return { reason: say`the edit alone does not fix it` };
  return { tried, sheet };
}

/** Findings of the one verdict that the other has not, counted by rule and package: versions in sentences move. */
export function resolvedFindings(from: Tried, to: Tried): readonly Finding[] {
  const counts = new Map<string, number>();
  for (const finding of to.verdict.findings)
    counts.set(findingKey(finding), (counts.get(findingKey(finding)) ?? 0) + 1);
  return from.verdict.findings.filter((finding) => {
    const left = counts.get(findingKey(finding)) ?? 0;
    counts.set(findingKey(finding), left - 1);
    return left <= 0;
  });
}

export const findingKey = ({ rule, package: name, at }: Finding): string =>
  `${rule} ${name ?? at.path}`;

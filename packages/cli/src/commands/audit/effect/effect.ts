import { inWorkspace } from "../../../check/check.ts";
import { MOST_PAST_RELEASES } from "../../../check/commits/needed-objects.ts";
import type { CheckOptions } from "../../../check/options.ts";
import type { PastEffect, PolicyEffect, Report } from "../../../check/report.ts";
import { CannotJudge } from "../../../errors.ts";
import { GitRefused } from "../../../git/git.ts";
import { POLICY_FOLDER, type PolicyText, policyTexts } from "../../../policy/policy-files.ts";
import type { EffectBounds } from "./past-effect.ts";

/** What a change of a stranger may cost: the comparison ends there, and the report says so. */
export const STRANGER_BOUNDS: EffectBounds = {
  limit: MOST_PAST_RELEASES,
  milliseconds: 4000,
  ofStranger: true,
};

/**
 * The report of a change that edits `policies/`, with what the new policy would have said of past releases otherwise than the
 * old one; any other report as it is. No code of a commit is run. What cannot be compared is said in the report. Most
 * changes leave the policy alone, so what replays the releases is loaded on use.
 */
export async function withPolicyEffect(
  report: Report,
  options: CheckOptions,
  bounds: EffectBounds = {},
): Promise<Report> {
  const { since } = report;
  if (!since?.policyEffect) return report;
  const effect = await pastOrProblem(since.policyEffect, async () => {
    const { base } = since;
    return await inWorkspace(options, async (root, scratches) => {
      const { ref, policyAt = base } = options;
      const sides = [
        ref === undefined ? root : await scratches.write(ref, isOfPolicy),
        await scratches.write(policyAt, isOfPolicy),
      ];
      const texts = sides.map(replayedTexts);
      // What is not replayed, such as a test of the policy, changes nothing of the past.
      if (JSON.stringify(texts[0]) === JSON.stringify(texts[1])) return undefined;
      const { pastEffect } = await import("./past-effect.ts");
      return await pastEffect(root, scratches.repository, base, texts, {
        ...options,
        ...bounds,
      });
    });
  });
  const { effectNotes } = await import("./notes.ts");
  const notes = [...report.notes, ...effectNotes(effect)];
  return { ...report, since: { ...since, policyEffect: effect }, notes };
}

async function pastOrProblem(
  effect: PolicyEffect,
  compare: () => Promise<PastEffect | undefined>,
): Promise<PolicyEffect> {
  if (effect.problem !== undefined) return effect;
  try {
    const past = await compare();
    return past ? { ...effect, past } : effect;
  } catch (error) {
    if (error instanceof CannotJudge || error instanceof GitRefused)
      return { ...effect, problem: error.message.split("\n")[0]! };
    throw error;
  }
}

const isOfPolicy = (path: string): boolean => path.split("/", 1)[0] === POLICY_FOLDER;

/** A replay lets findings count that are accepted today. */
const replayedTexts = (root: string): readonly PolicyText[] =>
  policyTexts(root).filter(({ path }) => !/\/baseline\.\w+$/.test(path));

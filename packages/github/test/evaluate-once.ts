import { evaluate, type EvaluateRequest } from "../src/judge/evaluate.ts";
import type { Evaluation } from "../src/judge/evaluation.ts";

const known = new Map<string, Promise<Evaluation>>();

/** What `evaluate` answers; of commits that it has judged already, the same again. */
export async function evaluateOnce({ repository, ...about }: EvaluateRequest): Promise<Evaluation> {
  const key = JSON.stringify(about);
  const judging = known.get(key) ?? evaluate({ repository, ...about });
  known.set(key, judging);
  return structuredClone(await judging);
}

import type { Judge } from "../src/judge/children/judge-in-children.ts";
import type { Evaluation } from "../src/judge/evaluation.ts";
import { evaluatePending } from "../src/judge/evaluate.ts";
import { evaluateOnce } from "./evaluate-once.ts";
import { fetchHere } from "./fetch-here.ts";
import { originServedAt } from "./git-server.ts";

const known = new Map<string, Evaluation>();

/**
 * What the children do, without their processes and without git's server: fetches, judges, and hands over data; where
 * the same references have been judged, the same again.
 */
export const judgeHere: Judge = async (fetch, judge) => {
  const origin = originServedAt(fetch.url);
  if (!origin) return await judgeOverHttp(fetch, judge);
  const { pathname } = new URL(fetch.url);
  const { baseRef, headRef, head, folder } = fetch;
  const today = new Date().toISOString().slice(0, 10);
  const asked = [pathname, baseRef, headRef, head, folder, judge, origin.references(), today];
  const key = JSON.stringify(asked);
  const evaluation =
    known.get(key) ??
    (await judgeOverHttp({ ...fetch, url: `${origin.server}${pathname}` }, judge));
  known.set(key, evaluation);
  return structuredClone(evaluation);
};

/** The same from git's server, every time. */
export const judgeOverHttp: Judge = async (fetch, { all, base, ...judge }) => {
  const fetched = await fetchHere(fetch);
  try {
    const { repository, head } = fetched;
    const request = { repository, head, base: base ?? fetched.base, ...judge };
    const evaluation = all
      ? await evaluatePending(request, judge.baseRef)
      : await evaluateOnce(request);
    return JSON.parse(JSON.stringify(evaluation)) as typeof evaluation;
  } finally {
    fetched.dispose();
  }
};

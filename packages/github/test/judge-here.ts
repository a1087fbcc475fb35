import type { Judge } from "../src/judge/children/judge-in-children.ts";
import { evaluatePending } from "../src/judge/evaluate.ts";
import { evaluateOnce } from "./evaluate-once.ts";
import { fetchHere } from "./fetch-here.ts";
import { folderServedAt } from "./git-server.ts";

/** What the children do, without their processes and without git's server: fetches, judges, and hands over data. */
export const judgeHere: Judge = (fetch, judge) =>
  judgeOverHttp({ ...fetch, url: folderServedAt(fetch.url) }, judge);

/** The same from git's server. */
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

import { expect, onTestFinished, test, vi } from "vitest";
import { githubAnswers } from "../../src/judge/children/github-answers.ts";

const github = { repo: "acme/mono", commits: ["a".repeat(40)], pulls: [] };
const access = { graphqlUrl: "https://api.github.com/graphql", token: "t", repo: "Acme/mono" };

function stubbedFetch() {
  const ask = vi.fn(async () => Response.json({ data: {} }));
  vi.stubGlobal("fetch", ask);
  onTestFinished(() => void vi.unstubAllGlobals());
  return ask;
}

test("asks GitHub about its own repository alone, and only with a token", async () => {
  const ask = stubbedFetch();
  expect(await githubAnswers(undefined)({ github })).toBeUndefined();
  const answers = githubAnswers(access);
  const unsound = [null, {}, { github: { ...github, repo: "acme/other" } }];
  for (const line of unsound) expect(await answers(line)).toBeUndefined();
  expect(ask).not.toHaveBeenCalled();
  expect(await answers({ github })).toEqual({ commits: {}, pulls: {} });
});

test("asks GitHub at most eight times for one judgement", async () => {
  const ask = stubbedFetch();
  const answers = githubAnswers(access);
  for (let i = 0; i < 9; i++) await answers({ github });
  expect(ask).toHaveBeenCalledTimes(8);
});

import { expect, onTestFinished, test, vi } from "vitest";
import { githubAnswers } from "../../src/judge/children/github-answers.ts";

test("asks GitHub at most eight times for one judgement", async () => {
  const ask = vi.fn(async () => Response.json({ data: {} }));
  vi.stubGlobal("fetch", ask);
  onTestFinished(() => void vi.unstubAllGlobals());
  const answers = githubAnswers({
    graphqlUrl: "https://api.github.com/graphql",
    token: "t",
    repo: "acme/mono",
  });
  const github = { repo: "acme/mono", commits: ["a".repeat(40)], pulls: [] };
  for (let i = 0; i < 9; i++) await answers({ github });
  expect(ask).toHaveBeenCalledTimes(8);
});

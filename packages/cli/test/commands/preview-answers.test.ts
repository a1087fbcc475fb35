import { expect, test } from "vitest";
import { withGithubAnswers } from "../../src/commands/preview/github-answers.ts";
import type { GithubCommit } from "../../src/commands/preview/github-facts.ts";

const [PULLED, PUSHED, UNKNOWN] = ["aaaaaaa", "bbbbbbb", "ccccccc"];
const ann = { login: "ann", url: "https://github.com/ann" };

const commit = (pulls: number): GithubCommit => ({
  commitUrl: "https://github.com/acme/mono/commit/a",
  associatedPullRequests: {
    nodes: Array.from({ length: pulls }, () => ({
      number: 1,
      url: "https://github.com/acme/mono/pull/1",
      mergedAt: null,
      author: null,
    })),
  },
  author: { user: ann },
});

/** As the generator asks. */
const QUERY = `query {
  repo__0: repository(
    owner: "acme",
    name: "mono"
  ) {
    commit__${PULLED}: object(expression: "${PULLED}") {...}
    commit__${PUSHED}: object(expression: "${PUSHED}") {...}
    commit__${UNKNOWN}: object(expression: "${UNKNOWN}") {...}
  }
}`;

test.each([
  [{ thanksCommitter: false }, [undefined, "ann", undefined]],
  [{}, ["ann", "ann", undefined]],
])(
  "with %j, the committers of a pull request, of a push and of nothing known are %j",
  async (settings, logins) => {
    const [before, { GITHUB_TOKEN }] = [globalThis.fetch, process.env];
    const commits = { [PULLED]: commit(1), [PUSHED]: commit(0) };
    const ask = async () => ({ commits, pulls: {} });
    const { data } = await withGithubAnswers({ ask, ...settings }, async () => {
      const answer = await fetch(process.env["GITHUB_GRAPHQL_URL"]!, {
        method: "POST",
        body: JSON.stringify({ query: QUERY }),
      });
      return (await answer.json()) as { data: { repo__0: Record<string, GithubCommit> } };
    });
    expect(Object.values(data.repo__0).map(({ author }) => author?.user?.login)).toEqual(logins);
    expect([globalThis.fetch, process.env["GITHUB_TOKEN"]]).toEqual([before, GITHUB_TOKEN]);
  },
);

import { expect, test } from "vitest";
import type { Forge } from "../../src/forge/forge.ts";
import { pullRequestsToRejudge } from "../../src/post/twin-approvals.ts";
import type { PullRequest } from "../../src/pull-request.ts";
import { HEAD, pullRequestOf } from "./twins.ts";

/** What is judged again, and whether all open pull requests were listed, if #1 was approved and #2 is its twin. */
async function rejudged(now: Partial<PullRequest>) {
  let lists = false;
  const status = { name: "release-policy", state: "success", at: "2026-12-01" } as const;
  const forge: Partial<Forge> = {
    pullRequest: async (number) => ({ ...pullRequestOf(number), ...now }),
    ownStatuses: async function* () {
      yield { ...status, description: "1 release allowed [approved on #1]" };
    },
    openPullRequests: async function* () {
      lists = true;
      const other = pullRequestOf(3);
      yield* [pullRequestOf(2), { ...other, head: { ...other.head, commit: "c".repeat(40) } }];
    },
  };
  const found = await pullRequestsToRejudge(forge as Forge, HEAD);
  return { numbers: found.map(({ number }) => number), lists };
}

test("judges twins again once the approved pull request is closed, moved or retargeted", async () => {
  const { head, base } = pullRequestOf(1);
  expect(await rejudged({})).toEqual({ numbers: [], lists: false });
  for (const now of [
    { open: false },
    { head: { ...head, commit: "c".repeat(40) } },
    { base: { ...base, ref: "next" } },
  ])
    expect(await rejudged(now)).toEqual({ numbers: [2], lists: true });
});

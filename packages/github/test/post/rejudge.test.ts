import { expect, test } from "vitest";
import type { Forge, OwnStatus } from "../../src/forge/forge.ts";
import { othersHaveSet, pullRequestsToRejudge } from "../../src/post/twin-approvals.ts";
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

test("sees a status that another run has set, but not its own", async () => {
  const status = (description: string) =>
    ({ name: "release-policy", state: "success", at: "2026-12-01", description }) as const;
  const [own, one, two] = ["own", "one", "two"].map(status);
  const hasSet = (before: readonly OwnStatus[], now: readonly OwnStatus[]) => {
    const forge: Partial<Forge> = {
      ownStatuses: async function* () {
        yield* now;
      },
    };
    return othersHaveSet(forge as Forge, pullRequestOf(1), { key: "main", seen: before });
  };
  expect(await hasSet([one!], [own!, one!])).toBe(false);
  expect(await hasSet([one!], [own!, two!])).toBe(true);
  expect(await hasSet([one!], [own!, two!, one!])).toBe(true);
  expect(await hasSet([one!, two!], [own!, one!])).toBe(false);
});

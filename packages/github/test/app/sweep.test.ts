import { setTimeout as pause } from "node:timers/promises";
import { RequestError } from "@octokit/request-error";
import fc from "fast-check";
import { expect, onTestFinished, test, vi } from "vitest";
import { FewRequestsLeft, type GitHubApp } from "../../src/app/github-app.ts";
import { isOwed, sweep, sweepRegularly, type SweepProgress } from "../../src/app/sweep.ts";
import { ALLOWED, FORBIDDEN, runApp, startWorld } from "./world.ts";
import { pullRequestEvent } from "./webhooks.ts";
import { runs } from "../../../cli/test/kit/sampling.ts";

const LONG_AGO = new Date(0);

test("work lost with a killed process is found by the next one", async () => {
  const world = await startWorld();
  const { origin, gitHub } = world;
  const head = origin.push("fix", FORBIDDEN, "main");
  const number = await gitHub.open("fix");

  const first = runApp(world);
  expect(await first.deliver(pullRequestEvent("opened", number))).toBe(202);
  await first.app.stop(0);
  expect(await gitHub.comments(number)).toEqual([]);

  const second = runApp(world);
  expect(await second.app.sweep(LONG_AGO)).toMatchObject({ missed: 1, complete: true });
  await second.app.idle();
  expect(await gitHub.comments(number)).toHaveLength(1);
  expect(gitHub.statuses(head)).toHaveLength(1);
});

test("a status set by another account under our name is ignored", async () => {
  const world = await startWorld();
  const { origin, gitHub } = world;
  const heads = [origin.push("ours", FORBIDDEN, "main"), origin.push("theirs", ALLOWED, "main")];
  await gitHub.open("ours");
  const number = await gitHub.open("theirs");
  // Longer than a look takes: what is judged now has seen all of it.
  await pause(3000);
  const { app } = runApp(world, { EVALUATION_SECONDS: "1" });
  const signedIn = [await gitHub.appToken("acme-policy"), "writer"];
  for (const [i, token] of signedIn.entries()) {
    const status = { state: "success", context: "release-policy" };
    await gitHub.as(token).request(`POST /repos/acme/mono/statuses/${heads[i]}`, status);
  }
  expect(await app.sweep(LONG_AGO)).toMatchObject({ pullRequests: 2, missed: 1 });
  await app.idle();
  expect(gitHub.statuses(heads[0]!)).toHaveLength(1);
  expect(gitHub.statuses(heads[1]!)).toHaveLength(2);
  expect(await gitHub.comments(number)).toHaveLength(1);
});

test("a full queue answers 503, and the sweep finds what was rejected", async () => {
  const world = await startWorld();
  const { origin, gitHub } = world;
  const numbers: number[] = [];
  for (const branch of ["a", "b", "c", "d", "e", "f"]) {
    origin.push(branch, FORBIDDEN, "main");
    numbers.push(await gitHub.open(branch));
  }
  const { app, deliver } = runApp(world, { QUEUE_LENGTH: "1", EVALUATIONS_AT_ONCE: "1" });
  const answers = [];
  for (const number of numbers) answers.push(await deliver(pullRequestEvent("opened", number)));
  expect(answers).toEqual([202, 202, 202, 202, 202, 503]);
  await app.idle();
  expect(await app.sweep(LONG_AGO)).toMatchObject({ missed: expect.any(Number), complete: true });
  await app.idle();
  for (const number of numbers) expect(await gitHub.comments(number)).toHaveLength(1);
}, 240_000);

test("an unreachable installation does not block the sweep of others", async () => {
  const world = await startWorld();
  const { gitHub } = world;
  const unavailable = { status: 403, body: { message: "This installation has been suspended" } };
  gitHub.proxy.fault({ on: /^GET \/installation\/repositories$/, answer: unavailable });
  const { app, lines } = runApp(world);
  expect(await app.sweep(LONG_AGO)).toMatchObject({ complete: false, repositories: 0 });
  expect(lines.join("")).toContain('"reason":"http 403"');
  expect(lines.join("")).not.toContain('"repository":');
});

test("events after the start of a sweep require another one, but a quiet pull request does not", () =>
  fc.assert(
    fc.property(fc.nat(1e9), fc.nat(1e5), fc.nat(1e5), fc.integer(), (began, took, slack, at) => {
      const judgedAt = new Date(began + took);
      const longest = took + slack;
      const owed = isOwed({ updatedAt: new Date(at) }, judgedAt, longest);
      const unseen = at > began;
      const settled = at <= judgedAt.getTime() - longest;
      expect(unseen ? owed : !settled || !owed).toBe(true);
    }),
    { examples: [[5, 0, 0, 5]] },
  ));

test("sweeps go back to when those that saw everything began, and end with the App", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const [start, minute] = [Date.now(), 60_000];
  const since: number[] = [];
  const complete = [false, true];
  const held = Promise.withResolvers<void>();
  const sweepSince = async (time: Date) => {
    since.push(start - time.getTime());
    if (complete.length === 0) await held.promise;
    const counts = { repositories: 1, pullRequests: 0, missed: 0 };
    return { ...counts, complete: complete.shift() ?? true };
  };
  const settings = { sweepMinutes: 60, sweepDays: 2, evaluationSeconds: 30 };
  sweepRegularly(sweepSince, { ...settings, sweepMinutes: 0 }).stop();
  expect(since).toEqual([]);
  const sweeps = sweepRegularly(sweepSince, settings);
  // Each begins 45 to 75 minutes after the one before.
  await vi.advanceTimersByTimeAsync(44 * minute);
  expect(since).toEqual([2 * 24 * 60 * minute]);
  await vi.advanceTimersByTimeAsync(31 * minute);
  await vi.advanceTimersByTimeAsync(75 * minute);
  expect(since.slice(1)).toEqual([2 * 24 * 60 * minute, 2 * minute]);
  sweeps.stop();
  held.resolve();
  await vi.advanceTimersByTimeAsync(999 * minute);
  expect(since).toHaveLength(3);
});

/** Repositories that each need so many requests; `sweepOnce` says whether a sweep with so many left saw everything. */
function limitedWorld(costs: readonly number[], broken: readonly string[] = []) {
  let left = 0;
  const begun: string[] = [];
  const seen: string[] = [];
  const spend = (): void => {
    if (left === 0) throw new FewRequestsLeft();
    left -= 1;
  };
  const github = {
    async *installations() {
      yield 1;
    },
    async *repositories(installation: number) {
      for (const i of costs.keys()) yield { installation, owner: "acme", name: `${i}` };
    },
    async *openPullRequests({ name }: { name: string }) {
      begun.push(name);
      if (broken.includes(name)) throw new Error("broken");
      for (let i = 0; i < costs[Number(name)]!; i += 1) spend();
      seen.push(name);
      yield* [];
    },
  } as unknown as GitHubApp;
  const progress: SweepProgress = new Map();
  const sweepOnce = async (requests: number): Promise<boolean> => {
    left = requests;
    const options = { github, since: LONG_AGO, longest: 1, progress, failed: () => {} };
    return (await sweep({ ...options, offer: async () => true })).complete;
  };
  return { begun, seen, sweepOnce };
}

test("a sweep stops near the rate limit, and the next ones reach every repository", async () => {
  const { seen, sweepOnce } = limitedWorld([1, 1, 1, 1, 1]);
  const results: boolean[] = [];
  for (let i = 0; i < 6; i += 1) results.push(await sweepOnce(2));
  // A sweep that ends starts the next round from the beginning.
  expect(results).toEqual([false, false, true, false, false, true]);
  expect(seen.join("")).toBe("0123401234");
});

test("a repository that exhausts the rate limit does not block the sweep of others, even repeatedly", () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(1, 2, 1000), { minLength: 1, maxLength: 8 }),
      fc.infiniteStream(fc.integer({ min: 2, max: 6 })),
      async (costs, requests) => {
        const { begun, seen, sweepOnce } = limitedWorld(costs);
        for (let round = 0; round < 4; round += 1) {
          const before = [begun.length, seen.length];
          // In the worst case each sweep gives one repository its turn, and the end of a round needs one more.
          for (let i = 0; i < 2 * costs.length + 1; i += 1) await sweepOnce(requests.next().value);
          expect(new Set(begun.slice(before[0])).size).toBe(costs.length);
          const small = [...costs.keys()].filter((i) => costs[i]! <= 2).map(String);
          expect(seen.slice(before[1])).toEqual(expect.arrayContaining(small));
        }
      },
    ),
    { numRuns: runs(200) },
  ));

test("what a closed queue does not take is left to the next sweep", async () => {
  const github = {
    async *installations() {
      yield 1;
    },
    async *repositories(installation: number) {
      yield { installation, owner: "acme", name: "mono" };
    },
    async *openPullRequests() {
      yield { number: 7, updatedAt: new Date() };
    },
    judgedAt: async () => undefined,
  } as unknown as GitHubApp;
  const options = { github, since: LONG_AGO, longest: 1, failed: () => {} };
  const swept = { repositories: 1, pullRequests: 1, missed: 1 };
  for (const complete of [true, false])
    expect(await sweep({ ...options, offer: async () => complete })).toEqual({
      ...swept,
      complete,
    });
});

test("an unreachable repository is not treated as seen by later sweeps", async () => {
  const broken = ["0"];
  const { seen, sweepOnce } = limitedWorld([1, 1, 1], broken);
  expect(await sweepOnce(1)).toBe(false);
  expect(await sweepOnce(9)).toBe(false);
  broken.pop();
  expect(await sweepOnce(9)).toBe(true);
  expect(new Set(seen)).toEqual(new Set(["0", "1", "2"]));
});

test.each([
  ["says that too many were made", { status: 429, body: { message: "Too many" } }, "1"],
  ["cannot be asked", { status: 404, body: { message: "Not Found" } }, "12"],
])("a sweep only stops at the rate limit if GitHub %s", async (_, { status, body }, expected) => {
  const requests: string[] = [];
  const github = {
    async *installations() {
      yield 1;
    },
    async *repositories(installation: number) {
      for (const name of ["1", "2"]) yield { installation, owner: "acme", name };
    },
    async *openPullRequests({ name }: { name: string }) {
      requests.push(name);
      yield* [];
      throw new RequestError(body.message, status, {
        request: { method: "GET", url: "https://api.test", headers: {} },
        response: { status, url: "", headers: {}, data: body },
      });
    },
  } as unknown as GitHubApp;
  const options = { github, since: LONG_AGO, longest: 1, failed: () => {} };
  expect((await sweep({ ...options, offer: async () => true })).complete).toBe(false);
  expect(requests.join("")).toBe(expected);
});

import { setTimeout as pause } from "node:timers/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import { FewRequestsLeft, type GitHubApp } from "../../src/app/github-app.ts";
import { isOwed, sweep, type SweepProgress } from "../../src/app/sweep.ts";
import { ALLOWED, FORBIDDEN, runApp, startWorld } from "./world.ts";
import { pullRequestEvent } from "./webhooks.ts";

const LONG_AGO = new Date(0);

test("what was answered and died with its process is found by the next one", async () => {
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

test("a status that somebody else set under our name does not count as ours", async () => {
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

test("a full queue answers 503, and what came then is found by the sweep", async () => {
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
}, 120_000);

test("an installation that cannot be asked does not keep the others from being swept", async () => {
  const world = await startWorld();
  const { gitHub } = world;
  const unavailable = { status: 403, body: { message: "This installation has been suspended" } };
  gitHub.proxy.fault({ on: /^GET \/installation\/repositories$/, answer: unavailable });
  const { app, lines } = runApp(world);
  expect(await app.sweep(LONG_AGO)).toMatchObject({ complete: false, repositories: 0 });
  expect(lines.join("")).toContain('"reason":"http 403"');
});

test("whatever happened after a look began is owed another one, and a quiet pull request is not", () =>
  fc.assert(
    fc.property(fc.nat(1e9), fc.nat(1e5), fc.nat(1e5), fc.integer(), (began, took, slack, at) => {
      const judgedAt = new Date(began + took);
      const longest = took + slack;
      const owed = isOwed({ updatedAt: new Date(at) }, judgedAt, longest);
      const unseen = at > began;
      const settled = at <= judgedAt.getTime() - longest;
      expect(unseen ? owed : !settled || !owed).toBe(true);
    }),
  ));

test("near the limit of requests a sweep stops, and the next ones reach every repository", async () => {
  let left = 0;
  const reached: string[] = [];
  const github = {
    async *installations() {
      yield 1;
    },
    async *repositories(installation: number) {
      for (const name of ["a", "b", "c", "d", "e"]) yield { installation, owner: "acme", name };
    },
    async *openPullRequests({ name }: { name: string }) {
      if (left === 0) throw new FewRequestsLeft();
      left -= 1;
      reached.push(name);
      yield* [];
    },
  } as unknown as GitHubApp;
  const progress: SweepProgress = new Map();
  const results: boolean[] = [];
  for (let i = 0; i < 6; i += 1) {
    left = 2;
    const options = { github, since: LONG_AGO, longest: 1, progress, failed: () => {} };
    results.push((await sweep({ ...options, offer: async () => true })).complete);
  }
  expect(results).toEqual([false, false, true, false, false, true]);
  expect(reached.join("")).toBe("abcdeabcde");
});

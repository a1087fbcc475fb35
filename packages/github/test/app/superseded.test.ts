import { setTimeout as pause } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { appWith } from "../../src/app/create-app.ts";
import { pullRequestEvent, webhook } from "./webhooks.ts";
import { ALLOWED, startWorld } from "./world.ts";

/** The App with one check at a time, and how to end each. */
async function startOneAtATime(...branches: readonly string[]) {
  const { origin, gitHub, environment } = await startWorld();
  const numbers: number[] = [];
  for (const branch of branches) {
    origin.push(branch, ALLOWED, "main");
    numbers.push(await gitHub.open(branch));
  }
  const fetched: number[] = [];
  const ends: (() => void)[] = [];
  const lines: string[] = [];
  const { app } = appWith(
    { ...environment, EVALUATIONS_AT_ONCE: "1" },
    (line) => void lines.push(line),
    async ({ headRef }) => {
      fetched.push(Number(headRef.split("/")[2]));
      await new Promise<void>((resolve) => ends.push(resolve));
      return { kind: "not-judged", obstacles: [{ message: "not judged" }] };
    },
  );
  onTestFinished(() => app.stop(0));
  const until = async (isSo: () => boolean) => {
    while (!isSo()) await pause(5);
  };
  /** Nothing was asked of GitHub for a while: all work waits. */
  const settled = async () => {
    for (let before = -1; before < gitHub.proxy.calls.length; await pause(150))
      before = gitHub.proxy.calls.length;
  };
  /** The last that is asked before a check. */
  const reads = () => gitHub.proxy.calls.filter(({ path }) => path.endsWith("/statuses")).length;
  const deliver = async (number: number) =>
    await app.handle(webhook(pullRequestEvent("synchronize", number)));
  return {
    app,
    numbers,
    fetched,
    deliver,
    settled,
    /** The webhook's work has read all that it needs, and waits for its turn. */
    async deliverAndWait(number: number) {
      const before = reads();
      await deliver(number);
      await until(() => reads() > before);
      await settled();
    },
    /** Ends the check under way; resolves once the next one has fetched. */
    async endCheck() {
      const before = fetched.length;
      await until(() => ends.length > 0);
      ends.shift()!();
      await until(() => fetched.length > before || ends.length > 0);
    },
    async endAll() {
      const timer = setInterval(() => ends.shift()?.(), 5);
      await app.idle();
      clearInterval(timer);
    },
    superseded: () => lines.filter((line) => line.includes('"outcome":"superseded"')).length,
  };
}

test("work that waited for its turn fetches nothing if a newer webhook of its pull request has come", async () => {
  const world = await startOneAtATime("one", "two");
  const [one, two] = world.numbers as [number, number];
  await world.deliverAndWait(one);
  await world.deliverAndWait(two);
  await world.deliver(two);
  await world.endAll();
  expect([world.fetched, world.superseded()]).toEqual([[one, two], 1]);
});

test("an endless stream of webhooks does not keep a verdict away: a run gives way to a newer one only once in a row", async () => {
  const world = await startOneAtATime("one", "two", "three");
  const [one, two, three] = world.numbers as [number, number, number];
  await world.deliverAndWait(one);
  await world.deliverAndWait(two);
  await world.deliverAndWait(three);
  await world.deliver(two);
  await world.endCheck();
  await world.settled();
  // The second work on it waits behind `three` now, and newer work has come again.
  await world.deliver(two);
  await world.endAll();
  expect([world.fetched, world.superseded()]).toEqual([[one, three, two, two], 1]);
});

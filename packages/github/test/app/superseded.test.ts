import { setTimeout as pause } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { appWith } from "../../src/app/create-app.ts";
import { pullRequestEvent, webhook } from "./webhooks.ts";
import { ALLOWED, startWorld } from "./world.ts";

test("work that waited for its turn fetches nothing if a newer webhook of its pull request has come", async () => {
  const { origin, gitHub, environment } = await startWorld();
  const numbers: number[] = [];
  for (const branch of ["one", "two"]) {
    origin.push(branch, ALLOWED, "main");
    numbers.push(await gitHub.open(branch));
  }
  const fetched: string[] = [];
  const ends: (() => void)[] = [];
  const lines: string[] = [];
  const { app } = appWith(
    { ...environment, EVALUATIONS_AT_ONCE: "1" },
    (line) => void lines.push(line),
    async ({ headRef }) => {
      fetched.push(headRef);
      await new Promise<void>((resolve) => ends.push(resolve));
      return { kind: "not-judged", obstacles: [{ message: "not judged" }] };
    },
  );
  onTestFinished(() => app.stop(0));
  const deliver = async (number: number | undefined) =>
    await app.handle(webhook(pullRequestEvent("synchronize", number)));
  const until = async (isSo: () => boolean) => {
    while (!isSo()) await pause(5);
  };
  const wasRead = ({ path }: { readonly path: string }) => path.endsWith(`/pulls/${numbers[1]}`);

  await deliver(numbers[0]);
  await until(() => fetched.length === 1);
  await deliver(numbers[1]);
  await until(() => gitHub.proxy.calls.some(wasRead));
  await pause(50);
  await deliver(numbers[1]);
  ends.shift()?.();
  await until(() => fetched.length === 2);
  ends.shift()?.();
  await app.idle();

  expect(fetched).toEqual(numbers.map((number) => `refs/pull/${number}/head`));
  expect(lines.filter((line) => line.includes('"outcome":"superseded"'))).toHaveLength(1);
});

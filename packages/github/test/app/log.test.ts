import { expect, test } from "vitest";
import { FORBIDDEN, runApp, runPublished, startWorld, type Running } from "./world.ts";
import { pullRequestEvent } from "./webhooks.ts";

type Line = Readonly<Record<string, string | number | undefined>>;

const linesOf = ({ lines }: Running): Line[] => lines.map((line) => JSON.parse(line) as Line);

test("one delivery id links the webhook, the check and every write; a failure has its kind, place and git's output", async () => {
  const world = await startWorld();
  const { origin, gitHub } = world;
  const commit = origin.push("fix", FORBIDDEN, "main");
  const number = await gitHub.open("fix");
  const running = runApp(world);
  const deliver = async (id: string) => {
    expect(await running.deliver({ ...pullRequestEvent("opened", number), id })).toBe(202);
  };
  // The second waits for the first, and the third takes its place.
  for (const id of ["first", "second", "third"]) await deliver(id);
  await running.app.idle();
  const of = "acme/mono#1";
  const entries = linesOf(running).filter(({ delivery }) => delivery === "first");
  expect(entries).toMatchObject([
    { event: "webhook", outcome: 202 },
    { event: "wrote", of, write: "comment created", comment: expect.any(Number) },
    { event: "wrote", of, write: "status set", context: "release-policy", commit },
    { event: "looked", of, outcome: "created", verdict: "fail" },
  ]);
  expect(linesOf(running).filter(({ delivery }) => delivery === "second")).toMatchObject([
    { event: "webhook" },
    { event: "superseded", of },
  ]);
  // What a sweep finds has an id, too.
  await running.app.sweep(new Date(0));
  await running.app.idle();
  const ids = linesOf(running).filter(({ event }) => event === "sweep" || event === "looked");
  expect(ids.at(-1)!["delivery"]).toMatch(/^sweep-/);
  expect(new Set(ids.slice(-2).map(({ delivery }) => delivery)).size).toBe(1);

  const alone = runPublished(world, { GITHUB_SERVER_URL: "http://127.0.0.1:9" });
  await alone.deliver({ ...pullRequestEvent("opened", number), id: "alone" });
  while (!linesOf(alone).some(({ event }) => event === "looked"))
    await new Promise((resolve) => setTimeout(resolve, 10));
  expect(linesOf(alone).at(-1)).toMatchObject({
    delivery: "alone",
    outcome: "again",
    error: "GitFailed",
    message: "git: unreachable",
    stack: expect.stringMatching(/GitFailed: git: unreachable\n +at /),
    stderr: expect.stringMatching(/fatal: unable to access/),
  });
}, 240_000);

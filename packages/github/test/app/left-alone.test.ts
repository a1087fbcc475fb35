import { expect, test } from "vitest";
import { commentEvent, pullRequestEvent } from "./webhooks.ts";
import { ALLOWED, runApp, runTooSlow, startWorld, type Running } from "./world.ts";

const outcomes = ({ lines }: Running): string[] =>
  lines
    .map((line) => JSON.parse(line) as { event: string; outcome: string })
    .filter(({ event }) => event === "looked")
    .map(({ outcome }) => outcome);

test("a commit that exceeded its budget is skipped until it or its base changes, even by the sweep and after a restart", async () => {
  const world = await startWorld();
  const { origin, gitHub } = world;
  const head = origin.push("contrib:fix", ALLOWED, "main");
  const number = await gitHub.open("contrib:fix");
  const first = runTooSlow(world);
  await first.deliver(pullRequestEvent("opened", number));
  await first.app.idle();
  expect(gitHub.statuses(head)[0]).toMatchObject({
    state: "error",
    description: expect.stringMatching(/^Not checked: it took too .+ \[base [\da-f]{12}\]$/),
  });
  expect(gitHub.statuses(head)[0]!.description!.length).toBeLessThan(140);
  const [comment] = await gitHub.comments(number);
  expect(comment!.body).toContain("limit");

  // With time enough it would be judged: that it is not shows that nothing was tried.
  const second = runApp(world);
  const after = async (work: () => Promise<unknown>): Promise<string[]> => {
    const before = outcomes(second).length;
    await work();
    await second.app.idle();
    return outcomes(second).slice(before);
  };
  expect(await after(() => second.deliver(pullRequestEvent("labeled", number)))).toEqual([
    "left-alone",
  ]);
  expect(await after(() => second.app.sweep(new Date(0)))).toEqual(["left-alone"]);
  expect(gitHub.statuses(head)).toHaveLength(1);

  // Somebody else's status of this kind is not a memory of ours, and takes nothing from it.
  const { context, description } = gitHub.statuses(head)[0]!;
  const forged = { state: "error", context, description };
  await gitHub.as("writer").request(`POST /repos/acme/mono/statuses/${head}`, forged);

  const user = { login: "writer", type: "User" };
  const body = "/release-policy recheck";
  const recheck = commentEvent(body, {
    issue: { number, pull_request: {} },
    comment: { id: 1, body, user },
  });
  expect(await after(() => second.deliver(recheck))).toEqual(["updated"]);
  expect(gitHub.statuses(head)[0]!.state).toBe("success");
  await gitHub.as("writer").request(`POST /repos/acme/mono/statuses/${head}`, forged);
  expect(await after(() => second.deliver(pullRequestEvent("labeled", number)))).toEqual([
    "unchanged",
  ]);

  const third = runTooSlow(world);
  const pushed = origin.push("contrib:fix", { "README.md": "x\n" });
  await third.deliver(pullRequestEvent("synchronize", number));
  await third.app.idle();
  expect(gitHub.statuses(pushed)[0]!.state).toBe("error");
  origin.push("main", { "README.md": "main\n" });
  expect(await after(() => second.deliver(pullRequestEvent("labeled", number)))).toEqual([
    "updated",
  ]);
  expect(gitHub.statuses(pushed)[0]!.state).toBe("success");
}, 180_000);

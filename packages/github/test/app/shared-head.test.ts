import { expect, test } from "vitest";
import { pullRequestEvent } from "./webhooks.ts";
import { FILES, FORBIDDEN, runApp, startWorld, type World } from "./world.ts";

const PLUGIN = FILES["policies/integrations.yaml"]!;

/** The newest state by name of the status. */
const states = ({ gitHub }: World, head: string): Record<string, string> =>
  Object.fromEntries(
    gitHub
      .statuses(head)
      .toReversed()
      .map(({ context, state }) => [context, state]),
  );

test.each([
  ["a laxer policy", { "policies/integrations.yaml": PLUGIN.replace("0.y.z", ">=1.0.0") }],
  ["the same changeset pending", FORBIDDEN],
])(
  "a second pull request of a commit into a branch with %s does not change the first",
  async (_, files) => {
    const world = await startWorld();
    const { origin, gitHub } = world;
    origin.push("next", files, "main");
    const head = origin.push("contrib:fix", FORBIDDEN, "main");
    const one = await gitHub.open("contrib:fix");
    const two = await gitHub.open("contrib:fix", { base: "next" });
    const { app, deliver } = runApp(world);
    for (const number of [one, two, one]) {
      await deliver(pullRequestEvent("opened", number));
      await app.idle();
    }
    expect(states(world, head)).toEqual({
      "release-policy": "failure",
      "release-policy (next)": "success",
    });
  },
  240_000,
);

test("a retargeted pull request gets the new base's status, and an unused old one is reset", async () => {
  const world = await startWorld();
  const { origin, gitHub } = world;
  origin.push("next", { "policies/integrations.yaml": PLUGIN.replace("0.y.z", ">=1.0.0") }, "main");
  const head = origin.push("contrib:fix", FORBIDDEN, "main");
  origin.push("contrib:other", {}, "contrib:fix");
  origin.force("contrib:other", head);
  const one = await gitHub.open("contrib:fix");
  const other = await gitHub.open("contrib:other");
  const { app, deliver } = runApp(world);
  const judge = async (action: string, number: number) => {
    await deliver(pullRequestEvent(action, number, { changes: { base: { ref: { from: "x" } } } }));
    await app.idle();
  };
  const change = (number: number, patch: Readonly<Record<string, string>>) =>
    gitHub.as("acme").request(`PATCH /repos/acme/mono/pulls/${number}`, patch);
  await judge("opened", one);
  await gitHub.open("contrib:third", { base: "next" });
  await change(one, { base: "next" });
  await judge("edited", one);
  // The other pull request, maybe a stranger's, still goes into main.
  expect(states(world, head)).toEqual({
    "release-policy": "failure",
    "release-policy (next)": "success",
  });
  await change(other, { state: "closed" });
  await judge("edited", one);
  expect(states(world, head)).toEqual({
    "release-policy": "pending",
    "release-policy (next)": "success",
  });
  await change(one, { base: "main" });
  await judge("edited", one);
  expect(states(world, head)).toEqual({
    "release-policy": "failure",
    "release-policy (next)": "pending",
  });
}, 240_000);

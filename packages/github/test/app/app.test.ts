import { expect, test } from "vitest";
import {
  ALLOWED,
  changeset,
  contradictions,
  FILES,
  FORBIDDEN,
  runApp,
  startWorld,
  type Running,
} from "./world.ts";
import { commentEvent, pullRequestEvent, pushEvent } from "./webhooks.ts";

const outcomes = ({ lines }: Running, event: string) =>
  lines
    .map((line) => JSON.parse(line))
    .filter((line) => line.event === event)
    .map(({ outcome }) => outcome);

test("a pull request gets one comment and a status, and both pass when it is fixed", async () => {
  const world = await startWorld();
  const { origin, gitHub } = world;
  const head = origin.push("fix", FORBIDDEN, "main");
  const number = await gitHub.open("fix");
  const running = runApp(world);
  const { app, deliver } = running;

  expect(await deliver(pullRequestEvent("opened", number))).toBe(202);
  await app.idle();
  const [first, ...others] = await gitHub.comments(number);
  expect(others).toEqual([]);
  expect(first).toMatchObject({ user: { login: "acme-policy[bot]" } });
  expect(first!.body).toContain("not allowed");
  expect(gitHub.statuses(head)[0]).toMatchObject({ context: "release-policy", state: "failure" });

  const fixed = origin.push("fix", ALLOWED);
  await deliver(pullRequestEvent("synchronize", number));
  await app.idle();
  const comments = await gitHub.comments(number);
  expect(comments.map(({ id }) => id)).toEqual([first!.id]);
  expect(comments[0]!.body).toContain("✅");
  expect(gitHub.statuses(fixed)[0]).toMatchObject({ state: "success" });
  expect(outcomes(running, "looked")).toEqual(["created", "updated"]);
  expect(contradictions(world)).toEqual([]);
});

test("a patched planner is reported once, in the first lines of the App's comment", async () => {
  const patched = `packages: ["packages/*"]\npatchedDependencies: { "@changesets/pre": x.patch }\n`;
  const world = await startWorld({ ...FILES, "pnpm-workspace.yaml": patched });
  const { origin, gitHub } = world;
  origin.push("fix", ALLOWED, "main");
  const number = await gitHub.open("fix");
  const { app, deliver } = runApp(world);
  await deliver(pullRequestEvent("opened", number));
  await app.idle();
  const [comment] = await gitHub.comments(number);
  const lines = comment!.body.split("\n").filter((line) => line !== "");
  const notes = lines.flatMap((line, i) => (line.includes("this workspace patches") ? [i] : []));
  expect([notes.length, notes[0]! < 4]).toEqual([1, true]);
});

test("repeated webhooks, and ten at once, change nothing", async () => {
  const world = await startWorld();
  const { origin, gitHub } = world;
  origin.push("contrib:fix", FORBIDDEN, "main");
  const number = await gitHub.open("contrib:fix");
  const running = runApp(world);
  const { app, deliver } = running;
  const sent = {
    ...pullRequestEvent("opened", number),
    id: "72d3162e-cc78-11e3-81ab-4c9367dc0958",
  };
  const statuses = await Promise.all(Array.from({ length: 10 }, () => deliver(sent)));
  expect(new Set(statuses)).toEqual(new Set([202]));
  await app.idle();
  await deliver(sent);
  await app.idle();
  expect(await gitHub.comments(number)).toHaveLength(1);
  expect(outcomes(running, "looked")).toEqual(["created", "unchanged", "unchanged"]);
  const edits = gitHub.proxy.calls.filter(({ method }) => method === "PATCH");
  expect(edits).toEqual([]);
});

test("only writers can use commands, and a question is answered once", async () => {
  const world = await startWorld();
  const { origin, gitHub } = world;
  origin.push("fix", FORBIDDEN, "main");
  const number = await gitHub.open("fix");
  const running = runApp(world);
  const { app, deliver } = running;
  const say = async (who: "writer" | "stranger", body: string) => {
    await gitHub.as(who).request(`POST /repos/acme/mono/issues/${number}/comments`, { body });
    const user = { login: who, type: "User" };
    const issue = { number, pull_request: {} };
    await deliver(commentEvent(body, { issue, comment: { id: 1, body, user } }));
    await app.idle();
  };

  await say("stranger", "/release-policy explain @acme/plugin");
  expect(outcomes(running, "command")).toEqual(["not-allowed"]);
  expect(await gitHub.comments(number)).toHaveLength(1);

  await say("writer", "/release-policy explain `@acme/plugin`");
  await say("writer", "/release-policy recheck");
  const own = (await gitHub.comments(number)).filter(({ user }) => user.type === "Bot");
  expect(own).toHaveLength(2);
  const answer = own.find(({ body }) => body.includes("answer-"))!;
  expect(answer.body).toContain("### Why `@acme/plugin` is released");
  expect(answer.body).toContain("brave-cats.md");
  expect(outcomes(running, "command")).toEqual(["not-allowed", "taken", "taken"]);
  expect(outcomes(running, "looked")).toEqual(["created", "unchanged"]);
});

test("a policy change on a branch rechecks every pull request into it", async () => {
  const world = await startWorld();
  const { origin, gitHub } = world;
  const heads = [origin.push("one", FORBIDDEN, "main"), origin.push("two", ALLOWED, "main")];
  const numbers = [await gitHub.open("one"), await gitHub.open("two")];
  const { app, deliver } = runApp(world);
  for (const number of numbers) await deliver(pullRequestEvent("opened", number));
  await app.idle();
  const states = () => heads.map((head) => gitHub.statuses(head)[0]?.state);
  expect(states()).toEqual(["failure", "success"]);

  origin.push("main", {
    "policies/integrations.yaml": FILES["policies/integrations.yaml"]!.replace("0.y.z", ">=1.0.0"),
  });
  await deliver(pushEvent("refs/heads/main", ["policies/integrations.yaml"]));
  await app.idle();
  expect(states()).toEqual(["success", "failure"]);
});

test("requests are retried while GitHub fails", async () => {
  const world = await startWorld();
  const { origin, gitHub } = world;
  const head = origin.push("fix", FORBIDDEN, "main");
  const number = await gitHub.open("fix");
  const running = runApp(world);
  const { app, deliver } = running;
  const unavailable = { status: 502, body: { message: "Server Error" } };
  // The webhook arrived before the change that it reports.
  const notThere = { status: 404, body: { message: "Not Found" } };
  gitHub.proxy.fault({ on: /^GET .*\/pulls\/\d+$/, answer: notThere });
  gitHub.proxy.fault({ on: /^GET .*\/comments$/, answer: unavailable });
  gitHub.proxy.fault({ on: /^POST .*\/statuses\//, answer: unavailable });
  await deliver(pullRequestEvent("opened", number));
  await app.idle();
  expect(await gitHub.comments(number)).toHaveLength(1);
  expect(gitHub.statuses(head)[0]).toMatchObject({ state: "failure" });
  expect(outcomes(running, "looked").at(0)).toBe("again");
});

test("a closed pull request is ignored", async () => {
  const world = await startWorld();
  const { origin, gitHub } = world;
  origin.push("fix", { ".changeset/a.md": changeset("@acme/plugin", "major") }, "main");
  const number = await gitHub.open("fix");
  const running = runApp(world);
  const { app, deliver } = running;
  await gitHub.as("acme").request(`PATCH /repos/acme/mono/pulls/${number}`, { state: "closed" });
  await deliver(pullRequestEvent("synchronize", number));
  await app.idle();
  expect(outcomes(running, "looked")).toEqual(["closed"]);
  expect(await gitHub.comments(number)).toEqual([]);
});

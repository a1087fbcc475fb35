import { connect } from "node:net";
import { expect, test } from "vitest";
import { webhookSecret } from "./keys.ts";
import { startProcess } from "./process.ts";
import { pullRequestEvent } from "./webhooks.ts";
import { FORBIDDEN, startWorld } from "./world.ts";

test("without settings, it says everything that is missing and what to do, and exits with 2", async () => {
  const app = await startProcess({ PORT: "none" });
  expect(await app.ended).toBe(2);
  expect(app.lines).toEqual([]);
  expect(app.errors().split("\n")).toEqual([
    "release-policy-app cannot start:",
    "  - APP_ID is not set. The “App ID” on the App's page.",
    "  - WEBHOOK_SECRET is not set. The App's webhook secret, 16 characters or more.",
    "  - PORT is not a whole number from 0 to 65535. The port to listen on; 0 for any free port.",
    "  - PRIVATE_KEY or PRIVATE_KEY_PATH is not set. Download it from the App's page, under “Private keys”.",
    "",
  ]);
});

test("reports a port in use", async () => {
  const world = await startWorld();
  const first = await startProcess(world.environment);
  const port = new URL(first.url!).port;
  const second = await startProcess({ ...world.environment, PORT: port });
  expect(await second.ended).toBe(2);
  expect(second.errors()).toContain("cannot listen on HOST:PORT (EADDRINUSE)");
});

test("on SIGTERM, it finishes accepted work and exits with 0, and its output contains no secret", async () => {
  const world = await startWorld();
  const { origin, gitHub, environment } = world;
  const head = origin.push("fix", FORBIDDEN, "main");
  const number = await gitHub.open("fix");
  // What it took takes longer on a busy machine.
  const app = await startProcess({ ...environment, STOP_SECONDS: "200" });
  const health = await fetch(`${app.url}/healthz`);
  expect([health.status, await health.json()]).toEqual([200, { status: "ok" }]);

  expect((await app.deliver(pullRequestEvent("opened", number))).status).toBe(202);
  app.kill("SIGTERM");
  expect(await app.ended).toBe(0);
  expect(gitHub.statuses(head)).toHaveLength(1);
  expect(app.lines.map((line) => JSON.parse(line).event)).toEqual([
    "listening",
    "webhook",
    "stopping",
    "wrote",
    "wrote",
    "looked",
    "stopped",
  ]);

  const tokens = gitHub.proxy.calls.flatMap(({ headers }) =>
    Object.values(headers).flatMap((value) => /^(?:bearer|token) (.+)/i.exec(value)?.[1] ?? []),
  );
  expect(tokens.length).toBeGreaterThan(3);
  const secrets = [webhookSecret, ...environment["PRIVATE_KEY"]!.trim().split("\n"), ...tokens];
  const written = `${app.lines.join("\n")}${app.errors()}`;
  const bodies = (await gitHub.comments(number)).map(({ body }) => body).join("\n");
  expect(secrets.filter((secret) => `${written}${bodies}`.includes(secret))).toEqual([]);
});

test("on SIGTERM, it abandons work that takes too long, names it, and exits with 0", async () => {
  const world = await startWorld();
  const { origin, gitHub, environment } = world;
  origin.push("fix", FORBIDDEN, "main");
  const number = await gitHub.open("fix");
  gitHub.proxy.fault({ on: /^GET .*\/pulls\/\d+$/, delay: 20_000 });
  const app = await startProcess({ ...environment, STOP_SECONDS: "1" });
  await app.deliver(pullRequestEvent("opened", number));
  app.kill("SIGTERM");
  expect(await app.ended).toBe(0);
  expect(await gitHub.comments(number)).toEqual([]);
});

test("a client that sends nothing or half a request is disconnected, and does not block the App", async () => {
  const world = await startWorld();
  const app = await startProcess(world.environment);
  const port = Number(new URL(app.url!).port);
  const cutOff = (text: string): Promise<unknown> => {
    const slow = connect(port, "127.0.0.1");
    slow.on("error", () => {}).resume();
    slow.write(text);
    return new Promise((resolve) => slow.on("close", resolve));
  };
  const request = "POST /api/github/webhooks HTTP/1.1\r\nhost: a\r\n";
  const headers = "content-length: 100\r\nx-github-event: push\r\nx-github-delivery: a\r\n";
  const cut = Promise.all([request, `${request}${headers}\r\n{`].map(cutOff));
  expect((await app.deliver({ event: "ping", payload: {} })).status).toBe(202);
  await cut;
}, 240_000);

test("a request with more than 16 KiB of headers is rejected", async () => {
  const { environment } = await startWorld();
  const app = await startProcess(environment);
  const answer = (size: number): Promise<Response> =>
    fetch(app.url!, { headers: { "x-long": "x".repeat(size) } });
  expect((await answer(12_000)).status).not.toBe(431);
  expect((await answer(17_000)).status).toBe(431);
}, 240_000);

import { expect, test } from "vitest";
import { createMetrics } from "../../src/app/metrics.ts";
import { pullRequestEvent } from "./webhooks.ts";
import { FORBIDDEN, runApp, startWorld, type Running } from "./world.ts";

const METRICS_TOKEN = "0123456789abcdef0123456789abcdef";

const page = async ({ app }: Running, authorization?: string) =>
  await app.handle(
    new Request("http://app.test/metrics", {
      headers: authorization === undefined ? {} : { authorization },
    }),
  );

/** Figures by name and labels. */
async function figures(running: Running): Promise<Record<string, number>> {
  const text = await (await page(running, `Bearer ${METRICS_TOKEN}`)).text();
  return Object.fromEntries(
    text
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"))
      .map((line) => {
        const [, name = "", value] = /^(.+) (\S+)$/.exec(line) ?? [];
        return [name.replace(/^release_policy_/, ""), Number(value)];
      }),
  );
}

test("the metrics include checks, their duration, the queue, and requests to GitHub", async () => {
  const world = await startWorld();
  const { origin, gitHub } = world;
  origin.push("fix", FORBIDDEN, "main");
  const number = await gitHub.open("fix");
  const before = gitHub.proxy.calls.length;
  const running = runApp(world, { METRICS_TOKEN });
  const began = performance.now();
  await running.deliver(pullRequestEvent("opened", number));
  expect(await figures(running)).toMatchObject({
    'webhooks_total{status="202"}': 1,
    'queue_depth{state="running"}': 1,
    'queue_depth{state="waiting"}': 0,
    'sweeps_total{complete="true"}': 0,
  });
  await running.app.idle();
  await running.app.sweep(new Date(0));
  await running.app.idle();
  const now = await figures(running);
  expect(now).toMatchObject({
    'queue_depth{state="running"}': 0,
    'judgements_total{outcome="fail"}': expect.any(Number),
    'judgement_duration_seconds_bucket{le="+Inf"}': now['judgements_total{outcome="fail"}'],
    'sweeps_total{complete="true"}': 1,
  });
  const seconds = (performance.now() - began) / 1000;
  expect(now["judgement_duration_seconds_sum"]).toBeGreaterThan(0);
  expect(now["judgement_duration_seconds_sum"]).toBeLessThan(seconds);
  const requests = Object.entries(now).filter(([name]) => name.startsWith("github_requests_total"));
  expect(requests.reduce((sum, [, count]) => sum + count, 0)).toBe(
    gitHub.proxy.calls.length - before,
  );
}, 240_000);

test("metrics require the token, and do not exist without one", async () => {
  const world = await startWorld();
  const running = runApp(world, { METRICS_TOKEN });
  expect((await page(running)).status).toBe(403);
  expect((await page(running, `Bearer ${METRICS_TOKEN.slice(1)}`)).status).toBe(403);
  expect((await page(running, `Bearer ${METRICS_TOKEN}`)).status).toBe(200);
  const without = runApp(world);
  expect((await page(without, "Bearer undefined")).status).toBe(404);
});

test("the age is that of the oldest entry", async () => {
  const metrics = createMetrics();
  metrics.queueIs(() => ({ waiting: 3, running: 2, resting: 1, oldest: 90_000 }));
  const text = await metrics.text();
  expect(text).toContain("\nrelease_policy_queue_oldest_waiting_seconds 90\n");
  expect(text).toContain('\nrelease_policy_queue_depth{state="resting"} 1\n');
});

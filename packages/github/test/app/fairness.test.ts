import { expect, test } from "vitest";
import { policyApp } from "../../src/app/app.ts";
import { createMetrics } from "../../src/app/metrics.ts";
import { GitHubApp } from "../../src/app/github-app.ts";
import { readSettings } from "../../src/app/settings.ts";
import { signatureVerifier } from "../../src/webhook/signature.ts";
import { privateKey, webhookSecret } from "./keys.ts";
import { pullRequestEvent, webhook } from "./webhooks.ts";

/** The App, whose looks end one after the other on command; what began, in this order. */
function appWithLooks(queueLength: number) {
  const settings = readSettings({
    APP_ID: "77",
    PRIVATE_KEY: privateKey,
    WEBHOOK_SECRET: webhookSecret,
    EVALUATIONS_AT_ONCE: "1",
    QUEUE_LENGTH: String(queueLength),
  });
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const app = policyApp({
    settings,
    github: new GitHubApp(settings),
    log: () => {},
    metrics: createMetrics(),
    accessFor: () => undefined,
    verify: signatureVerifier([webhookSecret]),
    judgeAndPost: async ({ owner, name }, number) => {
      begun.push(`${owner}/${name}#${number}`);
      await new Promise<void>((resolve) => ends.push(resolve));
      return {};
    },
    mayCommand: async () => false,
    giveUp: () => {},
  });
  const deliver = async (installation: number, repository: string, number: number) => {
    const [owner = "", name = ""] = repository.split("/");
    const place = {
      installation: { id: installation },
      repository: { name, owner: { login: owner } },
    };
    const { status } = await app.handle(webhook(pullRequestEvent("opened", number, place)));
    return status;
  };
  const endOne = async () => {
    ends.shift()?.();
    // The next one begins behind this turn of the loop.
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { app, begun, deliver, endOne };
}

test("after 1,100 webhooks of one repository, another installation starts at once, and then only waits for its own work", async () => {
  const { begun, deliver, endOne } = appWithLooks(1000);
  const answers = [];
  for (let i = 1; i <= 1100; i += 1) answers.push(await deliver(1, "acme/mono", i));
  // Four are under way, a thousand wait; the sweep finds the others.
  expect(answers.filter((status) => status === 202)).toHaveLength(1004);
  expect(answers.at(-1)).toBe(503);
  expect(begun).toHaveLength(4);
  for (let i = 1; i <= 5; i += 1) expect(await deliver(2, "other/mono", i)).toBe(202);
  expect(begun.at(-1)).toBe("other/mono#1");
  // Whenever something ends, it is the turn of the one that has waited longest.
  const before = begun.length;
  for (let i = 0; i < 8; i += 1) await endOne();
  const next = begun.slice(before);
  expect(next.filter((of) => of.startsWith("other/"))).toHaveLength(4);
  expect(begun.indexOf("other/mono#5")).toBeLessThan(before + 8);
});

test("an installation with many full repositories leaves room for the others", async () => {
  const { deliver } = appWithLooks(100);
  const answers = [];
  for (let repository = 0; repository < 5; repository += 1)
    for (let i = 1; i <= 100; i += 1) answers.push(await deliver(1, `acme/mono-${repository}`, i));
  expect(answers.filter((status) => status === 202)).toHaveLength(404);
  for (let i = 1; i <= 5; i += 1) expect(await deliver(2, "other/mono", i)).toBe(202);
});

test("beyond ten full repositories, all webhooks of an installation are rejected", async () => {
  const { deliver } = appWithLooks(10);
  const answers: unknown[] = [];
  for (let installation = 1; installation <= 30; installation += 1)
    for (let i = 1; i <= 10; i += 1)
      answers.push(await deliver(installation, `of-${installation}/mono`, i));
  const [taken, refused] = [202, 503].map((code) => answers.filter((one) => one === code).length);
  // Those that are under way have left the queue.
  expect(taken).toBeGreaterThanOrEqual(100);
  expect(taken).toBeLessThan(120);
  expect(taken! + refused!).toBe(300);
});

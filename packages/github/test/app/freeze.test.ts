import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { startProcess, type AppProcess } from "./process.ts";
import { pullRequestEvent } from "./webhooks.ts";
import { FILES, startWorld, type World } from "./world.ts";

// A stranger's pull request edits policies/: the base judges, but the new policy is looked at too.
const keys = (prefix: string) =>
  `packages: ["@acme/zz"]\n${Array.from({ length: 26_000 }, (_, i) => `${prefix}${i}: 1`)
    .join("\n")
    .slice(0, 250_000)}\n`;
const GLOB = {
  "policies/workspace.yaml":
    'docs: { guides: ["**/a/**/a/**/a/**/a/**/a/**/a/**/a/**/*a*a*a*a*a*a*b.md"] }\n',
  "policies/integrations.yaml": `${FILES["policies/integrations.yaml"]!.trimEnd()}\nrequire: { breaking: [upgrade-guide] }\n`,
  [`docs/${"a/".repeat(25)}${"a".repeat(100)}.txt`]: "x",
};

const LARGE = Object.fromEntries(
  Array.from({ length: 20 }, (_, i) => [`policies/z${i}.yaml`, keys(`k${i}x`)]),
);

/** Asks whether the App is alive until something is so; how often it did not answer. */
async function unanswered(app: AppProcess, until: () => boolean): Promise<number> {
  let missed = 0;
  const end = Date.now() + 90_000;
  while (!until() && Date.now() < end) {
    const answer = fetch(`${app.url}/healthz`, { signal: AbortSignal.timeout(5000) });
    if ((await answer.then(({ status }) => status).catch(() => 0)) !== 200) missed += 1;
    await wait(200);
  }
  expect(until()).toBe(true);
  return missed;
}

const opened = async ({ origin, gitHub }: World, files: Readonly<Record<string, string>>) => ({
  head: origin.push("contrib:fix", files, "main"),
  number: await gitHub.open("contrib:fix"),
});

test.each<[string, Readonly<Record<string, string>>]>([
  ["a pattern that takes forever", GLOB],
  ["twenty policies of 250 kB", LARGE],
])(
  "the App answers while it judges %s, and ends when it is asked to",
  { timeout: 240_000 },
  async (_, files) => {
    const world = await startWorld();
    const { head, number } = await opened(world, files);
    const app = await startProcess({ ...world.environment, EVALUATION_SECONDS: "4" });
    await app.deliver(pullRequestEvent("opened", number));
    const status = () => world.gitHub.statuses(head)[0];
    expect(await unanswered(app, () => status() !== undefined)).toBe(0);
    // The many keys may be refused in time.
    expect(["error", ...(files === GLOB ? [] : ["success"])]).toContain(status()!.state);
    app.kill("SIGTERM");
    expect(await Promise.race([app.ended, wait(10_000).then(() => "still there")])).toBe(0);
  },
);

test(
  "after a restart, sweep and webhooks ignore such a pull request",
  { timeout: 240_000 },
  async () => {
    const world = await startWorld();
    const { head, number } = await opened(world, LARGE);
    // Too little for so many keys.
    const environment = {
      ...world.environment,
      EVALUATION_SECONDS: "1",
      EVALUATION_DISK_MEGABYTES: "16",
      SWEEP_MINUTES: "1",
    };
    const logged = (app: AppProcess, word: string) => app.lines.some((line) => line.includes(word));
    const first = await startProcess(environment);
    expect(await unanswered(first, () => logged(first, '"looked"'))).toBe(0);
    expect(world.gitHub.statuses(head)).toMatchObject([{ state: "error" }]);
    first.kill("SIGKILL");
    await first.ended;
    const second = await startProcess(environment);
    expect(await unanswered(second, () => logged(second, '"sweep"'))).toBe(0);
    await second.deliver(pullRequestEvent("labeled", number));
    expect(await unanswered(second, () => logged(second, '"left-alone"'))).toBe(0);
    expect(world.gitHub.statuses(head)).toHaveLength(1);
  },
);

import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { readMarker } from "../../src/sticky-comment/marker.ts";
import { TROUBLE, type Fault, type FaultProxy } from "../fault-proxy.ts";
import { startProcess } from "./process.ts";
import { pullRequestEvent } from "./webhooks.ts";
import { ALLOWED, contradictions, FILES, FORBIDDEN, startWorld, type World } from "./world.ts";

/** `pnpm exec node scripts/app-load.ts` runs it with 50 pull requests. */
const PULL_REQUESTS = Number(
  process.env["RELEASE_POLICY_LOAD"] ?? (process.env["EVERY_CASE"] ? 4 : 2),
);
/** In the workspace, beyond the two that the pull requests are about. */
const MORE_PACKAGES = Number(process.env["RELEASE_POLICY_MORE_PACKAGES"] ?? 0);
const ROUNDS = 4;
/** GitHub's. */
const MOST_MILLISECONDS = 10_000;

test(
  "a burst of webhooks, failures of GitHub and a killed App result in one comment each, with the newest verdict",
  async () => {
    const world = await startWorld({ ...FILES, ...morePackages() });
    const { origin, gitHub } = world;
    const branches = Array.from({ length: PULL_REQUESTS }, (_, i) => `change-${i}`);
    const numbers: number[] = [];
    for (const branch of branches) {
      origin.push(branch, FORBIDDEN, "main");
      numbers.push(await gitHub.open(branch));
    }
    trouble(gitHub.proxy, PULL_REQUESTS);
    const began = performance.now();
    let app = await startProcess({ ...world.environment, SWEEP_MINUTES: "1" });
    let started = app.cpu();
    const answers: Awaited<ReturnType<typeof app.deliver>>[] = [];
    const lines: string[] = [];

    for (let round = 0; round < ROUNDS; round += 1) {
      // First all of it: git keeps this process from seeing an answer in time.
      for (const [i, branch] of branches.entries()) {
        if (round === 3) origin.push(branch, i % 2 === 0 ? ALLOWED : FORBIDDEN);
        else if (round > 0) origin.push(branch, { [`notes-${round}.md`]: "Text.\n" });
      }
      const sent = branches.map(async (_, i) => {
        await pause(Math.floor(Math.random() * 100) * PULL_REQUESTS * 0.4);
        const action = round === 0 ? "opened" : "synchronize";
        answers.push(await app.deliver(pullRequestEvent(action, numbers[i])));
      });
      if (round === 2) {
        // With work under way and in the queue; nothing takes what arrives now.
        app.kill("SIGKILL");
        await app.ended;
        await Promise.all(sent);
        lines.push(...app.lines);
        app = await startProcess({ ...world.environment, SWEEP_MINUTES: "1" });
        started = app.cpu();
      } else await Promise.all(sent);
    }
    const burst = performance.now() - began;
    const settled = () => settledOf(world, branches, numbers);
    while ((await settled()) < PULL_REQUESTS) await pause(1000);
    const all = performance.now() - began;

    // What is tried again was judged before GitHub refused a write.
    const judged = app.lines.filter((line) => /"verdict":|"outcome":"again"/.test(line)).length;
    const spent = app.cpu();
    // What is right stays right, whatever is still under way.
    app.kill("SIGTERM");
    expect(await app.ended).toBe(0);
    expect(await settled()).toBe(PULL_REQUESTS);
    lines.push(...app.lines);

    const answered = answers.filter(({ status }) => status !== undefined);
    const slowest = Math.max(...answered.map(({ milliseconds }) => milliseconds));
    expect(new Set(answered.map(({ status }) => status))).toEqual(new Set([202]));
    expect(slowest).toBeLessThan(MOST_MILLISECONDS);
    expect(contradictions(world)).toEqual([]);
    const events = lines.map(
      (line) => JSON.parse(line) as { event: string; outcome?: string; milliseconds: number },
    );
    const webhooks = events.filter(({ event }) => event === "webhook");
    const looks = events.filter(({ event }) => event === "looked");
    process.stdout.write(
      `${JSON.stringify({
        pullRequests: PULL_REQUESTS,
        webhooks: answers.length,
        answered: answered.length,
        whileNobodyListened: answers.length - answered.length,
        slowestAnswerMilliseconds: Math.round(slowest),
        slowestInTheApp: Math.max(...webhooks.map(({ milliseconds }) => milliseconds)),
        looks: looks.length,
        triedAgain: looks.filter(({ outcome }) => outcome === "again").length,
        requests: gitHub.proxy.calls.length,
        refusedByGitHub: gitHub.proxy.calls.filter(({ status }) => status >= 400).length,
        burstSeconds: Math.round(burst / 1000),
        secondsUntilAllIsSaid: Math.round(all / 1000),
        ...(started && spent
          ? {
              judgedByTheSecondApp: judged,
              cpuOfOne: Math.round((spent.children - started.children) / judged),
              cpuOfOneInTheApp: Math.round((spent.own - started.own) / judged),
            }
          : {}),
      })}\n`,
    );
  },
  40_000 + PULL_REQUESTS * 20_000,
);

/** Packages that each depend on the one before them. */
function morePackages(): Readonly<Record<string, string>> {
  if (MORE_PACKAGES === 0) return {};
  const manifests = Array.from({ length: MORE_PACKAGES }, (_, i) => [
    `packages/more-${i}/package.json`,
    JSON.stringify({
      name: `@acme/more-${i}`,
      version: "0.3.0",
      dependencies: i > 0 ? { [`@acme/more-${i - 1}`]: "workspace:^" } : {},
    }),
  ]);
  const policy = 'packages: ["@acme/more-*"]\nversions: "0.y.z"\n';
  return { ...Object.fromEntries(manifests), "policies/more.yaml": policy };
}

/** How many have exactly one comment and a status, both about the newest commit and with its verdict. */
async function settledOf(
  { origin, gitHub }: World,
  branches: readonly string[],
  numbers: readonly number[],
): Promise<number> {
  let settled = 0;
  for (const [i, branch] of branches.entries()) {
    const head = origin.commit(branch)!;
    const [status] = gitHub.statuses(head);
    if (status?.state !== (i % 2 === 0 ? "success" : "failure")) continue;
    const comments = await gitHub.comments(numbers[i]!);
    const read = readMarker(comments[0]?.body ?? "");
    const says = read?.text.includes(i % 2 === 0 ? "✅" : "not allowed");
    if (comments.length === 1 && read?.marker.head === head && says) settled += 1;
  }
  return settled;
}

/** Everything that GitHub does on a bad day, some of each. */
function trouble(proxy: FaultProxy, pullRequests: number): void {
  const few = Math.ceil(pullRequests / 10);
  const COMMENT = /^(?:POST .*\/issues\/\d+\/comments|PATCH .*\/comments\/\d+)$/;
  const unprocessable = { status: 422, body: { message: "was submitted too quickly" } };
  const faults: Fault[] = [
    { on: COMMENT, times: few, answer: TROUBLE.badGateway, after: true },
    { on: COMMENT, times: few, answer: TROUBLE.secondaryLimit(1) },
    { on: COMMENT, times: few, answer: TROUBLE.tooMany(1) },
    { on: COMMENT, times: few, answer: unprocessable },
    { on: COMMENT, times: few, delay: 3000 },
    { on: /^GET .*\/pulls\/\d+$/, times: few, answer: TROUBLE.badGateway },
    { on: /^GET .*\/pulls\/\d+$/, times: few, answer: TROUBLE.tooMany(1) },
    { on: /^GET .*\/pulls\/\d+$/, times: few, delay: 3000 },
    { on: /^GET .*\/comments$/, times: few, answer: TROUBLE.badGateway },
    { on: /^POST .*\/statuses\//, times: few, answer: TROUBLE.badGateway },
    { on: /^POST .*\/access_tokens$/, times: 1, answer: TROUBLE.badGateway },
  ];
  for (const fault of faults) proxy.fault(fault);
}

import { exampleFiles } from "@release-policy/core/testing";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { startProcess } from "./process.ts";
import { pullRequestEvent } from "./webhooks.ts";
import { startWorld } from "./world.ts";

const names = Array.from({ length: 1000 }, (_, i) => `@acme/package-${i}`);

test("a workspace with releases of 1,000 packages gets its comment", async () => {
  const world = await startWorld(
    exampleFiles({
      packages: Object.fromEntries(names.map((name) => [name, "0.3.0"])),
      policies: { young: { packages: ["@acme/*"], versions: "0.y.z", breaking: "minor" } },
    }),
  );
  const { origin, gitHub } = world;
  const bumps = names.map((name) => `"${name}": minor\n`).join("");
  origin.push("fix", { ".changeset/a.md": `---\n${bumps}---\n\nSay what changed.\n` }, "main");
  const number = await gitHub.open("fix");
  const app = await startProcess(world.environment);
  const began = performance.now();
  await app.deliver(pullRequestEvent("opened", number));
  const comment = () =>
    gitHub.proxy.calls.some(({ method, path }) => method === "POST" && path.endsWith("/comments"));
  while (!comment()) await pause(20);
  process.stdout.write(
    `1,000 packages: ${Math.round(performance.now() - began)} ms to the comment\n`,
  );
  app.kill("SIGTERM");
  await app.ended;
  const [{ body } = { body: "" }] = await gitHub.comments(number);
  expect(body).toContain("1,000 releases allowed");
  expect(Buffer.byteLength(body)).toBeLessThan(60_500);
}, 240_000);

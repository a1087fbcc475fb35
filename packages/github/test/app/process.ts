import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { inject, onTestFinished } from "vitest";
import type { Environment } from "../../src/app/settings.ts";
import { WEBHOOK_PATH } from "../../src/webhook/receiver.ts";
import { delivery, type Delivery } from "./webhooks.ts";

const MAIN = join(inject("bundle"), "app.mjs");

export interface AppProcess {
  /** Undefined where it did not start. */
  readonly url: string | undefined;
  readonly lines: readonly string[];
  readonly errors: () => string;
  /** The status that answers, undefined where nothing does; and after how long. */
  deliver(given: Delivery): Promise<{ status: number | undefined; milliseconds: number }>;
  /** Milliseconds, of itself and of the processes that it has waited for; only Linux says so. */
  cpu(): { readonly own: number; readonly children: number } | undefined;
  kill(signal: NodeJS.Signals): void;
  readonly ended: Promise<number | null>;
}

/** `release-policy-app` as a process of its own, when it listens or has ended. */
export async function startProcess(environment: Environment): Promise<AppProcess> {
  const env = { PATH: process.env["PATH"], ...environment };
  const child = spawn(process.execPath, [MAIN], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const lines: string[] = [];
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => (errors += String(chunk)));
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const listening = new Promise<string>((resolve) =>
    createInterface(child.stdout).on("line", (line) => {
      lines.push(line);
      const { event, port } = JSON.parse(line) as { event: string; port?: number };
      if (event === "listening") resolve(`http://127.0.0.1:${port}`);
    }),
  );
  const url = await Promise.race([listening, ended.then(() => undefined)]);
  return {
    url,
    lines,
    errors: () => errors,
    cpu: () => cpuOf(child.pid!),
    kill: (signal) => void child.kill(signal),
    ended,
    async deliver(given) {
      const began = performance.now();
      const answer = await fetch(`${url}${WEBHOOK_PATH}`, delivery(given)).catch(() => undefined);
      await answer?.arrayBuffer().catch(() => {});
      return { status: answer?.status, milliseconds: performance.now() - began };
    },
  };
}

function cpuOf(pid: number): ReturnType<AppProcess["cpu"]> {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, "utf8");
  // utime, stime, and the same of children, in hundredths of a second.
  const ticks = text
    .slice(text.lastIndexOf(")") + 2)
    .split(" ")
    .slice(11, 15)
    .map(Number);
  const [user = 0, system = 0, ofChildren = 0, systemOfChildren = 0] = ticks;
  return { own: (user + system) * 10, children: (ofChildren + systemOfChildren) * 10 };
}

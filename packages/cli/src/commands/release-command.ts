import { fork } from "node:child_process";
import { readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import type { PlannerId } from "@release-policy/core/types";
import { CannotJudge } from "../errors.ts";
import { LOCKS, LOCK_VARIABLE, PLANNER_MS } from "../files/writing/lock.ts";
import type { News, Order } from "./planner-host.ts";
import type { Writer } from "./writer.ts";

/** A command and how a person writes it. */
export interface ReleaseCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly shown: string;
}

/** The planner's own release command, as `plannerCommand` finds it. */
export const releaseCommand = (
  root: string,
  planner: PlannerId,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): ReleaseCommand =>
  plannerCommand(
    root,
    planner,
    [...(planner === "pnpm" ? ["version", "-r"] : ["version"]), ...args],
    env,
  );

/**
 * A command of the planner: of `changeset` as the workspace has it installed, or of the pnpm that runs us, else the one
 * on the PATH. Throws `CannotJudge` where Changesets is not installed.
 */
export function plannerCommand(
  root: string,
  planner: PlannerId,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): ReleaseCommand {
  const shown = [planner === "pnpm" ? "pnpm" : "changeset", ...args].join(" ");
  if (planner !== "pnpm") {
    return { file: process.execPath, args: [changesetsBin(root, planner), ...args], shown };
  }
  const running = env["npm_execpath"];
  if (running === undefined || !/pnpm[^/\\]*$/.test(running)) {
    return { file: "pnpm", args, shown };
  }
  return /\.[cm]?js$/.test(running)
    ? { file: process.execPath, args: [running, ...args], shown }
    : { file: running, args, shown };
}

function changesetsBin(root: string, planner: PlannerId): string {
  const folder = join(root, "node_modules/@changesets/cli");
  try {
    const { bin, version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
      bin?: string | Record<string, string>;
      version?: string;
    };
    const script = typeof bin === "string" ? bin : bin?.["changeset"];
    const isOfMajor = version?.startsWith(`${planner.slice(-1)}.`);
    if (script !== undefined && isOfMajor) return join(realpathSync(folder), script);
  } catch {
    // Told below.
  }
  throw new CannotJudge({
    message: `@changesets/cli ${planner.slice(-1)} is not installed, but its command is needed to write versions`,
    help:
      "run `pnpm install`; if package.json does not name it: `pnpm add -Dw @changesets/cli@" +
      `${planner.slice(-1)}\``,
  });
}

/**
 * Runs it with visible output: on standard output, or on standard error if standard output is data. Resolves to the
 * reason of a failure, or undefined. A signal only ends the command, so that we can clean up. If we are killed,
 * `planner-host.ts` ends it.
 */
export function runReleaseCommand(
  { root, lock }: Writer,
  { file, args }: ReleaseCommand,
  output: 1 | 2,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const host = fork(
      SCRIPT,
      lock.isOwn ? [lock.state.folder, LOCKS.planner, String(PLANNER_MS)] : [],
      {
        cwd: root,
        env: { ...process.env, RELEASE_POLICY_VERSION: "1", [LOCK_VARIABLE]: lock.holder.token },
        execArgv: fromSource ? ["--conditions=source"] : [],
        stdio: [output === 2 ? "ignore" : "inherit", output, 2, "ipc"],
      },
    );
    const order: Order = { file, args, shell: process.platform === "win32" && file === "pnpm" };
    let pid: number | undefined;
    let stopped: NodeJS.Signals | undefined;
    let end: string | undefined = "failed without a message";
    const pass = (signal: NodeJS.Signals): void => {
      stopped = signal;
      if (pid !== undefined) endProcess(pid, signal);
    };
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
    for (const signal of signals) process.on(signal, pass);
    host.on("message", (news: News) => {
      if (news.kind === "ended") end = news.why;
      else if (news.kind === "started") ({ pid } = news);
      if (stopped === undefined) {
        if (news.kind === "ready") host.send(order);
      } else if (news.kind === "started") pass(stopped);
      else if (news.kind === "ready") {
        end = `ended by ${stopped}`;
        host.disconnect();
      }
    });
    host.on("error", ({ message }) => (end = message));
    host.on("close", (_, signal) => {
      for (const one of signals) process.off(one, pass);
      // Nothing may go on writing while files are restored.
      if (signal !== null && pid !== undefined) endProcess(pid, "SIGKILL");
      resolve(signal === null ? end : `ended by ${signal}`);
    });
  });
}

/** In the bundle, the script is next to this part. */
const fromSource = import.meta.url.endsWith(".ts");
const SCRIPT = new URL(fromSource ? "./planner-host.ts" : "./planner-host.cjs", import.meta.url);

function endProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by itself.
  }
}

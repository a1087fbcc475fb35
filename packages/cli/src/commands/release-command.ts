import { spawn } from "node:child_process";
import { readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import type { PlannerId } from "@release-policy/core";
import { CannotJudge } from "../errors.ts";

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
    message: `@changesets/cli ${planner.slice(-1)} is not installed here, and its command line is what writes`,
    help:
      "run `pnpm install`; if package.json does not name it: `pnpm add -Dw @changesets/cli@" +
      `${planner.slice(-1)}\``,
  });
}

/**
 * Runs it with its output shown: on standard output, or on standard error where ours is data. Resolves to why it failed,
 * undefined where it did not. A signal ends the command and not us: what it left behind has to be cleared up.
 */
export function runReleaseCommand(
  cwd: string,
  { file, args }: ReleaseCommand,
  output: 1 | 2,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const shell = process.platform === "win32" && file === "pnpm";
    const env = { ...process.env, RELEASE_POLICY_VERSION: "1" };
    const child = spawn(file, [...args], { cwd, env, shell, stdio: ["inherit", output, 2] });
    const pass = (signal: NodeJS.Signals): void => void child.kill(signal);
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
    for (const signal of signals) process.on(signal, pass);
    const end = (why: string | undefined): void => {
      for (const signal of signals) process.off(signal, pass);
      resolve(why);
    };
    child.on("error", ({ message }) => end(message));
    child.on("close", (code, signal) =>
      end(code === 0 ? undefined : signal ? `ended by ${signal}` : `exited with ${code}`),
    );
  });
}

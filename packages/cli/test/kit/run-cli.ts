import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const MAIN = join(import.meta.dirname, "../../src/main.ts");

/** Runs the command line as a process, without a terminal. */
export function runCli(
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Ran {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--conditions=source", MAIN, ...args],
    {
      cwd,
      encoding: "utf8",
      env: { ...process.env, FORCE_COLOR: undefined, NO_COLOR: undefined, ...env },
    },
  );
  return { code: status, stdout, stderr };
}

/** The same without waiting for it. */
export const startCli = (cwd: string, args: readonly string[]) =>
  spawn(process.execPath, ["--conditions=source", MAIN, ...args], { cwd });

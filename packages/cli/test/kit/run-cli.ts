import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { run } from "../../src/cli.ts";
import { report } from "../../src/help.ts";

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export const MAIN = join(import.meta.dirname, "../../src/main.ts");

let last: Promise<unknown> = Promise.resolve();

/**
 * Runs the command line in this process, without a terminal: all but `main.ts`. One run after the other, because a
 * process has one folder.
 */
export function runCli(cwd: string, args: readonly string[], { width = 100 } = {}): Promise<Ran> {
  const ran = last.then(() => runHere(cwd, args, width));
  last = ran.catch(() => {});
  return ran;
}

async function runHere(cwd: string, args: readonly string[], width: number): Promise<Ran> {
  const terminal = { color: false, width };
  const before = process.cwd();
  let notes = "";
  process.chdir(cwd);
  try {
    const note = (text: string): void => void (notes += text);
    const { output, code } = await run(args, { ...terminal, note });
    return { code, stdout: output, stderr: notes };
  } catch (error) {
    return { code: 2, stdout: "", stderr: notes + report(error, terminal) };
  } finally {
    process.chdir(before);
  }
}

/** Runs it as a process, for what only a process has: an environment, standard output that others write to. */
export function spawnCli(
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
export const startCli = (cwd: string, args: readonly string[], ...node: readonly string[]) =>
  spawn(process.execPath, [...node, "--conditions=source", MAIN, ...args], { cwd });

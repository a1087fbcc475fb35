import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { PlannerId } from "@release-policy/core";
import type { ChangesetsRan, ChangesetsRun } from "./changesets-process.ts";

const require = createRequire(import.meta.url);
type Planner = Exclude<PlannerId, "pnpm">;
const PACKAGES = { "changesets@2": "changesets-cli-2", "changesets@3": "@changesets/cli" } as const;

const folderOf = (planner: Planner): string =>
  realpathSync(dirname(require.resolve(`${PACKAGES[planner]}/package.json`)));

/** The script of the real Changesets command line of a major. */
export const changesetsBin = (planner: Planner): string => join(folderOf(planner), "bin.js");

/** What its script loads, and what runs there. */
const SCRIPTS = {
  "changesets@2": "dist/changesets-cli.cjs.js",
  "changesets@3": "dist/index.mjs",
} as const;

let running: ChildProcess | undefined;
let last: Promise<unknown> = Promise.resolve();

/**
 * Runs the real command line in a folder and returns its output, in a process that keeps it loaded: that takes most of a
 * run. One run after the other, because a process has one folder. Rejects where it fails.
 */
export function runChangesets(
  cwd: string,
  planner: Planner,
  ...args: readonly string[]
): Promise<string> {
  const script = join(folderOf(planner), SCRIPTS[planner]);
  const ran = last.then(() => runScript({ script, cwd, args }));
  last = ran.catch(() => {});
  return ran;
}

async function runScript(run: ChangesetsRun): Promise<string> {
  const child = (running ??= start());
  // Only a run keeps this process alive.
  child.channel?.ref();
  child.send(run);
  const [{ code, output, errors }] = (await once(child, "message")) as [ChangesetsRan];
  child.channel?.unref();
  if (code !== 0)
    throw new Error(`changeset ${run.args.join(" ")} exited with ${code}:\n${output}${errors}`);
  return output;
}

function start(): ChildProcess {
  const child = fork(join(import.meta.dirname, "changesets-process.ts"), { execArgv: [] });
  process.once("exit", () => child.kill());
  child.unref();
  return child;
}

import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { PlannerId } from "@release-policy/core";

const require = createRequire(import.meta.url);
const PACKAGES = { "changesets@2": "changesets-cli-2", "changesets@3": "@changesets/cli" } as const;

/** The script of the real Changesets command line of a major. */
export const changesetsBin = (planner: Exclude<PlannerId, "pnpm">): string =>
  join(dirname(require.resolve(`${PACKAGES[planner]}/package.json`)), "bin.js");

/** Runs it in a folder. Throws where it fails. */
export const runChangesets = (
  cwd: string,
  planner: Exclude<PlannerId, "pnpm">,
  ...args: readonly string[]
): string =>
  execFileSync(process.execPath, [changesetsBin(planner), ...args], { cwd, encoding: "utf8" });

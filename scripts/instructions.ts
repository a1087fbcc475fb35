import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Size, writeWorkspace } from "./bench/workspace.ts";

/**
 * Counts the instructions of a check of two workspaces with valgrind, which is accurate to one percent on a busy
 * machine. Exits with 1 if a count is more than 3 % above the recorded one.
 *
 * usage: pnpm instructions [--write]
 */
const FILE = join(import.meta.dirname, "instructions.json");
const CLI = join(import.meta.dirname, "../packages/cli");
const MOST_MORE = 1.03;
/** In millions: the project's goals. */
const SIZES: readonly (Size & { readonly goal: number })[] = [
  { packages: 10, changesets: 5, goal: 300 },
  { packages: 10, changesets: 5, installed: true, goal: 310 },
  { packages: 1000, changesets: 200, goal: 800 },
];

const rolldown = join(import.meta.dirname, "../node_modules/rolldown/bin/cli.mjs");
execFileSync(process.execPath, [rolldown, "-c", "rolldown.config.ts", "--log-level", "silent"], {
  cwd: CLI,
  stdio: ["ignore", "ignore", "inherit"],
});
const recorded = JSON.parse(readFileSync(FILE, "utf8")) as Readonly<Record<string, number>>;
const counted: Record<string, number> = {};
for (const { goal, ...size } of SIZES) {
  const name = `${size.packages} × ${size.changesets}${size.installed ? ", planner installed" : ""}`;
  const root = writeWorkspace(size);
  const count = instructionsOf(root);
  rmSync(root, { recursive: true });
  counted[name] = count;
  const before = recorded[name] ?? Infinity;
  const isMore = count > before * MOST_MORE;
  console.log(
    `${name}: ${count} M instructions (recorded: ${before} M; goal: ${goal} M)${isMore ? `, ${((count / before - 1) * 100).toFixed(1)} % more` : ""}`,
  );
  if (isMore && !process.argv.includes("--write")) process.exitCode = 1;
}
if (process.argv.includes("--write")) writeFileSync(FILE, `${JSON.stringify(counted, null, 2)}\n`);

/** In millions. Throws where valgrind is missing or the check fails. */
function instructionsOf(cwd: string): number {
  const { NODE_EXTRA_CA_CERTS: _, NODE_OPTIONS: __, ...own } = process.env;
  const { status, stderr } = spawnSync(
    "valgrind",
    [
      "--tool=callgrind",
      "--callgrind-out-file=/dev/null",
      "--smc-check=all-non-file",
      process.execPath,
      "--single-threaded",
      // With other seeds, tables are filled in another order, and counts of the same code differ by 2 %.
      "--hash-seed=7",
      "--random-seed=7",
      join(CLI, "dist/main.cjs"),
      "check",
    ],
    {
      cwd,
      encoding: "utf8",
      env: { ...own, CI: "1", NO_COLOR: "1", NODE_DISABLE_COMPILE_CACHE: "1" },
      stdio: ["ignore", "ignore", "pipe"],
    },
  );
  const [, count] = /Collected : (\d+)/.exec(stderr ?? "") ?? [];
  if (status !== 0 || count === undefined) throw new Error(`valgrind failed:\n${stderr}`);
  return Math.round(Number(count) / 1e6);
}

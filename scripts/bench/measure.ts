import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Timed } from "./commands.ts";

/** Milliseconds. */
interface Times {
  readonly least: number;
  readonly median: number;
}

export interface Row {
  readonly name: string;
  readonly wall: Times;
  /** User and system, with the processes that it waited for. */
  readonly cpu: Times;
  /** False if it ended with an error, so that its time does not count. */
  readonly works: boolean;
  /** Peak memory, MiB; undefined for what is not a script for Node. */
  readonly megabytes: number | undefined;
}

const MEMORY = join(import.meta.dirname, "memory.cjs");

/** Runs the commands in turn, round after round, in the folder. One that is listed several times has one row. */
export function measure(cwd: string, commands: readonly Timed[], rounds: number): readonly Row[] {
  const runs = new Map<Timed, Run[]>(commands.map((command) => [command, []]));
  for (let round = -1; round < rounds; round++) {
    for (const command of commands) {
      const run = runOnce(cwd, command);
      if (round >= 0) runs.get(command)!.push(run);
    }
  }
  return [...runs].map(([command, all]) => ({
    name: command.name,
    wall: timesOf(all.map(({ wall }) => wall)),
    cpu: timesOf(all.map(({ cpu }) => cpu)),
    works: all.every(({ works }) => works),
    megabytes: command.native === undefined ? peak(cwd, command) : undefined,
  }));
}

/** As a CI meets it: nothing compiled before, no colours, no prompts. Node 20 reads extra certificates at each start. */
const { NODE_EXTRA_CA_CERTS: _, ...OWN } = process.env;
const ENV = { ...OWN, NODE_DISABLE_COMPILE_CACHE: "1", CI: "1", NO_COLOR: "1" };

interface Run {
  readonly wall: number;
  readonly cpu: number;
  readonly works: boolean;
}

/** The shell reports its children's times; `times` prints a line for itself and one for them. */
const SHELL = '"$@" >/dev/null 2>&1; code=$?; times; exit $code';

function runOnce(cwd: string, { args, native, passes = [0] }: Timed): Run {
  const command = [native ?? process.execPath, ...args];
  const start = process.hrtime.bigint();
  const { stdout, status } = spawnSync("bash", ["-c", SHELL, "bash", ...command], {
    cwd,
    env: ENV,
    encoding: "utf8",
  });
  const wall = Number(process.hrtime.bigint() - start) / 1e6;
  const [, children = ""] = stdout.split("\n");
  const seconds = [...children.matchAll(/(\d+)m([\d.]+)s/g)].map(
    ([, minutes, rest]) => Number(minutes) * 60 + Number(rest),
  );
  const cpu = seconds.reduce((sum, one) => sum + one, 0) * 1000;
  return { wall, cpu, works: passes.includes(status ?? -1) };
}

/** The largest resident size, as reported by the process at its end. */
function peak(cwd: string, { args }: Timed): number {
  const folder = mkdtempSync(join(tmpdir(), "memory-"));
  try {
    const file = join(folder, "kilobytes");
    const env = { ...ENV, BENCH_MEMORY: file };
    const command = [process.execPath, "--require", MEMORY, ...args];
    // By a shell: the peak of this process, which bundles, would count as theirs.
    spawnSync("bash", ["-c", SHELL, "bash", ...command], { cwd, env, stdio: "ignore" });
    return Number(readFileSync(file, "utf8")) / 1024;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function timesOf(values: readonly number[]): Times {
  const sorted = values.toSorted((a, b) => a - b);
  return { least: sorted[0]!, median: sorted[Math.floor(sorted.length / 2)]! };
}

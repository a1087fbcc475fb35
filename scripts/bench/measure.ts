import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Timed } from "./commands.ts";

export interface Row {
  readonly name: string;
  /** Median wall time, milliseconds. */
  readonly milliseconds: number;
  /** Median of `check` divided by this command, round by round. */
  readonly ratio: number;
  /** Peak memory, MiB; undefined for what is not a script for Node. */
  readonly megabytes: number | undefined;
}

const MEMORY = join(import.meta.dirname, "memory.cjs");

/** Runs the commands in turn, round after round, in the folder; the first command is what the others are compared with. */
export function measure(cwd: string, commands: readonly Timed[], rounds: number): readonly Row[] {
  const times = commands.map((): number[] => []);
  for (let round = -1; round < rounds; round++) {
    commands.forEach((command, i) => {
      const took = time(cwd, command);
      if (round >= 0) times[i]!.push(took);
    });
  }
  return commands.map((command, i) => ({
    name: command.name,
    milliseconds: median(times[i]!),
    ratio: median(times[0]!.map((own, round) => own / times[i]![round]!)),
    megabytes: command.native === undefined ? peak(cwd, command) : undefined,
  }));
}

/** As a CI meets it: nothing compiled before, no colours, no prompts. */
const ENV = { ...process.env, NODE_DISABLE_COMPILE_CACHE: "1", CI: "1", NO_COLOR: "1" };

function time(cwd: string, { args, native }: Timed): number {
  const start = process.hrtime.bigint();
  spawnSync(native ?? process.execPath, args, { cwd, env: ENV, stdio: "ignore" });
  return Number(process.hrtime.bigint() - start) / 1e6;
}

/** The largest resident size, as the process itself tells when it ends. */
function peak(cwd: string, { args }: Timed): number {
  const file = join(mkdtempSync(join(tmpdir(), "memory-")), "kilobytes");
  const env = { ...ENV, BENCH_MEMORY: file };
  spawnSync(process.execPath, ["--require", MEMORY, ...args], { cwd, env, stdio: "ignore" });
  return Number(readFileSync(file, "utf8")) / 1024;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

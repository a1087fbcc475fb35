import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import fc from "fast-check";
import { cases } from "./fuzz/generate.ts";
import type { Outcome } from "./fuzz/oracle.ts";

/**
 * Judges strange workspaces for some minutes. A find is a throw that is not `CannotJudge`, more than two seconds of the
 * processor, two checks that differ, a commit that is judged otherwise than its folder, or a release that only the planner sees.
 * usage: pnpm fuzz [--minutes 30] [--seed n] [--case n]
 */
const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "1" },
    seed: { type: "string", default: String(Date.now() % 1_000_000_000) },
    case: { type: "string" },
  },
});
const seed = Number(values.seed);
const MOST_CPU = 2000;
/** On a busy machine a case waits for the processor longer than it has it. */
const MOST_WALL = 60_000;

const counts = { inputs: 0, judged: 0, refused: 0, withGit: 0, finds: 0 };
const kinds = new Map<string, number>();

function report(index: number, find: string): void {
  counts.finds += 1;
  const kind = find.slice(0, 60);
  const seen = (kinds.get(kind) ?? 0) + 1;
  kinds.set(kind, seen);
  if (seen > 5) return;
  const [given] = fc.sample(cases, { seed: seed + index, numRuns: 1 });
  console.log(
    `\nfind: pnpm fuzz --seed ${seed} --case ${index}\n${find}\n${JSON.stringify(given)}`,
  );
}

function settle(index: number, { find, verdict, slowest, withGit }: Outcome): void {
  counts.inputs += 1;
  counts[verdict] += 1;
  if (withGit) counts.withGit += 1;
  if (find !== undefined) report(index, find);
  else if (slowest > MOST_CPU) report(index, `it takes ${Math.round(slowest)} ms of the processor`);
}

const start = (): ChildProcess =>
  fork(join(import.meta.dirname, "fuzz/worker.ts"), [], { execArgv: ["--conditions=source"] });

function judgeIn(worker: ChildProcess, index: number, isSecond: boolean): Promise<boolean> {
  return new Promise((done) => {
    const end = (isAlive: boolean) => {
      clearTimeout(timer);
      worker.removeAllListeners();
      done(isAlive);
    };
    const timer = setTimeout(() => {
      counts.inputs += 1;
      report(index, "it hangs");
      worker.kill("SIGKILL");
      end(false);
    }, MOST_WALL);
    worker.once("message", (outcome) => {
      settle(index, outcome as Outcome);
      end(true);
    });
    // Whatever else runs on the machine may have ended it: only a case that does so twice is a find.
    worker.once("exit", (code, signal) => {
      if (isSecond) {
        counts.inputs += 1;
        report(index, `it ends the process: ${code ?? signal}`);
      }
      end(false);
    });
    worker.send({ seed, index });
  });
}

console.log(`seed ${seed}`);
const ends = Date.now() + Number(values.minutes) * 60_000;
let worker = start();
const first = Number(values.case ?? 0);
for (let index = first; values.case === undefined ? Date.now() < ends : index === first; index++) {
  const before = counts.inputs;
  for (let time = 0; time < 2 && counts.inputs === before; time++)
    if (!(await judgeIn(worker, index, time === 1))) worker = start();
  // One process for all would hide what one case leaves to the next, and its memory grows.
  if (index % 500 === 499) {
    worker.kill();
    worker = start();
    console.log(JSON.stringify(counts));
  }
}
worker.kill();
console.log(`\nseed ${seed}, ${values.minutes} minutes:`, counts, Object.fromEntries(kinds));
process.exitCode = counts.finds > 0 ? 1 : 0;

import { fork, type ChildProcess } from "node:child_process";
import { on } from "node:events";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { copyOf } from "./copy.ts";
import type { Mutation } from "./mutations.ts";
import { processorSeconds } from "./processor-time.ts";
import type { TestFile } from "./reach.ts";
import type { Order, Report } from "./runner.ts";

export type Fate =
  | { readonly how: "killed"; readonly by: string }
  | { readonly how: "survived"; readonly tests: number }
  /** The time was over before all tests had run. */
  | { readonly how: "undecided"; readonly left: number };

const LATE = Symbol("late");

/** Seconds of the clock for one of processor time: more means that a test waits for what never comes. */
const CLOCK_SECONDS = 20;

/** As many times the seconds that a test file takes, or at least this many seconds of processor time: it does not end. */
const HANGS = { times: 20, seconds: 40 };

/** A copy of the repository for mutants, one at a time. */
export class Trial {
  readonly root: string;
  /** The process that runs tests, and everything it starts. */
  #runner: ChildProcess | undefined;
  /** The files that the runner has not read since they were written. */
  readonly #changed = new Set<string>();
  /** Whether a test file passes without a mutant, if the recording does not tell. */
  readonly #sound = new Map<string, boolean>();

  constructor(from: string) {
    this.root = copyOf(from);
  }

  /**
   * Runs the tests that reach a mutant, the likeliest first, until one fails or the seconds of processor time are over:
   * other programs on the machine do not change the fate. Without `/proc`, they are seconds of the clock.
   */
  async judge(mutation: Mutation, tests: readonly TestFile[], seconds: number): Promise<Fate> {
    const file = join(this.root, mutation.path);
    const text = readFileSync(file, "utf8");
    const { start, end, after } = mutation;
    const left = new Map(tests.map((test) => [test.path, test]));
    const budget = { seconds };
    while (left.size > 0) {
      this.#write(mutation.path, `${text.slice(0, start)}${after}${text.slice(end)}`);
      const failed = await this.#run([...left.values()], budget, (test) => left.delete(test));
      this.#write(mutation.path, text);
      if (failed === LATE) return { how: "undecided", left: left.size };
      if (failed === undefined) break;
      // A test that also fails without the mutant does not count.
      if (left.get(failed)?.passed || (await this.#isSound(failed)))
        return { how: "killed", by: failed };
      left.delete(failed);
    }
    return { how: "survived", tests: tests.length };
  }

  remove(): void {
    this.#stop();
    rmSync(this.root, { recursive: true, force: true, maxRetries: 3 });
  }

  #write(path: string, text: string): void {
    writeFileSync(join(this.root, path), text);
    this.#changed.add(path);
  }

  async #isSound(test: string): Promise<boolean> {
    const known = this.#sound.get(test);
    if (known !== undefined) return known;
    const alone = { path: test, milliseconds: Infinity, passed: false };
    const isSound = (await this.#run([alone], { seconds: 600 })) === undefined;
    this.#sound.set(test, isSound);
    return isSound;
  }

  /** The first test file that fails or hangs, undefined if none does, `LATE` if the budget, which it reduces, was used up. */
  async #run(
    tests: readonly TestFile[],
    budget: { seconds: number },
    onPassed = (_test: string): void => {},
  ): Promise<string | typeof LATE | undefined> {
    const runner = (this.#runner ??= this.#start());
    const order: Order = { changed: [...this.#changed], tests: tests.map(({ path }) => path) };
    runner.send(order);
    this.#changed.clear();
    const begin = processorSeconds(runner.pid!);
    const end = Date.now() + budget.seconds * 1000 * CLOCK_SECONDS;
    let used = 0;
    let usedBefore = 0;
    let isLate = false;
    let isHanging = false;
    const waiting = new Map(tests.map(({ path, milliseconds }) => [path, milliseconds]));
    const timer = setInterval(() => {
      used = processorSeconds(runner.pid!) - begin;
      isLate ||= used > budget.seconds || Date.now() > end;
      const [usual = 0] = waiting.values();
      isHanging ||= used - usedBefore > Math.max(HANGS.seconds, (HANGS.times * usual) / 1000);
      if (isLate || isHanging) this.#stop();
    }, 1000);
    let failed: string | undefined;
    try {
      for await (const [report] of on(runner, "message", { close: ["exit"] })) {
        const { ended, state } = report as Report;
        if (ended === undefined && (failed !== undefined || state === "passed")) return failed;
        if (ended === undefined) break;
        // After a failure, the others are cancelled.
        if (failed !== undefined) continue;
        if (state === "failed") failed = ended;
        else onPassed(ended);
        waiting.delete(ended);
        usedBefore = used;
      }
    } finally {
      clearInterval(timer);
      budget.seconds -= used;
    }
    // What ended the worker or the runner is the first that has not ended.
    this.#stop();
    this.#runner = undefined;
    const [running] = waiting.keys();
    return isLate && !isHanging ? LATE : (failed ?? running);
  }

  #start(): ChildProcess {
    return fork(join(this.root, "scripts/mutants/runner.ts"), {
      cwd: this.root,
      stdio: "ignore",
      detached: true,
      execArgv: [],
      env: { ...process.env, EVERY_CASE: "1" },
    });
  }

  /** Ends the tests that are running, with all that they have started. */
  #stop(): void {
    if (this.#runner?.exitCode !== null || this.#runner.pid === undefined) return;
    process.kill(-this.#runner.pid, "SIGKILL");
  }
}

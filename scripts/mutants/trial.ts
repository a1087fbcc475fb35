import { spawn } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { copyOf } from "./copy.ts";
import type { Mutation } from "./mutations.ts";
import type { TestFile } from "./reach.ts";

export type Fate =
  | { readonly how: "killed"; readonly by: string }
  | { readonly how: "survived"; readonly tests: number }
  /** The time was over before all tests had run. */
  | { readonly how: "undecided"; readonly left: number; readonly during: readonly string[] };

/** Starting Vitest takes seconds, so the likeliest tests come in groups: of these milliseconds, then all others. */
const GROUPS = [3000, 15_000, 60_000];

/** A copy of the repository for mutants, one at a time. */
export class Trial {
  readonly root: string;
  /** Ends the tests that are running, with all that they have started. */
  #stop = (): void => {};
  /** Whether a test file passes without a mutant, if the recording does not tell. */
  readonly #sound = new Map<string, boolean>();

  constructor(from: string) {
    this.root = copyOf(from);
  }

  /** Runs the tests that reach a mutant, the likeliest first, until one fails or the time is over. */
  async judge(mutation: Mutation, tests: readonly TestFile[], seconds: number): Promise<Fate> {
    const end = Date.now() + seconds * 1000;
    const file = join(this.root, mutation.path);
    const text = readFileSync(file, "utf8");
    const { start, end: stop, after } = mutation;
    const mutant = `${text.slice(0, start)}${after}${text.slice(stop)}`;
    const left = [...tests];
    for (const limits = [...GROUPS]; left.length > 0;) {
      const group = firstOf(left, limits[0]);
      const paths = group.map(({ path }) => path);
      writeFileSync(file, mutant);
      const failing = await this.#failing(paths, end - Date.now());
      writeFileSync(file, text);
      if (failing === undefined) return { how: "undecided", left: left.length, during: paths };
      const [by] = failing;
      const failed = group.find(({ path }) => path === by);
      if (failed && (failed.passed || (await this.#isSound(failed.path))))
        return { how: "killed", by: failed.path };
      // A test that also fails without the mutant does not count; others of its group have not run.
      if (failed) left.splice(left.indexOf(failed), 1);
      else {
        left.splice(0, group.length);
        limits.shift();
      }
    }
    return { how: "survived", tests: tests.length };
  }

  remove(): void {
    this.#stop();
    rmSync(this.root, { recursive: true, force: true, maxRetries: 3 });
  }

  async #isSound(test: string): Promise<boolean> {
    const known = this.#sound.get(test);
    if (known !== undefined) return known;
    const isSound = (await this.#failing([test], 600_000))?.length === 0;
    this.#sound.set(test, isSound);
    return isSound;
  }

  /** The test files that fail, up to the first; undefined where the time was over. */
  async #failing(tests: readonly string[], milliseconds: number): Promise<string[] | undefined> {
    const output = join(this.root, "mutant.json");
    rmSync(output, { force: true });
    const vitest = join(this.root, "node_modules/vitest/vitest.mjs");
    const reporter = ["--reporter=json", `--outputFile=${output}`];
    const child = spawn(process.execPath, [vitest, "run", "--bail=1", ...reporter, ...tests], {
      cwd: this.root,
      stdio: "ignore",
      detached: true,
    });
    let isOver = false;
    this.#stop = () => void process.kill(-child.pid!, "SIGKILL");
    const timer = setTimeout(() => {
      isOver = true;
      this.#stop();
    }, milliseconds);
    const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
    clearTimeout(timer);
    this.#stop = () => {};
    if (isOver) return undefined;
    if (code === 0) return [];
    return failedFiles(this.root, output) ?? [...tests];
  }
}

/** As many as take that long together, one at least; all without a limit. */
function firstOf(tests: readonly TestFile[], limit = Infinity): TestFile[] {
  let sum = 0;
  const beyond = tests.findIndex(({ milliseconds }) => (sum += milliseconds) > limit);
  return tests.slice(0, beyond < 0 ? tests.length : Math.max(beyond, 1));
}

/** Undefined if nothing was written: the tests could not even start. */
function failedFiles(root: string, output: string): string[] | undefined {
  try {
    const { testResults } = JSON.parse(readFileSync(output, "utf8")) as {
      readonly testResults: readonly { readonly name: string; readonly status: string }[];
    };
    return testResults
      .filter(({ status }) => status === "failed")
      .map(({ name }) => relative(root, name).split(sep).join("/"));
  } catch {
    return undefined;
  }
}

import { spawn } from "node:child_process";
import { constants, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, relative, sep } from "node:path";
import type { Mutation } from "./mutations.ts";

export type Fate =
  | { readonly how: "killed"; readonly by: string }
  | { readonly how: "survived"; readonly tests: number }
  /** The time was over before all tests had run. */
  | { readonly how: "undecided"; readonly left: number };

/** The likeliest tests come in small groups: most mutants end there. */
const GROUPS = [3, 9, 27];

/** A copy of the repository for mutants: the working tree never contains one. */
export class Trial {
  readonly root: string;
  /** Ends the tests that are running, with all that they have started. */
  #stop = (): void => {};
  /** Whether a test file passes without a mutant. */
  readonly #sound = new Map<string, boolean>();

  constructor(from: string) {
    this.root = mkdtempSync(join(tmpdir(), "mutants-"));
    cpSync(from, this.root, {
      recursive: true,
      verbatimSymlinks: true,
      mode: constants.COPYFILE_FICLONE,
      filter: (path) => basename(path) !== ".git",
    });
  }

  /** Runs the tests that reach a mutant, the likeliest first, until one fails or the time is over. */
  async judge(mutation: Mutation, tests: readonly string[], seconds: number): Promise<Fate> {
    const end = Date.now() + seconds * 1000;
    const file = join(this.root, mutation.path);
    const text = readFileSync(file, "utf8");
    const { start, end: stop, after } = mutation;
    const mutant = `${text.slice(0, start)}${after}${text.slice(stop)}`;
    const left = [...tests];
    for (const sizes = [...GROUPS]; left.length > 0;) {
      const group = left.slice(0, sizes[0] ?? left.length);
      writeFileSync(file, mutant);
      const failing = await this.#failing(group, end - Date.now());
      writeFileSync(file, text);
      if (failing === undefined) return { how: "undecided", left: left.length };
      const [by] = failing;
      if (by !== undefined && (await this.#isSound(by))) return { how: "killed", by };
      // A test that also fails without the mutant does not count; others of its group have not run.
      if (by !== undefined) left.splice(left.indexOf(by), 1);
      else {
        left.splice(0, group.length);
        sizes.shift();
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

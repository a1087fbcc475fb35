import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { VersionCommit } from "../../../git/version-commits.ts";
import type { Repository } from "../../../git/git.ts";
import type { AuditRelease } from "../release.ts";
import { type ReplayTask, type Step, commitJudge } from "./judge-commit.ts";

/** From source, Node runs TypeScript; in the bundle, the worker is next to this part. */
const fromSource = import.meta.url.endsWith(".ts");
const SCRIPT = new URL(fromSource ? "./worker.ts" : "./audit-worker.cjs", import.meta.url);

/** Without limits, each thread would let several times as much garbage lie. V8 grows a heap in smaller steps where it may grow less. */
const HEAP = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 1024 };

/** A thread needs longer to start than to judge so many. */
const FEW = 4;

/**
 * Checks commits in parallel, on as many threads as the machine has cores; a few, on this thread. `done` gets each verdict as soon as it is
 * ready. Commits not started when the signal comes are skipped. Rethrows what a worker throws.
 */
export async function judgeAll(
  commits: readonly VersionCommit[],
  task: ReplayTask,
  signal: AbortSignal | undefined,
  done: Done,
): Promise<void> {
  if (commits.length === 0) return;
  if (commits.length <= FEW) {
    await judgeHere()(commits, task, signal, done);
    return;
  }
  const size = Math.min(availableParallelism(), commits.length);
  const runs = runsOf(commits, size).values();
  await Promise.all(
    Array.from({ length: size }, () => work(replaySteps(runs, signal), task, done)),
  );
}

/** Neighbours differ least: a thread that judges many in a row reads half as many files as one that takes every second. */
const LONGEST_RUN = 32;

/** The commits in their order, in runs that keep so many threads busy until the end. */
function runsOf(
  commits: readonly VersionCommit[],
  threads: number,
): readonly (readonly VersionCommit[])[] {
  const length = Math.min(LONGEST_RUN, Math.ceil(commits.length / (threads * 4)));
  return Array.from({ length: Math.ceil(commits.length / length) }, (_, i) =>
    commits.slice(i * length, (i + 1) * length),
  );
}

/** So many commits are read together. With their bases, they are those that are remembered together. */
const READ_TOGETHER = 8;

/** The commits of one run after the other, which several threads take from the same list, until the signal comes. */
function* replaySteps(
  runs: Iterable<readonly VersionCommit[]>,
  signal: AbortSignal | undefined,
): Generator<Step> {
  for (const run of runs) {
    for (const [i, commit] of run.entries()) {
      if (signal?.aborted === true) return;
      const next = i % READ_TOGETHER === 0 ? run.slice(i, i + READ_TOGETHER) : [];
      const names = next.flatMap((one) => [one.commit, one.difference.base]);
      yield { commit, reads: names.filter((name) => name !== "") };
    }
  }
}

/** Gets the verdict of each policy; null for a commit that makes no versions. */
export type Done = (commit: VersionCommit, releases: readonly AuditRelease[] | null) => void;

/** As `judgeAll`, but on this thread: the process that judges a stranger's change may start none. */
export const judgeHere =
  (repository?: Repository): typeof judgeAll =>
  async (commits, task, signal, done) => {
    const judge = commitJudge(task, repository);
    try {
      for (const step of replaySteps([commits], signal))
        done(step.commit, await judge.verdicts(step));
    } finally {
      await judge.close();
    }
  };

/** One thread that takes what is next from its queue until it is empty. */
function work(queue: Iterator<Step>, task: ReplayTask, done: Done): Promise<void> {
  const worker = new Worker(SCRIPT, {
    workerData: task,
    resourceLimits: HEAP,
    ...(fromSource ? { execArgv: ["--conditions=source"] } : {}),
  });
  const working = new Promise<void>((resolve, reject) => {
    let current: VersionCommit;
    const next = (): void => {
      const { value, done: isEmpty } = queue.next();
      if (isEmpty === true) {
        resolve();
        return;
      }
      current = value.commit;
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      worker.postMessage(value);
    };
    worker.on("message", (releases: readonly AuditRelease[] | null) => {
      done(current, releases);
      next();
    });
    worker.on("error", reject);
    next();
  });
  // A thread removes its folders before it ends.
  return working.then(
    () => ended(worker),
    async (error: unknown) => {
      await worker.terminate();
      throw error;
    },
  );
}

function ended(worker: Worker): Promise<void> {
  return new Promise((resolve) => {
    worker.on("exit", () => resolve());
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    worker.postMessage("end");
  });
}

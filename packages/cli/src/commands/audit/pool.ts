import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { VersionCommit } from "../../git/version-commits.ts";
import type { AuditRelease } from "./release.ts";
import { type ReplayTask, commitJudge } from "./replay.ts";

/** From source, Node runs TypeScript; in the bundle, the worker is next to this part. */
const fromSource = import.meta.url.endsWith(".ts");
const SCRIPT = new URL(fromSource ? "./worker.ts" : "./audit-worker.cjs", import.meta.url);

/** By itself each thread would let several times as much garbage lie: a third of the memory, for no less work. */
const YOUNG_MEGABYTES = 8;

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
  const queue = untilStopped(commits, signal);
  if (commits.length <= FEW) {
    await workHere(queue, task, done);
    return;
  }
  const size = Math.min(availableParallelism(), commits.length);
  await Promise.all(Array.from({ length: size }, () => work(queue, task, done)));
}

type Done = (commit: VersionCommit, release: AuditRelease | null) => void;

function* untilStopped<T>(all: readonly T[], signal: AbortSignal | undefined): Generator<T> {
  for (const one of all) {
    if (signal?.aborted === true) return;
    yield one;
  }
}

async function workHere(
  queue: Iterable<VersionCommit>,
  task: ReplayTask,
  done: Done,
): Promise<void> {
  const judge = commitJudge(task);
  try {
    for (const commit of queue) done(commit, await judge.verdict(commit));
  } finally {
    await judge.close();
  }
}

/** One thread that takes from the queue what is next until it is empty. */
function work(queue: Iterator<VersionCommit>, task: ReplayTask, done: Done): Promise<void> {
  const worker = new Worker(SCRIPT, {
    workerData: task,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
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
      current = value;
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      worker.postMessage(value);
    };
    worker.on("message", (release: AuditRelease | null) => {
      done(current, release);
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

import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { VersionCommit } from "../adapters/version-commits.ts";
import type { AuditRelease } from "../audit.ts";
import type { WorkerTask } from "../audit-worker.ts";

/** From the sources Node runs TypeScript; in the bundle the worker lies beside this part. */
const fromSource = import.meta.url.endsWith(".ts");
const SCRIPT = new URL(fromSource ? "../audit-worker.ts" : "./audit-worker.cjs", import.meta.url);

/**
 * Judges commits beside each other, on as many threads as the machine has cores. `done` gets each verdict as soon as it is
 * there, in no order. Throws what a worker throws.
 */
export async function judgeAll(
  commits: readonly VersionCommit[],
  task: WorkerTask,
  done: (commit: string, release: AuditRelease | null) => void,
): Promise<void> {
  const queue = commits.values();
  const size = Math.min(availableParallelism(), commits.length);
  await Promise.all(Array.from({ length: size }, () => work(queue, task, done)));
}

/** One thread that takes from the queue what is next until it is empty. */
function work(
  queue: Iterator<VersionCommit>,
  task: WorkerTask,
  done: (commit: string, release: AuditRelease | null) => void,
): Promise<void> {
  const worker = new Worker(SCRIPT, {
    workerData: task,
    ...(fromSource ? { execArgv: ["--conditions=source"] } : {}),
  });
  const working = new Promise<void>((resolve, reject) => {
    let current = "";
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
    worker.on("message", (release: AuditRelease | null) => {
      done(current, release);
      next();
    });
    worker.on("error", reject);
    next();
  });
  return working.finally(() => worker.terminate());
}

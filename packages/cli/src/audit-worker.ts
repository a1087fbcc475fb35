import { parentPort, workerData } from "node:worker_threads";
import { readPolicyFolder } from "./adapters/policy-files.ts";
import type { VersionCommit } from "./adapters/version-commits.ts";
import { judgeCommit, type JudgeCommitOptions } from "./audit/judge-commit.ts";

/** What a worker is told once. */
export interface WorkerTask extends JudgeCommitOptions {
  readonly root: string;
}

const { root, ...options } = workerData as WorkerTask;
// Each commit is planned by the planner that its own files ask for.
const { planner: _, ...policy } = readPolicyFolder(root)!;

parentPort!.on("message", (commit: VersionCommit) => {
  void judge(commit);
});

async function judge(commit: VersionCommit): Promise<void> {
  const release = await judgeCommit(root, commit, policy, options);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort!.postMessage(release ?? null);
}

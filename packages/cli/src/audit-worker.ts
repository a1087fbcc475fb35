import { parentPort, workerData } from "node:worker_threads";
import { readPolicyFolder } from "./adapters/policy-files.ts";
import type { VersionCommit } from "./adapters/version-commits.ts";
import { judgeCommit, type JudgeCommitOptions } from "./audit/judge-commit.ts";
import { KeptFolders } from "./audit/kept-folders.ts";

/** What a worker is told once. */
export interface WorkerTask extends JudgeCommitOptions {
  readonly root: string;
}

const { root, ...options } = workerData as WorkerTask;
// Each commit is planned by the planner that its own files ask for.
const { planner: _, ...policy } = readPolicyFolder(root)!;

const folders = new KeptFolders(root);

parentPort!.on("message", (commit: VersionCommit | "end") => {
  void (commit === "end" ? end() : judge(commit));
});

async function judge(commit: VersionCommit): Promise<void> {
  const release = await judgeCommit(root, commit, policy, folders, options);
  folders.next();
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort!.postMessage(release ?? null);
}

async function end(): Promise<void> {
  await folders.close();
  parentPort!.close();
}

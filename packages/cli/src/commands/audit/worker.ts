import { parentPort, workerData } from "node:worker_threads";
import { KeptFolders } from "../../git/reused-workspace.ts";
import type { VersionCommit } from "../../git/version-commits.ts";
import { policyOf } from "../../policy/policy-files.ts";
import { type WorkerTask, judgeCommit } from "./replay.ts";
import { supportOlderNode } from "../../older-node.ts";

supportOlderNode();

const { root, texts, ...options } = workerData as WorkerTask;
// Each commit is planned by the planner that its own files select, and findings accepted today still count.
const { planner: _, ...policy } = { ...policyOf(texts)!, baseline: [] };

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

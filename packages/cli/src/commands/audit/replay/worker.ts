import { parentPort, workerData } from "node:worker_threads";
import { KeptFolders } from "../../../git/reused-workspace.ts";
import type { VersionCommit } from "../../../git/version-commits.ts";
import { type ReplayTask, auditedPolicies, judgeCommit } from "./judge-commit.ts";
import { supportOlderNode } from "../../../older-node.ts";

supportOlderNode();

const { root, policies: texts, ...options } = workerData as ReplayTask;
const policies = auditedPolicies(texts);

const folders = new KeptFolders(root);

parentPort!.on("message", (commit: VersionCommit | "end") => {
  void (commit === "end" ? end() : judge(commit));
});

async function judge(commit: VersionCommit): Promise<void> {
  const releases = await judgeCommit(root, commit, policies, folders, options);
  folders.next();
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort!.postMessage(releases ?? null);
}

async function end(): Promise<void> {
  await folders.close();
  parentPort!.close();
}

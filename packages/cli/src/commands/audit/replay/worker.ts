import { parentPort, workerData } from "node:worker_threads";
import type { VersionCommit } from "../../../git/version-commits.ts";
import { supportOlderNode } from "../../../older-node.ts";
import { type ReplayTask, commitJudge } from "./judge-commit.ts";

supportOlderNode();

const judge = commitJudge(workerData as ReplayTask);

parentPort!.on("message", (commit: VersionCommit | "end") => {
  void (commit === "end" ? end() : answer(commit));
});

async function answer(commit: VersionCommit): Promise<void> {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort!.postMessage(await judge.verdicts(commit));
}

async function end(): Promise<void> {
  await judge.close();
  parentPort!.close();
}

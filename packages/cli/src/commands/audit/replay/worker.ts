import { parentPort, workerData } from "node:worker_threads";
import { supportOlderNode } from "../../../older-node.ts";
import { type ReplayTask, type Step, commitJudge } from "./judge-commit.ts";

supportOlderNode();

const judge = commitJudge(workerData as ReplayTask);

parentPort!.on("message", (step: Step | "end") => {
  void (step === "end" ? end() : answer(step));
});

async function answer(step: Step): Promise<void> {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort!.postMessage(await judge.verdicts(step));
}

async function end(): Promise<void> {
  await judge.close();
  parentPort!.close();
}

import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { PlannerId } from "@release-policy/core";
import type { Released } from "./planner-process.ts";

/** The planners themselves, in a process of their own: one question after the other. */
export class RealPlanners {
  readonly #process: ChildProcess;

  constructor() {
    this.#process = fork(join(import.meta.dirname, "planner-process.ts"), {
      execArgv: ["--conditions=source"],
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
  }

  /** What the planner itself reads and plans in a folder, which it may change. */
  async plan(root: string, planner: PlannerId): Promise<Released> {
    const answer = once(this.#process, "message") as Promise<[Released]>;
    this.#process.send({ root, planner });
    return (await answer)[0];
  }

  close(): void {
    this.#process.kill();
  }
}

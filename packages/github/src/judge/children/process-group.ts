import { spawn } from "node:child_process";
import { folderSize, groupUsage } from "./group-usage.ts";

/** What one judgement may use, all its processes together. */
export interface Budget {
  /** From start to end. Default: 120,000. */
  readonly milliseconds?: number;
  /** On all processors together, in milliseconds. Default: as many as `milliseconds`. */
  readonly cpu?: number;
  /** In MiB. Default: 1024. */
  readonly memory?: number;
  /** In MiB. Default: 2048. */
  readonly disk?: number;
  /** Of the answer, in bytes. Default: 16 MiB. */
  readonly output?: number;
  /** Ends it before its time. */
  readonly signal?: AbortSignal;
}

export type OverBudget =
  | "too-slow"
  | "too-much-cpu"
  | "too-much-memory"
  | "too-much-disk"
  | "too-long"
  | "crashed";

export type GroupEnd =
  | { readonly how: "answered"; readonly text: string; readonly stderr: string }
  | { readonly how: "stopped" }
  | { readonly how: OverBudget; readonly stderr: string };

export const DEFAULT_BUDGET = {
  milliseconds: 120_000,
  memory: 1024,
  disk: 2048,
  output: 16 * 1024 * 1024,
} as const;

interface Group {
  /** Of node. */
  readonly args: readonly string[];
  /** The only folder that it writes to. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** One line for its standard input, which stays open: closing means that the parent has ended. */
  readonly input: string;
}

const LOOK_MILLISECONDS = 200;
/** Looking at a folder costs more. */
const LOOKS_PER_DISK = 5;
const STDERR = 10_000;

/** Runs a Node process and all that it starts as one group, which ends at its limits. The answer comes from descriptor 3. */
export function runGroup(group: Group, budget: Budget): Promise<GroupEnd> {
  const { args, folder, env, input } = group;
  const { milliseconds, memory, disk, output, cpu, signal } = { ...DEFAULT_BUDGET, ...budget };
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: folder,
      env,
      stdio: ["pipe", "ignore", "pipe", "pipe"],
      detached: process.platform !== "win32",
    });
    const chunks: Buffer[] = [];
    let [bytes, stderr, ended] = [0, "", false];
    const end = (how: GroupEnd): void => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      clearTimeout(looking);
      signal?.removeEventListener("abort", stop);
      // Its children may still run after it has ended.
      killGroup(child.pid);
      resolve(how);
    };
    const over = (how: OverBudget) => end({ how, stderr });
    const stop = () => end({ how: "stopped" });
    const timer = setTimeout(() => over("too-slow"), milliseconds);
    let looks = 0;
    const look = (): void => {
      const used = child.pid === undefined ? undefined : groupUsage(child.pid);
      if (used && used.memory > memory) over("too-much-memory");
      if (used && used.cpu > (cpu ?? milliseconds)) over("too-much-cpu");
      looks += 1;
      if (looks % LOOKS_PER_DISK === 0 && folderSize(folder) > disk) over("too-much-disk");
      if (!ended) looking = setTimeout(look, LOOK_MILLISECONDS);
    };
    let looking = setTimeout(look, LOOK_MILLISECONDS);
    if (signal?.aborted) stop();
    signal?.addEventListener("abort", stop, { once: true });
    child.stdio[3]?.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > output) over("too-long");
      else chunks.push(chunk);
    });
    child.stderr?.on("data", (chunk: Buffer) => {
      stderr = `${stderr}${String(chunk)}`.slice(-STDERR);
    });
    child.on("error", () => over("crashed"));
    child.on("close", (code) => {
      if (code === 0) end({ how: "answered", text: String(Buffer.concat(chunks)), stderr });
      else over(/heap out of memory/i.test(stderr) ? "too-much-memory" : "crashed");
    });
    child.stdin?.on("error", () => {});
    child.stdin?.write(`${input}\n`);
  });
}

/** A process that leads a group, and all that it started. */
function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { devNull, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { EvaluateRequest } from "./evaluate.ts";
import type { Evaluation } from "./evaluation.ts";

export interface Limits {
  /** Default: 60,000. */
  readonly milliseconds?: number;
  /** Of the heap, in MiB. Default: 512. */
  readonly memory?: number;
  /** Of the answer, in bytes. Default: 16 MiB. */
  readonly output?: number;
  /** Ends it before its time. */
  readonly signal?: AbortSignal;
}

/**
 * `evaluate` in a process of its own, which may read the repository and this program, write to a folder of its own, start
 * git, and nothing else. It has none of the environment, and ends with all that it started at the limits. Whatever
 * happens in it is an answer, never an exception.
 */
export async function evaluateInChild(
  request: EvaluateRequest,
  limits: Limits = {},
): Promise<Evaluation> {
  const { milliseconds = 60_000, memory = 512, output = 16 * 1024 * 1024, signal } = limits;
  const folder = mkdtempSync(join(tmpdir(), "release-policy-apart-"));
  try {
    const ended = await runChild({
      request,
      folder,
      milliseconds,
      memory,
      output,
      ...(signal ? { signal } : {}),
    });
    return ended.how === "answered" ? parseEvaluation(ended.text) : childFailure(ended.how);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

const MESSAGES: Readonly<Record<Exclude<ChildEnd["how"], "answered">, string>> = {
  "too-slow": "judging the change took longer than its time limit",
  "too-much-memory": "judging the change took more memory than its limit",
  "too-long": "the verdict on the change is longer than its limit",
  stopped: "judging the change was stopped",
  crashed: "judging the change ended in a way that nobody foresaw",
};

const childFailure = (how: keyof typeof MESSAGES): Evaluation => ({
  kind: "not-judged",
  obstacles: [
    {
      message: MESSAGES[how],
      help:
        how === "crashed" || how === "stopped"
          ? "run it again; `release-policy check --since <base>` on a clone tells more"
          : "see whether it has far more packages, changesets or patterns than others; `release-policy check --since <base>` on a clone has no such limit",
    },
  ],
});

function parseEvaluation(text: string): Evaluation {
  try {
    const answer = JSON.parse(text) as Evaluation;
    if (answer.kind === "judged" || answer.kind === "not-judged") return answer;
  } catch {
    // Half an answer is none.
  }
  return childFailure("crashed");
}

interface ChildOptions {
  readonly request: EvaluateRequest;
  /** The one that it may write to. */
  readonly folder: string;
  readonly milliseconds: number;
  readonly memory: number;
  readonly output: number;
  readonly signal?: AbortSignal;
}

type ChildEnd =
  | { readonly how: "answered"; readonly text: string }
  | { readonly how: "too-slow" | "too-much-memory" | "too-long" | "stopped" | "crashed" };

/** From the sources Node runs TypeScript; in the bundle the child lies beside this part. */
const fromSource = import.meta.url.endsWith(".ts");
const SCRIPT = fileURLToPath(
  new URL(fromSource ? "./evaluate-process.ts" : "./evaluate-process.mjs", import.meta.url),
);
/** All that is read of the program: the bundle, or the workspace that it is developed in. */
const PROGRAM = fileURLToPath(new URL(fromSource ? "../../../.." : ".", import.meta.url));

/** Runs the child until it answers, ends or has to be ended. */
function runChild(options: ChildOptions): Promise<ChildEnd> {
  const { request, folder, milliseconds, output, signal } = options;
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [...nodeArguments(options), SCRIPT], {
      cwd: folder,
      env: childEnvironment(folder),
      stdio: ["pipe", "ignore", "pipe", "pipe"],
      detached: process.platform !== "win32",
    });
    const chunks: Buffer[] = [];
    let [bytes, stderr] = [0, ""];
    const end = (ended: ChildEnd): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
      // git may still run where the child is gone already.
      killGroup(child.pid);
      resolve(ended);
    };
    const stop = () => end({ how: "stopped" });
    const timer = setTimeout(() => end({ how: "too-slow" }), milliseconds);
    if (signal?.aborted) stop();
    signal?.addEventListener("abort", stop, { once: true });
    child.stdio[3]?.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > output) end({ how: "too-long" });
      else chunks.push(chunk);
    });
    child.stderr?.on("data", (chunk: Buffer) => {
      stderr = `${stderr}${String(chunk)}`.slice(-10_000);
    });
    child.on("error", () => end({ how: "crashed" }));
    child.on("close", (code) => {
      if (code === 0) end({ how: "answered", text: String(Buffer.concat(chunks)) });
      else end({ how: /heap out of memory/i.test(stderr) ? "too-much-memory" : "crashed" });
    });
    child.stdin?.on("error", () => {});
    child.stdin?.end(JSON.stringify(request));
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

/** Node's permission model holds for the child itself; git, which it may start, gets a configuration of ours alone. */
export function nodeArguments({
  folder,
  request: { repository },
  memory,
}: Pick<ChildOptions, "folder" | "memory"> & {
  readonly request: Pick<EvaluateRequest, "repository">;
}): string[] {
  const limited = [`--max-old-space-size=${memory}`, "--no-warnings"];
  const source = fromSource ? ["--conditions=source"] : [];
  if (!process.allowedNodeEnvironmentFlags.has("--permission")) return [...limited, ...source];
  const own = realpathSync(folder);
  const readable = [PROGRAM, existsSync(repository) ? realpathSync(repository) : repository, own];
  return [
    ...limited,
    ...source,
    "--permission",
    "--allow-child-process",
    ...readable.map((path) => `--allow-fs-read=${join(path, "*")}`),
    `--allow-fs-write=${join(own, "*")}`,
  ];
}

const childEnvironment = (folder: string): Record<string, string> => ({
  ...(process.env["PATH"] === undefined ? {} : { PATH: process.env["PATH"] }),
  ...(process.env["SystemRoot"] === undefined ? {} : { SystemRoot: process.env["SystemRoot"] }),
  TMPDIR: realpathSync(folder),
  TEMP: realpathSync(folder),
  GIT_ALLOW_PROTOCOL: "none",
  GIT_CONFIG_GLOBAL: devNull,
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_NO_LAZY_FETCH: "1",
  GIT_NO_REPLACE_OBJECTS: "1",
});

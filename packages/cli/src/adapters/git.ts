import { execFile, execFileSync } from "node:child_process";
import { CannotJudge, codeOf } from "../errors.ts";

/** Reading only: no hooks, no file system monitor, no prompt, no external diff, no lock. */
export const SAFE = [
  "-c",
  "core.fsmonitor=false",
  "-c",
  "core.hooksPath=/dev/null",
  "--no-optional-locks",
];
const OPTIONS = {
  encoding: "buffer" as const,
  maxBuffer: 1 << 30,
  env: { ...process.env, GIT_TERMINAL_PROMPT: "0", LC_ALL: "C" },
};

/** git said no. `said` is its first line; nothing of it is shown unless it is known to hold no content. */
export class GitRefused extends Error {
  readonly said: string;

  constructor(said: string) {
    super(`git refused: ${said}`);
    this.name = "GitRefused";
    this.said = said;
  }
}

/** Runs git in a folder and returns what it prints. Throws `GitRefused`, or `CannotJudge` where there is no git. */
export function git(cwd: string, args: readonly string[], input?: string): Buffer {
  try {
    return execFileSync("git", [...SAFE, ...args], {
      ...OPTIONS,
      cwd,
      stdio: ["pipe", "pipe", "pipe"],
      ...(input === undefined ? {} : { input: Buffer.from(input) }),
    });
  } catch (error) {
    throw toRefusal(error, (error as { stderr?: Buffer }).stderr);
  }
}

/** The same, beside other work. */
export function gitAside(cwd: string, args: readonly string[], input?: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      "git",
      [...SAFE, ...args],
      { ...OPTIONS, cwd },
      (error, stdout, stderr) => {
        if (error) reject(toRefusal(error, stderr));
        else resolve(stdout);
      },
    );
    if (input === undefined) return;
    // Where git ends before it has read all, its exit code says why.
    child.stdin?.on("error", () => {});
    child.stdin?.end(input);
  });
}

function toRefusal(error: unknown, stderr: Buffer | undefined): Error {
  if (codeOf(error) === "ENOENT") {
    return new CannotJudge({
      message: "there is no git here",
      help: "install git, or leave out --since and --ref",
    });
  }
  return new GitRefused(String(stderr ?? "").split("\n")[0] ?? "");
}

/** NUL-separated output as strings. */
export const splitNul = (output: Buffer): string[] =>
  output.toString("utf8").split("\0").filter(Boolean);

import { spawn } from "node:child_process";
import { devNull } from "node:os";
import { GitFailed } from "./git-failed.ts";

interface GitOptions {
  readonly cwd: string;
  /** Settings for this process alone: they are handed over in its environment, which no file, log or list of processes shows. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly milliseconds?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Exit codes that are answers. */
  readonly answers?: readonly number[];
}

interface GitAnswer {
  readonly code: number;
  readonly output: Buffer;
}

const MOST_BYTES = 256 * 1024 * 1024;
const LONGEST = 120_000;

/** What reaches git of the environment: where programs and proxies are, and nothing that configures it. */
const PASSED =
  /^(?:PATH|PATHEXT|SYSTEMROOT|TEMP|TMP|TMPDIR|(?:HTTPS?|ALL|NO)_PROXY|SSL_CERT_(?:FILE|DIR)|GIT_SSL_CAINFO|CURL_CA_BUNDLE)$/i;

const ALWAYS = {
  "core.hooksPath": devNull,
  "core.attributesFile": devNull,
  "core.fsmonitor": "false",
  "credential.helper": "",
  "fetch.recurseSubmodules": "false",
  "fetch.writeCommitGraph": "false",
  "gc.auto": "0",
  "http.followRedirects": "false",
  "http.lowSpeedLimit": "1000",
  "http.lowSpeedTime": "30",
  "maintenance.auto": "false",
  "submodule.recurse": "false",
};

/**
 * Runs git with a configuration of ours alone: nothing of the machine's, the user's or a stranger's, no prompt, no hook, no
 * submodule, and no protocol but https (and plain files where `RELEASE_POLICY_GIT_PROTOCOLS` says so). It ends at
 * its time limit. Throws `GitFailed`.
 */
export async function git(args: readonly string[], options: GitOptions): Promise<GitAnswer> {
  const child = spawn("git", args, {
    cwd: options.cwd,
    env: { ...gitEnvironment(options.settings), ...options.env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  return await new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let [bytes, stderr] = [0, ""];
    let stopped: GitFailed["reason"] | undefined;
    let killing: NodeJS.Timeout | undefined;
    const stop = (reason: GitFailed["reason"]): void => {
      stopped ??= reason;
      // Ends its own children when it is ended.
      child.kill("SIGTERM");
      killing ??= setTimeout(() => child.kill("SIGKILL"), 2000);
    };
    const timer = setTimeout(() => stop("too-slow"), options.milliseconds ?? LONGEST);
    child.stdout.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MOST_BYTES) stop("too-much");
      else chunks.push(chunk);
    });
    child.stderr.on("data", (chunk: Buffer) => {
      if (stderr.length < 10_000) stderr += String(chunk);
    });
    child.on("error", () => reject(new GitFailed("missing")));
    child.on("close", (code) => {
      clearTimeout(timer);
      clearTimeout(killing);
      const answered = code === 0 || (code !== null && options.answers?.includes(code));
      if (stopped) reject(new GitFailed(stopped, stderr));
      else if (answered) resolve({ code, output: Buffer.concat(chunks) });
      else reject(new GitFailed(gitFailureReason(stderr), stderr));
    });
    // Where git ends before it has read all, its exit code says why.
    child.stdin.on("error", () => {});
    child.stdin.end(options.input ?? "");
  });
}

/** The value of an Authorization header as git takes a token: as the password of a user. */
export const gitAuthorization = (token: string, user = "x-access-token"): string =>
  `basic ${Buffer.from(`${user}:${token}`).toString("base64")}`;

export async function gitText(args: readonly string[], options: GitOptions): Promise<string> {
  return String((await git(args, options)).output).trim();
}

/** For a process that starts git: what git gets of the environment, and nothing else. */
export const passedEnvironment = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value !== undefined &&
      (PASSED.test(name) || /^RELEASE_POLICY_(?:API|GIT_PROTOCOLS)$/.test(name))
        ? [[name, value]]
        : [],
    ),
  );

/** What git gets of the environment, and our settings. */
export function gitEnvironment(settings?: GitOptions["settings"]): Record<string, string> {
  const passed = Object.entries(process.env).filter(([name]) => PASSED.test(name));
  const all = Object.entries({ ...ALWAYS, ...settings });
  return {
    ...Object.fromEntries(passed.map(([name, value]) => [name, value ?? ""])),
    GIT_ALLOW_PROTOCOL: process.env["RELEASE_POLICY_GIT_PROTOCOLS"] ?? "https",
    GIT_CONFIG_GLOBAL: devNull,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_NO_REPLACE_OBJECTS: "1",
    GIT_TERMINAL_PROMPT: "0",
    LC_ALL: "C",
    GIT_CONFIG_COUNT: String(all.length),
    ...Object.fromEntries(
      all.flatMap(([key, value], i) => [
        [`GIT_CONFIG_KEY_${i}`, key],
        [`GIT_CONFIG_VALUE_${i}`, value],
      ]),
    ),
  };
}

/** From the words that git itself has for it; a server's words begin with `remote:`. */
function gitFailureReason(stderr: string): GitFailed["reason"] {
  const own = stderr
    .split("\n")
    .filter((line) => !line.startsWith("remote:"))
    .join("\n");
  if (/Authentication failed|could not read (?:Username|Password)|error: 40[13]/i.test(own))
    return "unauthorized";
  if (/couldn't find remote ref|Repository not found|not found/i.test(own)) return "missing";
  if (/Could not resolve|Failed to connect|unable to access|timed out|early EOF|hung up/i.test(own))
    return "unreachable";
  return "refused";
}

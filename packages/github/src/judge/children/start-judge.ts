import { spawn } from "node:child_process";
import type { Socket } from "node:net";
import { realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { devNull } from "node:os";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { laterOptimization } from "release-policy/internal";
import type { NeededObjects } from "../fetch-blobs.ts";
import { gitEnvironment } from "../git.ts";
import type { JudgeLines } from "./evaluate-process.ts";
import type { GithubAnswers } from "./github-answers.ts";
import { linesOf } from "./lines.ts";

const require = createRequire(import.meta.url);

/** From source, Node runs TypeScript; in the bundles, the children are next to this part. */
const fromSource = import.meta.url.endsWith(".ts");

/** What starts a child of this folder. */
export const scriptArguments = (name: "evaluate-process" | "fetch-process"): string[] => [
  ...(fromSource ? ["--conditions=source"] : []),
  fileURLToPath(new URL(`./${name}${fromSource ? ".ts" : ".cjs"}`, import.meta.url)),
];

/** All that is read of the program: the bundle, or the workspace that it is developed in. */
const PROGRAM = fileURLToPath(new URL(fromSource ? "../../../../.." : ".", import.meta.url));

interface JudgeFolders {
  /** Only read. */
  readonly repository: string;
  /** The one that it may write to. */
  readonly scratch: string;
  /** Of the API comparison: see `comparisonFolders`. */
  readonly comparison: readonly string[];
  /** Of the heap, in MiB. */
  readonly memory: number;
}

interface JudgeChild {
  readonly needed: NeededObjects;
  /** Sends the verdict to descriptor 3 of this process. Its exit code. `answer` takes what it asks about GitHub. */
  judge(request: JudgeLines["judge"], answer: GithubAnswers): Promise<number | null>;
}

const OBJECT = /^(?:[\da-f]{40}|[\da-f]{64})$/;
/** No repository that is judged in time needs more at once. */
const MOST_OBJECTS = 200_000;

/** Where the judge has the socket of a git that reads objects. On Windows, two processes cannot share one. */
const OBJECTS = 5;
const hasObjects = process.platform !== "win32";

/** Starts the process that judges, in the group of this one. */
export function startJudge(folders: JudgeFolders): JudgeChild {
  const child = spawn(
    process.execPath,
    [...nodeArguments(folders), ...scriptArguments("evaluate-process")],
    {
      cwd: folders.scratch,
      env: judgeEnvironment(folders.scratch),
      stdio: ["pipe", "ignore", "inherit", "pipe", 3, hasObjects ? "pipe" : "ignore"],
    },
  );
  const objects = (child.stdio as readonly unknown[])[OBJECTS] as Socket | null;
  const ended = new Promise<number | null>((resolve) => {
    child.on("close", resolve);
    child.on("error", () => resolve(null));
  });
  child.stdin?.on("error", () => {});
  const send = (value: unknown) => child.stdin?.write(`${JSON.stringify(value)}\n`);
  const answers = linesOf(child.stdio[3] as NodeJS.ReadableStream);
  return {
    async *needed(options) {
      if (objects) startReader(objects, folders);
      send(objects ? { ...options, objects: OBJECTS } : options);
      for (;;) {
        const { done, value } = await answers.next();
        const needed: unknown = done ? null : JSON.parse(value);
        if (needed === null) return;
        yield needed === "past" ? needed : objectNames(needed);
        send("fetched");
      }
    },
    async judge(request, answer) {
      send(request);
      // It ends when the other process does.
      for await (const line of answers) send((await answer(JSON.parse(line))) ?? null);
      return await ended;
    },
  };
}

/**
 * Starts the git from which the judge reads objects, with nothing more than the judge has. Otherwise the judge would start
 * it, for which Node loads more than a small check.
 */
export function startReader(
  objects: Socket,
  { repository, scratch }: Pick<JudgeFolders, "repository" | "scratch">,
): void {
  const git = spawn("git", ["cat-file", "--batch-command", "--buffer"], {
    cwd: repository,
    env: { ...gitEnvironment(), ...judgeEnvironment(scratch) },
    stdio: [objects, objects, "ignore"],
  });
  git.on("error", () => {});
  objects.destroy();
}

/** The judge read what a stranger wrote: nothing but names of objects is taken from it. Throws `TypeError`. */
export function objectNames(given: unknown): string[] {
  if (!Array.isArray(given) || given.length > MOST_OBJECTS)
    throw new TypeError("no list of objects");
  return given.map((name) => {
    if (typeof name === "string" && OBJECT.test(name)) return name;
    throw new TypeError("no name of an object");
  });
}

/** Node's permission model restricts the check itself; git, which it may start, only gets our configuration. */
export function nodeArguments({ repository, scratch, comparison, memory }: JudgeFolders): string[] {
  const limited = [
    `--max-old-space-size=${memory}`,
    "--no-warnings",
    // Its other threads would compile and collect, which takes a tenth of the CPU time, and is over hardly any sooner.
    "--single-threaded",
    ...laterOptimization(),
  ];
  if (!hasPermissions(process.versions.node)) return limited;
  const own = realpathSync(scratch);
  const readable = [PROGRAM, realpathSync(repository), own, ...comparison];
  return [
    ...limited,
    "--permission",
    "--allow-child-process",
    ...readable.map((path) => `--allow-fs-read=${join(path, "*")}`),
    `--allow-fs-write=${join(own, "*")}`,
  ];
}

/** Since 22.13. `process.allowedNodeEnvironmentFlags` knows it, but costs as much CPU as several starts of git. */
export function hasPermissions(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 22 || (major === 22 && minor >= 13);
}

/**
 * The path of the API comparison, with its TypeScript; empty if it is not installed. Node remembers it: the process that
 * starts many judgements looks it up once.
 */
export function comparisonFolders(): string[] {
  const folder = process.env["RELEASE_POLICY_API"];
  try {
    if (folder) return [realpathSync(folder)];
    const path = realpathSync(require.resolve("@release-policy/api"));
    const cut = path.indexOf(`${sep}node_modules${sep}`);
    return cut < 0 ? [] : [path.slice(0, cut + `${sep}node_modules`.length)];
  } catch {
    return [];
  }
}

const judgeEnvironment = (scratch: string): Record<string, string> => ({
  ...(process.env["PATH"] === undefined ? {} : { PATH: process.env["PATH"] }),
  ...(process.env["RELEASE_POLICY_API"] === undefined
    ? {}
    : { RELEASE_POLICY_API: realpathSync(process.env["RELEASE_POLICY_API"]) }),
  ...(process.env["SystemRoot"] === undefined ? {} : { SystemRoot: process.env["SystemRoot"] }),
  TMPDIR: realpathSync(scratch),
  TEMP: realpathSync(scratch),
  GIT_ALLOW_PROTOCOL: "none",
  GIT_CONFIG_GLOBAL: devNull,
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_NO_LAZY_FETCH: "1",
  GIT_NO_REPLACE_OBJECTS: "1",
});

import { dirname, join } from "node:path";
import { Worker } from "node:worker_threads";
import {
  API,
  type Checker,
  type Diagnostic,
  type Project,
  type Snapshot,
} from "typescript/unstable/sync";
import type { FileSystem } from "typescript/unstable/fs";
import type { SourceFile } from "typescript/unstable/ast";
import { browserNames } from "./browser-names.ts";

/**
 * TypeScript on files in memory. The only file that uses TypeScript's unstable interface, to be replaced by the
 * stable one. Nothing is read from disk but TypeScript's own libraries, and nothing is run.
 */
export class Compiler {
  readonly #files = new Map<string, string>();
  readonly #folders = new Map<string, Set<string>>();
  readonly #api: API;
  readonly #guard: Guard;
  readonly #isOfBrowser: (text: string) => boolean;
  #hasBrowser = false;
  readonly #open: OpenProgram[] = [];

  /** Throws if TypeScript takes longer than `seconds` from now on, or more than 2 GB of memory where that can be measured. */
  constructor(seconds = 3600) {
    this.#api = new API({ fs: this.#fileSystem(), cwd: "/" });
    const { pid, spawnfile } = processOf(this.#api);
    this.#guard = guard(pid, seconds);
    this.#isOfBrowser = browserNames(join(dirname(spawnfile), "lib.dom.d.ts"));
  }

  /** Whether it was ended because it took too long or too much. */
  get isExhausted(): boolean {
    return Atomics.load(this.#guard.state, 0) === KILLED;
  }

  /** Paths are absolute, with `/`. The programs that follow have the library for browsers once a text may name something of it. */
  write(path: string, text: string): void {
    this.#hasBrowser ||= this.#isOfBrowser(text);
    this.rewrite(path, text);
  }

  /** A text with the same names as one that was written before. */
  rewrite(path: string, text: string): void {
    this.#files.set(path, text);
    for (let at = path; at !== "";) {
      const cut = at.lastIndexOf("/");
      const folder = at.slice(0, cut);
      const names = this.#folders.get(folder || "/") ?? new Set();
      names.add(at.slice(cut + 1));
      this.#folders.set(folder || "/", names);
      at = folder;
    }
  }

  /** A program of these files, in its own folder. */
  program(folder: string, files: readonly string[]): Compiled {
    const config = `${folder}/tsconfig.json`;
    const lib = this.#hasBrowser ? ["esnext", "dom", "dom.iterable"] : ["esnext"];
    this.write(config, JSON.stringify({ compilerOptions: { ...OPTIONS, lib }, files }));
    const snapshot = this.#api.updateSnapshot({ openProjects: [config] });
    this.#open.push({ config, snapshot });
    return new Compiled(snapshot.getProject(config)!);
  }

  /** Gives up the programs so far, with their memory, but the last: the next one has TypeScript's libraries from it. */
  forget(): void {
    this.#giveUp(this.#open.splice(0, this.#open.length - 1));
  }

  /** Gives up the last program, with its memory, if there are others. */
  forgetLast(): void {
    if (this.#open.length > 1) this.#giveUp(this.#open.splice(-1));
  }

  #giveUp(programs: readonly OpenProgram[]): void {
    for (const { snapshot } of programs) snapshot.dispose();
    const closeProjects = programs.map(({ config }) => config);
    this.#api.updateSnapshot({ closeProjects }).dispose();
  }

  close(): void {
    Atomics.compareExchange(this.#guard.state, 0, WATCHING, DONE);
    Atomics.notify(this.#guard.state, 0);
    // Asked to end, it would print an error about the work that was cancelled.
    end(this.#guard.pid);
    try {
      this.#api.close();
    } catch {
      // The process has ended, and closing the channel to it may fail.
    }
    void this.#guard.worker?.terminate();
  }

  #fileSystem(): FileSystem {
    // TypeScript's own libraries are next to its executable.
    const isOwn = (path: string) => /\/@typescript\/typescript-[^/]+\/lib\/lib\.[^/]+$/.test(path);
    return {
      fileExists: (path) => (isOwn(path) ? undefined : this.#files.has(path)),
      readFile: (path) => (isOwn(path) ? undefined : (this.#files.get(path) ?? null)),
      directoryExists: (path) => this.#folders.has(path),
      // All files are given by name: there is nothing to look for.
      getAccessibleEntries: () => ({ files: [], directories: [] }),
      realpath: (path) => path,
    };
  }
}

interface OpenProgram {
  readonly config: string;
  readonly snapshot: Snapshot;
}

/** Whether TypeScript's process failed to start, ended, or answered with an error; the caller did nothing wrong. */
export const isOfTypeScript = (error: unknown): error is Error =>
  error instanceof Error &&
  /typescript[\\/](?:dist[\\/]api[\\/](?:syncChannel|sync[\\/]client)|lib[\\/]getExePath)\.js/.test(
    (error.stack ?? "").split("\n").slice(0, 4).join("\n"),
  );

/** Its number, and the path of its program. */
interface Process {
  readonly pid: number;
  readonly spawnfile: string;
}

const processOf = (api: API): Process =>
  (api as unknown as { readonly client: { readonly channel: { readonly child: Process } } }).client
    .channel.child;

interface Guard {
  readonly pid: number;
  readonly state: Int32Array;
  readonly worker: Worker | undefined;
}

const [WATCHING, DONE, KILLED] = [0, 1, 2];

function end(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

/**
 * Ends TypeScript's process when it takes too long. This thread is blocked until TypeScript answers, so another thread watches it;
 * the blocked call then fails. Node's permission model may forbid threads: then the parent process has to limit it.
 */
function guard(pid: number, seconds: number): Guard {
  const state = new Int32Array(new SharedArrayBuffer(4));
  // Undefined without the permission model.
  const { permission } = process as Partial<Pick<NodeJS.Process, "permission">>;
  if (permission && !permission.has("worker")) return { pid, state, worker: undefined };
  const worker = new Worker(GUARD, {
    eval: true,
    execArgv: [],
    workerData: { state, seconds, pid },
  });
  worker.unref();
  return { pid, state, worker };
}

const GUARD = `
const { readFileSync } = require("node:fs");
const { workerData: { state, seconds, pid } } = require("node:worker_threads");
const end = Date.now() + seconds * 1000;
const pages = () => {
  try { return Number(readFileSync("/proc/" + pid + "/statm", "utf8").split(" ")[1]); } catch { return 0; }
};
while (Atomics.wait(state, 0, ${WATCHING}, 100) === "timed-out")
  if (Date.now() > end || pages() * 4096 > 2 ** 31) {
    if (Atomics.compareExchange(state, 0, ${WATCHING}, ${KILLED}) === ${WATCHING}) process.kill(pid, "SIGKILL");
    break;
  }
`;

const OPTIONS = {
  strict: true,
  noEmit: true,
  types: [],
  target: "esnext",
  module: "esnext",
  moduleResolution: "bundler",
  skipLibCheck: true,
  esModuleInterop: true,
  exactOptionalPropertyTypes: false,
};

/** A program: its syntax trees, its checker, and its diagnostics for a file. */
export class Compiled {
  readonly checker: Checker;
  readonly #project: Project;
  #names: readonly string[] | undefined;

  constructor(project: Project) {
    this.#project = project;
    this.checker = project.checker;
  }

  source(path: string): SourceFile | undefined {
    return this.#project.program.getSourceFile(path);
  }

  /** The files of a folder that the program has reached. */
  filesIn(folder: string): readonly string[] {
    this.#names ??= this.#project.program.getSourceFileNames();
    return this.#names.filter((name) => name.startsWith(`${folder}/`));
  }

  complaints(path: string): readonly Diagnostic[] {
    return this.#project.program.getSemanticDiagnostics(path);
  }
}

import { API, type Checker, type Diagnostic, type Project } from "typescript/unstable/sync";
import type { FileSystem } from "typescript/unstable/fs";
import type { SourceFile } from "typescript/unstable/ast";

/**
 * TypeScript over files that are only in memory. The one file that knows TypeScript's unstable interface: the stable one
 * takes its place when there is one. Nothing is read from the disk but TypeScript's own libraries, and nothing is run.
 */
export class Compiler {
  readonly #files = new Map<string, string>();
  readonly #folders = new Map<string, Set<string>>();
  readonly #api: API;

  constructor() {
    this.#api = new API({ fs: this.#fileSystem(), cwd: "/" });
  }

  /** Paths are absolute, with `/`. */
  write(path: string, text: string): void {
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

  /** A program of these files, in a folder of its own. */
  program(folder: string, files: readonly string[]): Compiled {
    const config = `${folder}/tsconfig.json`;
    this.write(config, JSON.stringify({ compilerOptions: OPTIONS, files }));
    const snapshot = this.#api.updateSnapshot({ openProjects: [config] });
    return new Compiled(snapshot.getProject(config)!);
  }

  close(): void {
    this.#api.close();
  }

  #fileSystem(): FileSystem {
    // TypeScript's own libraries lie beside its executable.
    const isOwn = (path: string) => /\/@typescript\/typescript-[^/]+\/lib\/lib\.[^/]+$/.test(path);
    return {
      fileExists: (path) => (isOwn(path) ? undefined : this.#files.has(path)),
      readFile: (path) => (isOwn(path) ? undefined : (this.#files.get(path) ?? null)),
      directoryExists: (path) => this.#folders.has(path),
      getAccessibleEntries: (path) => {
        const names = [...(this.#folders.get(path) ?? [])];
        const isFile = (name: string) => this.#files.has(`${path === "/" ? "" : path}/${name}`);
        return {
          files: names.filter(isFile),
          directories: names.filter((name) => !isFile(name)),
        };
      },
      realpath: (path) => path,
    };
  }
}

const OPTIONS = {
  strict: true,
  noEmit: true,
  types: [],
  lib: ["esnext", "dom", "dom.iterable"],
  target: "esnext",
  module: "esnext",
  moduleResolution: "bundler",
  skipLibCheck: true,
  esModuleInterop: true,
  exactOptionalPropertyTypes: false,
};

/** A program: its syntax trees, its checker, and what it complains about in a file. */
export class Compiled {
  readonly checker: Checker;
  readonly #project: Project;

  constructor(project: Project) {
    this.#project = project;
    this.checker = project.checker;
  }

  source(path: string): SourceFile | undefined {
    return this.#project.program.getSourceFile(path);
  }

  /** The files of a folder that the program has reached. */
  filesIn(folder: string): readonly string[] {
    return this.#project.program
      .getSourceFileNames()
      .filter((name) => name.startsWith(`${folder}/`));
  }

  complaints(path: string): readonly Diagnostic[] {
    return this.#project.program.getSemanticDiagnostics(path);
  }
}

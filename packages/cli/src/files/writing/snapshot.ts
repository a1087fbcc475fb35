import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  rmdirSync,
} from "node:fs";
import { dirname, join, sep } from "node:path";
import { codeOf } from "../../errors.ts";
import { temporaryPath, writeDurably } from "./durable-file.ts";

interface Kept {
  readonly bytes: Buffer;
  readonly mode: number;
}

/** Which files a snapshot keeps. */
export interface Watched {
  readonly paths: readonly string[];
  /** All that is in these. */
  readonly folders: readonly string[];
  /** Folders above them that are not there yet. */
  readonly absent: readonly string[];
}

const IN_PACKAGES = ["package.json", "package.yaml", "CHANGELOG.md"];
const IN_ROOT = [
  "pnpm-workspace.yaml",
  "pnpm-lock.yaml",
  "package-lock.json",
  "yarn.lock",
  "bun.lock",
  "bun.lockb",
];
const FOLDERS = [".changeset", "policies"];

/** The bytes of files, so that they can be put back. Links are not followed and not kept. */
export class Snapshot {
  readonly watched: Watched;
  readonly files: ReadonlyMap<string, Kept>;
  readonly #root: string;

  /** With `files` those of an earlier moment, else those that are there. */
  constructor(root: string, watched: Watched, files?: ReadonlyMap<string, Kept>) {
    this.#root = root;
    this.watched = watched;
    this.files = files ?? this.#read();
  }

  /**
   * Every file that a version command may write: manifests and changelogs of the packages, the settings and the lockfile
   * of the workspace, all of `.changeset` and `policies`. `dirs` are those of the packages, relative to the root.
   */
  static ofRelease(root: string, dirs: readonly string[]): Snapshot {
    const own = [...new Set([".", ...dirs])].flatMap((dir) =>
      IN_PACKAGES.map((name) => (dir === "." ? name : `${dir}/${name}`)),
    );
    return Snapshot.of(root, [...own, ...IN_ROOT], FOLDERS);
  }

  static of(root: string, paths: readonly string[], folders: readonly string[] = []): Snapshot {
    const above = [...paths.map((path) => dirname(path)), ...folders].flatMap(withParents);
    const absent = [...new Set(above)].filter((dir) => !existsSync(join(root, dir)));
    return new Snapshot(root, { paths, folders, absent });
  }

  /** Files without write permission; root could write them all the same. */
  readOnly(): string[] {
    return [...this.files].flatMap(([path, { mode }]) => ((mode & 0o222) === 0 ? [path] : []));
  }

  bytes(path: string): Buffer | undefined {
    return this.files.get(path)?.bytes;
  }

  text(path: string): string | undefined {
    return this.files.get(path)?.bytes.toString("utf8");
  }

  /** The files that are not as they were: changed, made or gone. */
  changed(): string[] {
    const now = this.#read();
    const differs = (path: string): boolean => {
      const [old, next] = [this.files.get(path), now.get(path)];
      return !old || !next || old.mode !== next.mode || !old.bytes.equals(next.bytes);
    };
    return [...new Set([...this.files.keys(), ...now.keys()])].filter(differs).toSorted();
  }

  /** Restores every file, byte for byte, and deletes new ones. Continues if one fails. */
  restore(): Restored {
    const restored: string[] = [];
    const failed: { path: string; code: string }[] = [];
    for (const path of this.watched.paths) {
      rmSync(temporaryPath(join(this.#root, path)), { force: true });
    }
    for (const path of this.changed()) {
      try {
        this.putBack(path);
        restored.push(path);
      } catch (error) {
        failed.push({ path, code: codeOf(error) ?? "unknown error" });
      }
    }
    // A command that was killed may have made a folder and no file.
    for (const dir of this.watched.absent.toReversed()) this.#removeEmpty(dir);
    return { restored, failed };
  }

  /** One file as it was; one that was not there is removed. */
  putBack(path: string): void {
    const full = join(this.#root, path);
    const old = this.files.get(path);
    if (!old) {
      rmSync(full);
      this.#removeEmpty(dirname(path));
      return;
    }
    mkdirSync(dirname(full), { recursive: true });
    writeDurably(full, old.bytes, { mode: old.mode });
  }

  /** Folders that only hold what was made. */
  #removeEmpty(dir: string): void {
    const full = join(this.#root, dir);
    const { folders, absent } = this.watched;
    const isNew = absent.includes(dir) || folders.some((folder) => dir.startsWith(`${folder}/`));
    const isOld = [...this.files.keys()].some((path) => path.startsWith(`${dir}/`));
    if (!isNew || isOld || !existsSync(full) || readdirSync(full).length > 0) return;
    rmdirSync(full);
    this.#removeEmpty(dirname(dir));
  }

  #read(): Map<string, Kept> {
    const files = new Map<string, Kept>();
    const { paths, folders } = this.watched;
    for (const path of [...paths, ...folders.flatMap((dir) => this.#within(dir))]) {
      const full = join(this.#root, path);
      const stat = lstatSync(full, { throwIfNoEntry: false });
      if (stat?.isFile()) files.set(path, { bytes: readFileSync(full), mode: stat.mode & 0o777 });
    }
    return files;
  }

  #within(folder: string): string[] {
    if (!existsSync(join(this.#root, folder))) return [];
    return readdirSync(join(this.#root, folder), { recursive: true, encoding: "utf8" }).map(
      (path) => `${folder}/${path.split(sep).join("/")}`,
    );
  }
}

/** The folder and those above it, the highest first. */
function withParents(dir: string): string[] {
  const parts = dir.split("/");
  return parts.map((_, i) => parts.slice(0, i + 1).join("/"));
}

/** What was put back. */
export interface Restored {
  readonly restored: readonly string[];
  /** What could not be put back, with the code of why. */
  readonly failed: readonly { readonly path: string; readonly code: string }[];
}

/** How a person puts back what we do not, or cannot. */
export interface Undo {
  /** For `git restore`: they were as committed. */
  readonly restore: readonly string[];
  /** Made by the command. */
  readonly remove: readonly string[];
  /** Not committed: copies of them lie in the folder. */
  readonly copied: readonly string[];
  readonly folder?: string;
}

import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  rmdirSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { codeOf } from "../errors.ts";

interface Kept {
  readonly bytes: Buffer;
  readonly mode: number;
}

const IN_PACKAGES = ["package.json", "package.yaml", "CHANGELOG.md"];
const IN_ROOT = ["pnpm-workspace.yaml", "pnpm-lock.yaml"];
const FOLDERS = [".changeset", "policies"];

/**
 * The bytes of every file that a version command may write: manifests and changelogs of the packages, the settings of
 * the workspace, all of `.changeset` and `policies`. Links are not followed and not kept.
 */
export class Snapshot {
  readonly #root: string;
  readonly #paths: readonly string[];
  readonly #files: ReadonlyMap<string, Kept>;

  /** `dirs` are those of the packages, relative to the root. */
  constructor(root: string, dirs: readonly string[]) {
    this.#root = root;
    const own = [...new Set([".", ...dirs])].flatMap((dir) =>
      IN_PACKAGES.map((name) => (dir === "." ? name : `${dir}/${name}`)),
    );
    this.#paths = [...own, ...IN_ROOT];
    this.#files = this.#read();
  }

  /** Files that nobody may write, whoever runs the command. */
  readOnly(): string[] {
    return [...this.#files].flatMap(([path, { mode }]) => ((mode & 0o222) === 0 ? [path] : []));
  }

  bytes(path: string): Buffer | undefined {
    return this.#files.get(path)?.bytes;
  }

  text(path: string): string | undefined {
    return this.#files.get(path)?.bytes.toString("utf8");
  }

  /** The files that are not as they were: changed, made or gone. */
  changed(): string[] {
    const now = this.#read();
    const differs = (path: string): boolean => {
      const [old, next] = [this.#files.get(path), now.get(path)];
      return !old || !next || old.mode !== next.mode || !old.bytes.equals(next.bytes);
    };
    return [...new Set([...this.#files.keys(), ...now.keys()])].filter(differs).toSorted();
  }

  /** Puts every file back, byte for byte, and removes those that were made. Goes on where one fails. */
  restore(): Restored {
    const restored: string[] = [];
    const failed: { path: string; code: string }[] = [];
    for (const path of this.changed()) {
      try {
        this.putBack(path);
        restored.push(path);
      } catch (error) {
        failed.push({ path, code: codeOf(error) ?? "unknown error" });
      }
    }
    return { restored, failed };
  }

  /** One file as it was; one that was not there is removed. */
  putBack(path: string): void {
    const full = join(this.#root, path);
    const old = this.#files.get(path);
    if (!old) {
      rmSync(full);
      this.#removeEmpty(dirname(path));
      return;
    }
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, old.bytes);
    chmodSync(full, old.mode);
  }

  /** Folders below `.changeset` that only hold what was made. */
  #removeEmpty(dir: string): void {
    const isInside = FOLDERS.some((folder) => dir.startsWith(`${folder}/`));
    const isOld = [...this.#files.keys()].some((path) => path.startsWith(`${dir}/`));
    if (!isInside || isOld || readdirSync(join(this.#root, dir)).length > 0) return;
    rmdirSync(join(this.#root, dir));
    this.#removeEmpty(dirname(dir));
  }

  #read(): Map<string, Kept> {
    const files = new Map<string, Kept>();
    for (const path of [...this.#paths, ...FOLDERS.flatMap((dir) => this.#within(dir))]) {
      const full = join(this.#root, path);
      const stat = lstatSync(full, { throwIfNoEntry: false });
      if (stat?.isFile()) files.set(path, { bytes: readFileSync(full), mode: stat.mode & 0o777 });
    }
    return files;
  }

  #within(folder: string): string[] {
    if (!existsSync(join(this.#root, folder))) return [];
    return readdirSync(join(this.#root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(this.#root, join(entry.parentPath, entry.name)))
      .map((path) => path.split(sep).join("/"));
  }
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
  /** Known to nobody but us: copies of them lie in the folder. */
  readonly copied: readonly string[];
  readonly folder?: string;
}

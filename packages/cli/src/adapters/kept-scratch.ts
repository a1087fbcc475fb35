import { mkdirSync, mkdtempSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { CannotJudge } from "../errors.ts";
import { LOCKS, obstaclesOf } from "./commit.ts";
import { isRegular, type Blob } from "./tree.ts";
import type { CommitTrees } from "./commit-tree.ts";
import { isSafePath, SIZE_LIMITS } from "./files.ts";
import type { ObjectReader } from "./object-reader.ts";
import { PRE_FILE } from "./pre-state.ts";

type Entry = Omit<Blob, "size">;

const REMOVAL = { recursive: true, force: true };

/** Whose files a scratch is made of. */
export interface ScratchSource {
  readonly reader: ObjectReader;
  readonly trees: CommitTrees;
  /** Of the workspace in its repository. */
  readonly folder: string;
  /** Of blobs that were read. */
  readonly sizes: Map<string, number>;
}

/**
 * A folder that becomes one commit after the other, as `writeScratch` would write each: only the files in which they differ
 * are written.
 */
export class KeptScratch {
  readonly root = mkdtempSync(join(tmpdir(), "release-policy-"));
  readonly #source: ScratchSource;
  /** The object that lies at each path. */
  readonly #there = new Map<string, string>();
  /** The paths of what has no content. */
  readonly #folders = new Set<string>();
  #spoilt = false;

  constructor(source: ScratchSource) {
    this.#source = source;
  }

  /** Throws `CannotJudge` as `writeScratch` does; the folder may then be between two commits until the next one. */
  async become(commit: string): Promise<void> {
    const { trees, folder } = this.#source;
    const files = (await trees.filesOf(commit, folder)).filter(({ path }) => isSafePath(path));
    const wanted = new Map(files.map((file) => [file.path, file]));
    for (const path of this.#there.keys()) if (!wanted.has(path)) this.#remove(path);
    // What ends a pre mode edits it.
    if (this.#there.has(PRE_FILE)) this.#there.set(PRE_FILE, "");
    const blobs = await Promise.all(files.map((file) => this.#read(file)));
    const obstacles = obstaclesOf(commit, blobs);
    if (obstacles.length > 0) throw new CannotJudge(...obstacles);
    for (const { content, ...blob } of blobs) {
      if (!this.#has(blob)) this.#put(blob, content);
    }
  }

  /** Says that it has files of which nothing is known here. */
  spoil(): void {
    this.#spoilt = true;
  }

  get isSpoilt(): boolean {
    return this.#spoilt;
  }

  dispose(): void {
    rmSync(this.root, REMOVAL);
  }

  async #read(file: Entry): Promise<Blob & { readonly content?: Buffer }> {
    const { reader, sizes } = this.#source;
    const size = sizes.get(file.object);
    if (!isRegular(file) || LOCKS.test(file.path)) return { ...file, size: 0 };
    if (size !== undefined && this.#has(file)) return { ...file, size };
    const found = await reader.read(file.object, SIZE_LIMITS.manifest);
    sizes.set(file.object, found?.size ?? 0);
    const { content } = found ?? {};
    return { ...file, size: found?.size ?? 0, ...(content ? { content } : {}) };
  }

  #has(file: Entry): boolean {
    return this.#there.get(file.path) === stateOf(file);
  }

  /** A folder where there is no content, as in `writeScratch`. */
  #put(file: Entry, content: Buffer | undefined): void {
    const full = join(this.root, file.path);
    const text = LOCKS.test(file.path) ? "" : content;
    if (this.#folders.delete(file.path) || text === undefined) rmSync(full, REMOVAL);
    mkdirSync(text === undefined ? full : dirname(full), { recursive: true });
    if (text === undefined) this.#folders.add(file.path);
    else writeFileSync(full, text);
    this.#there.set(file.path, stateOf(file));
  }

  /** With the folders above that are empty then. */
  #remove(path: string): void {
    rmSync(join(this.root, path), REMOVAL);
    this.#there.delete(path);
    this.#folders.delete(path);
    try {
      for (let above = dirname(path); above !== "."; above = dirname(above)) {
        rmdirSync(join(this.root, above));
      }
    } catch {
      // It is not empty.
    }
  }
}

const stateOf = ({ mode, object }: Entry): string => `${mode} ${object}`;

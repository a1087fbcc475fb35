import { mkdirSync, mkdtempSync, rmSync, rmdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { CannotJudge } from "../errors.ts";
import type { DocumentsToRead } from "../files/documents.ts";
import { SIZE_LIMITS, isSafePath } from "../files/files.ts";
import { PRE_FILE } from "../planners/changesets/pre-state.ts";
import { CommitTrees, ObjectReader } from "./batched-reader.ts";
import { LOCKS, commitObstacles, isWanted, writeDocuments } from "./commit-as-folder.ts";
import { type Blob, isRegular, workspacePrefix } from "./commit-tree.ts";
import type { Folders } from "./commit-workspaces.ts";

type Entry = Omit<Blob, "size">;

const REMOVAL = { recursive: true, force: true };

/** Whose files a scratch is made of. */
interface ScratchSource {
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
    const obstacles = commitObstacles(commit, blobs);
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

interface Written {
  readonly scratch: KeptScratch;
  readonly commit: string;
}

/**
 * Commits as folders for a walk that judges one after the other: the folders and the git process stay, so that each costs only
 * what differs from its neighbour. `next` forgets what was written; full names of commits only.
 */
export class KeptFolders implements Folders {
  readonly repository: string;
  readonly #reader: ObjectReader;
  readonly #source: ConstructorParameters<typeof KeptScratch>[0];
  readonly #free: KeptScratch[] = [];
  #written: Written[] = [];

  constructor(repository: string) {
    this.repository = repository;
    this.#reader = new ObjectReader(repository);
    const { reader, folder } = { reader: this.#reader, folder: workspacePrefix(repository) };
    const path = folder.replace(/\/$/, "");
    this.#source = {
      reader,
      trees: new CommitTrees(reader, isWanted),
      folder: path,
      sizes: new Map(),
    };
  }

  async write(commit: string): Promise<string> {
    const scratch = this.#free.pop() ?? new KeptScratch(this.#source);
    this.#written.push({ scratch, commit });
    await scratch.become(commit);
    return scratch.root;
  }

  /** What has documents is not used again: nobody knows them when it becomes another commit. */
  readonly addDocuments = async (root: string, wanted: DocumentsToRead): Promise<void> => {
    const found = this.#written.find(({ scratch }) => scratch.root === root);
    if (!found) return;
    found.scratch.spoil();
    await writeDocuments(this.repository, { root, commit: found.commit }, wanted);
  };

  readonly blobs = (objects: readonly string[]): Promise<readonly (Buffer | undefined)[]> =>
    Promise.all(objects.map(async (object) => (await this.#reader.read(object))?.content));

  get roots(): readonly string[] {
    return this.#written.map(({ scratch }) => scratch.root);
  }

  /** The head's folder becomes the next head, and the base's the next base. */
  next(): void {
    for (const { scratch } of this.#written.toReversed()) {
      if (scratch.isSpoilt) scratch.dispose();
      else this.#free.push(scratch);
    }
    this.#written = [];
  }

  async close(): Promise<void> {
    this.next();
    for (const scratch of this.#free) scratch.dispose();
    await this.#reader.close();
  }
}

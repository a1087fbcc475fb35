import { tmpdir } from "node:os";
import type { DocumentsToRead } from "../files/documents.ts";
import { SIZE_LIMITS } from "../files/files.ts";
import { MemoryFolder } from "../files/writing/memory-folder.ts";
import { putFile } from "../files/writing/put-file.ts";
import {
  type FileToWrite,
  filesToWrite,
  isPlannerInput,
  refuseSizes,
  sizeInFolder,
  writeDocuments,
} from "./commit-as-folder.ts";
import { type Entry, type EntryFilter, parentsIn, refuseHollowPackages } from "./commit-tree.ts";
import type { Folders } from "./commit-workspaces.ts";
import { CannotJudge } from "../errors.ts";
import { GitRefused, type Repository, workspacePrefix } from "./git.ts";
import { type ChangedFile, changedFiles } from "./trees/changed-files.ts";
import { CommitTrees } from "./trees/commit-trees.ts";
import { ObjectReader } from "./trees/object-reader.ts";

/** A blob that was read. Without content where it is too large. */
interface Blob {
  readonly size: number;
  readonly content?: Buffer | undefined;
}

/** Commits whose blobs are remembered together, and how many bytes of them. */
const GENERATION = { commits: 16, bytes: 16 * 1024 * 1024 } as const;

const EMPTY: Blob = { size: 0 };

/**
 * Commits as folders in memory, for one change or a walk that judges one after the other: one process of git reads them, and
 * what neighbours share is read once. `next` forgets the folders; full names of commits only.
 */
export class CommitsInMemory implements Folders {
  readonly repository: Repository;
  readonly #reader: ObjectReader;
  readonly #trees: CommitTrees;
  /** Of the workspace in its repository. */
  readonly #folder: string;
  readonly #written: { readonly memory: MemoryFolder; readonly commit: string }[] = [];
  readonly #files = new WeakMap<readonly Entry[], readonly FileToWrite[]>();
  #known = new Map<string, Blob>();
  /** Of the commits before these. */
  #before = new Map<string, Blob>();
  #count = 0;
  /** Of the known blobs. */
  #bytes = 0;

  /**
   * `isIncluded` finds the files that `entries` gives: those that are written, at least. `descriptor` is that of a git
   * that reads objects: see `ObjectReader`.
   */
  constructor(
    repository: Repository,
    isIncluded: EntryFilter = isPlannerInput,
    descriptor?: number,
  ) {
    this.repository = repository;
    this.#reader = new ObjectReader(repository, descriptor);
    this.#trees = new CommitTrees(this.#reader, isIncluded);
    this.#folder = workspacePrefix(repository).replace(/\/$/, "");
  }

  /** The folder with the commit. Throws `CannotJudge` as `writeCommit` does. */
  async write(commit: string): Promise<string> {
    const entries = await this.entries(commit);
    const files = this.#filesOf(entries);
    const blobs = await this.#blobsOf(files);
    const blobOf = ({ as, object }: FileToWrite): Blob =>
      as === "text" ? blobs.get(object)! : EMPTY;
    refuseSizes(commit, files, (file) => blobOf(file).size);
    const memory = new MemoryFolder(tmpdir());
    this.#written.push({ memory, commit });
    const folders = new Set<string>();
    for (const file of files)
      putFile(memory.root, file, blobOf(file).content ?? sizeInFolder(file), folders);
    refuseHollowPackages(this.repository, commit, memory.root, entries);
    return memory.root;
  }

  /**
   * Reads what `write` needs of commits that will be written soon, all of them together: each wait for git takes longer
   * than most of its answers. What cannot be read fails where it is written.
   */
  async prepare(commits: readonly string[]): Promise<void> {
    const files = await Promise.all(
      commits.map(async (commit) => {
        try {
          return this.#filesOf(await this.entries(commit));
        } catch (error) {
          if (error instanceof CannotJudge || error instanceof GitRefused) return [];
          throw error;
        }
      }),
    );
    try {
      await this.#blobsOf(files.flat());
    } catch (error) {
      if (!(error instanceof GitRefused)) throw error;
    }
  }

  /** Those of a commit that was prepared are known. */
  #filesOf(entries: readonly Entry[]): readonly FileToWrite[] {
    const files = this.#files.get(entries) ?? filesToWrite(entries);
    this.#files.set(entries, files);
    return files;
  }

  /** Of each file that has a text, by the names of the objects. Reads what no neighbour has. */
  async #blobsOf(files: readonly FileToWrite[]): Promise<ReadonlyMap<string, Blob>> {
    this.#count += 1;
    if (this.#count >= GENERATION.commits || this.#bytes > GENERATION.bytes) {
      [this.#before, this.#known] = [this.#known, new Map()];
      this.#count = this.#bytes = 0;
    }
    const [known, before] = [this.#known, this.#before];
    const add = (object: string, blob: Blob): void => {
      known.set(object, blob);
      this.#bytes += blob.content?.length ?? 0;
    };
    const missing = new Set<string>();
    for (const { as, object } of files) {
      if (as !== "text" || known.has(object)) continue;
      const blob = before.get(object);
      if (blob) add(object, blob);
      else missing.add(object);
    }
    await Promise.all([...missing].map(async (object) => add(object, await this.#blob(object))));
    return known;
  }

  async #blob(object: string): Promise<Blob> {
    const found = await this.#reader.read(object, SIZE_LIMITS.manifest);
    if (found?.type !== "blob") throw new GitRefused("an object is missing");
    return { size: found.size, content: found.content };
  }

  readonly addDocuments = async (root: string, needs: DocumentsToRead): Promise<void> => {
    const found = this.#written.find(({ memory }) => memory.root === root);
    if (found) await writeDocuments(this.repository, { root, commit: found.commit }, needs);
  };

  readonly blobs = (objects: readonly string[]): Promise<readonly (Buffer | undefined)[]> =>
    Promise.all(
      objects.map(async (object) => {
        const known = (this.#known.get(object) ?? this.#before.get(object))?.content;
        if (known) return known;
        const found = await this.#reader.read(object);
        return found?.type === "blob" ? found.content : undefined;
      }),
    );

  /** The wanted files of a commit. Throws `GitRefused` without it. */
  entries(commit: string): Promise<readonly Entry[]> {
    return this.#trees.filesOf(commit, this.#folder);
  }

  /** Those that are not in the repository. */
  async missing(objects: readonly string[]): Promise<readonly string[]> {
    const found = await Promise.all(objects.map((object) => this.#reader.read(object, 0)));
    return objects.filter((_, i) => found[i] === undefined);
  }

  /** The names of the commits that a commit follows. */
  readonly parents = async (commit: string): Promise<readonly string[]> => {
    const found = await this.#reader.read(commit);
    return found?.type === "commit" ? parentsIn(found.content) : [];
  };

  /** What differs between two commits in the workspace; undefined where git has to say it. */
  readonly changedFiles = (
    before: string,
    after: string,
  ): Promise<readonly ChangedFile[] | undefined> =>
    changedFiles(this.#reader, `${before}:${this.#folder}`, `${after}:${this.#folder}`);

  get roots(): readonly string[] {
    return this.#written.map(({ memory }) => memory.root);
  }

  next(): void {
    for (const { memory } of this.#written.splice(0)) memory.dispose();
  }

  async close(): Promise<void> {
    this.next();
    await this.#reader.close();
  }
}

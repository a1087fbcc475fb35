import { rmdirSync } from "node:fs";
import { join } from "node:path";
import type { DocumentsToRead } from "../files/documents.ts";
import { SIZE_LIMITS } from "../files/files.ts";
import { removeEntry, temporaryFolder } from "../files/temporary-folder.ts";
import { putFile } from "../files/writing/put-file.ts";
import { PRE_FILE } from "../planners/changesets/pre-state.ts";
import { CommitTrees, ObjectReader } from "./batched-reader.ts";
import {
  type FileToWrite,
  filesToWrite,
  isPlannerInput,
  refuseSizes,
  writeDocuments,
} from "./commit-as-folder.ts";
import { type Entry, type EntryFilter, refuseHollowPackages, withFolders } from "./commit-tree.ts";
import type { Folders } from "./commit-workspaces.ts";
import { GitRefused, type Repository, workspacePrefix } from "./git.ts";

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
 * A folder that becomes one commit after the other, as `writeCommit` would write each: only the files in which they differ
 * are written.
 */
export class KeptScratch {
  readonly root = temporaryFolder();
  readonly #source: ScratchSource;
  /** The object at each path. */
  readonly #there = new Map<string, string>();
  readonly #folders = new Set<string>();
  #spoilt = false;

  constructor(source: ScratchSource) {
    this.#source = source;
  }

  /** Throws `CannotJudge` as `writeCommit` does; the folder may then be between two commits until the next one. */
  async become(commit: string): Promise<void> {
    const { reader, trees, folder } = this.#source;
    const entries = await trees.filesOf(commit, folder);
    const files = filesToWrite(entries);
    // What ends a pre mode edits it.
    if (this.#there.has(PRE_FILE)) this.#there.set(PRE_FILE, "");
    this.#removeOthers(files);
    const read = await Promise.all(files.map((file) => this.#read(file)));
    refuseSizes(commit, read);
    for (const { content, ...file } of read) {
      if (this.#there.get(file.path) !== stateOf(file)) this.#put(file, content);
    }
    refuseHollowPackages(reader.repository, commit, this.root, entries);
  }

  /** How many of the files it has already. */
  shared(entries: readonly Entry[]): number {
    return entries.filter(({ path, object }) => this.#there.get(path) === object).length;
  }

  /** Says that it has files of which nothing is known here. */
  spoil(): void {
    this.#spoilt = true;
  }

  get isSpoilt(): boolean {
    return this.#spoilt;
  }

  dispose(): void {
    removeEntry(this.root);
  }

  async #read(
    file: FileToWrite,
  ): Promise<FileToWrite & { readonly size: number; readonly content?: Buffer }> {
    const { reader, sizes } = this.#source;
    if (file.as !== "text") return { ...file, size: 0 };
    const size = sizes.get(file.object);
    if (size !== undefined && this.#there.get(file.path) === file.object) return { ...file, size };
    const found = await reader.read(file.object, SIZE_LIMITS.manifest);
    if (found?.type !== "blob") throw new GitRefused("an object is missing");
    sizes.set(file.object, found.size);
    return { ...file, size: found.size, ...(found.content ? { content: found.content } : {}) };
  }

  #put(file: FileToWrite, content: Buffer | undefined): void {
    const isEdited = this.#there.delete(file.path);
    try {
      putFile(this.root, file, content, this.#folders, isEdited ? "w" : "wx");
      this.#there.set(file.path, stateOf(file));
    } catch (error) {
      this.#removeEmpty(parentFolders(file));
      throw error;
    }
  }

  /** Removes what is not among the files, and the folders that are empty then. A text that changes stays to be overwritten. */
  #removeOthers(files: readonly FileToWrite[]): void {
    const needs = new Map(files.map((file) => [file.path, stateOf(file)]));
    const emptied = new Set<string>();
    for (const [path, state] of this.#there) {
      const next = needs.get(path);
      if (next === state || (isTextState(state) && isTextState(next))) continue;
      this.#there.delete(path);
      if (state === "folder") emptied.add(path);
      else removeEntry(join(this.root, path));
      for (const above of parentFolders({ path })) emptied.add(above);
    }
    if (emptied.size === 0) return;
    for (const above of files.flatMap(parentFolders)) emptied.delete(above);
    this.#removeEmpty([...emptied]);
  }

  #removeEmpty(folders: readonly string[]): void {
    for (const folder of folders.toSorted((a, b) => b.length - a.length)) {
      if (this.#there.get(folder) === "folder") continue;
      this.#folders.delete(folder);
      try {
        rmdirSync(join(this.root, folder));
      } catch {
        // It is not empty.
      }
    }
  }
}

const parentFolders = ({ path }: { readonly path: string }): readonly string[] =>
  withFolders(path).slice(0, -1);

const stateOf = ({ as, object }: FileToWrite): string => (as === "text" ? object : as);

const isTextState = (state = ""): boolean => !["", "empty", "folder", "link"].includes(state);

interface Written {
  readonly scratch: KeptScratch;
  readonly commit: string;
}

/** As many as two lines of development need, if their releases alternate. */
const MOST_FREE = 4;

/**
 * Commits as folders for a walk that judges one after the other: the folders and the git process stay, so that each costs only
 * what differs from its neighbour. `next` forgets what was written; full names of commits only.
 */
export class KeptFolders implements Folders {
  readonly repository: Repository;
  readonly #reader: ObjectReader;
  readonly #source: ConstructorParameters<typeof KeptScratch>[0];
  readonly #free: KeptScratch[] = [];
  #written: Written[] = [];

  /** `isIncluded` finds the files that `entries` gives: those that are written, at least. */
  constructor(repository: Repository, isIncluded: EntryFilter = isPlannerInput) {
    this.repository = repository;
    this.#reader = new ObjectReader(repository);
    const reader = this.#reader;
    const folder = workspacePrefix(repository).replace(/\/$/, "");
    this.#source = { reader, trees: new CommitTrees(reader, isIncluded), folder, sizes: new Map() };
  }

  async write(commit: string): Promise<string> {
    const scratch = this.#nearest(await this.entries(commit)) ?? new KeptScratch(this.#source);
    this.#written.push({ scratch, commit });
    await scratch.become(commit);
    return scratch.root;
  }

  /** The folder that has most of the files; none if another one may be added, and each lacks half of them. */
  #nearest(entries: readonly Entry[]): KeptScratch | undefined {
    const shared = this.#free.map((scratch) => scratch.shared(entries));
    const most = Math.max(...shared);
    if (this.#free.length < MOST_FREE && most < entries.length / 2) return undefined;
    return this.#free.splice(shared.indexOf(most), 1)[0];
  }

  /** A workspace with documents is not reused: those of another commit differ. */
  readonly addDocuments = async (root: string, needs: DocumentsToRead): Promise<void> => {
    const found = this.#written.find(({ scratch }) => scratch.root === root);
    if (!found) return;
    found.scratch.spoil();
    await writeDocuments(this.repository, { root, commit: found.commit }, needs);
  };

  readonly blobs = (objects: readonly string[]): Promise<readonly (Buffer | undefined)[]> =>
    Promise.all(
      objects.map(async (object) => {
        const found = await this.#reader.read(object);
        return found?.type === "blob" ? found.content : undefined;
      }),
    );

  /** The wanted files of a commit. Throws `GitRefused` without it. */
  entries(commit: string): Promise<readonly Entry[]> {
    return this.#source.trees.filesOf(commit, this.#source.folder);
  }

  /** Those that are not in the repository. */
  async missing(objects: readonly string[]): Promise<readonly string[]> {
    const found = await Promise.all(objects.map((object) => this.#reader.read(object, 0)));
    return objects.filter((_, i) => found[i] === undefined);
  }

  /** The names of the commits that a commit follows. */
  readonly parents = async (commit: string): Promise<readonly string[]> => {
    const found = await this.#reader.read(commit);
    const head = found?.type === "commit" ? String(found.content).split("\n\n", 1)[0]! : "";
    return [...head.matchAll(/^parent ([0-9a-f]+)$/gm)].map(([, name]) => name!);
  };

  get roots(): readonly string[] {
    return this.#written.map(({ scratch }) => scratch.root);
  }

  next(): void {
    for (const { scratch } of this.#written) {
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

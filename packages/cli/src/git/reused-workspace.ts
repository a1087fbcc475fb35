import { rmSync, rmdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { DocumentsToRead } from "../files/documents.ts";
import { SIZE_LIMITS } from "../files/files.ts";
import { temporaryFolder } from "../files/temporary-folder.ts";
import { PRE_FILE } from "../planners/changesets/pre-state.ts";
import { CommitTrees, ObjectReader } from "./batched-reader.ts";
import {
  type FileToWrite,
  filesToWrite,
  isWanted,
  putFile,
  refuseSizes,
  writeDocuments,
} from "./commit-as-folder.ts";
import { refuseHollowPackages } from "./commit-tree.ts";
import type { Folders } from "./commit-workspaces.ts";
import { GitRefused, type Repository, workspacePrefix } from "./git.ts";

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
 * A folder that becomes one commit after the other, as `writeCommit` would write each: only the files in which they differ
 * are written.
 */
export class KeptScratch {
  readonly root = temporaryFolder();
  readonly #source: ScratchSource;
  /** The object at each path. */
  readonly #there = new Map<string, string>();
  #spoilt = false;

  constructor(source: ScratchSource) {
    this.#source = source;
  }

  /** Throws `CannotJudge` as `writeCommit` does; the folder may then be between two commits until the next one. */
  async become(commit: string): Promise<void> {
    const { reader, trees, folder } = this.#source;
    const entries = await trees.filesOf(commit, folder);
    const files = filesToWrite(entries);
    const wanted = new Map(files.map((file) => [file.path, stateOf(file)]));
    // What ends a pre mode edits it.
    if (this.#there.has(PRE_FILE)) this.#there.set(PRE_FILE, "");
    for (const [path, state] of this.#there) if (wanted.get(path) !== state) this.#remove(path);
    const read = await Promise.all(files.map((file) => this.#read(file)));
    refuseSizes(commit, read);
    for (const { content, ...file } of read) {
      if (this.#there.has(file.path)) continue;
      this.#put(file, content);
    }
    refuseHollowPackages(reader.repository, commit, this.root, entries);
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

  async #read(
    file: FileToWrite,
  ): Promise<FileToWrite & { readonly size: number; readonly content?: Buffer }> {
    const { reader, sizes } = this.#source;
    if (file.as !== "text") return { ...file, size: 0 };
    const size = sizes.get(file.object);
    if (size !== undefined && this.#there.has(file.path)) return { ...file, size };
    const found = await reader.read(file.object, SIZE_LIMITS.manifest);
    if (found?.type !== "blob") throw new GitRefused("an object is missing");
    sizes.set(file.object, found.size);
    return { ...file, size: found.size, ...(found.content ? { content: found.content } : {}) };
  }

  #put(file: FileToWrite, content: Buffer | undefined): void {
    try {
      putFile(this.root, file, content);
      this.#there.set(file.path, stateOf(file));
    } catch (error) {
      this.#removeEmpty(dirname(file.path));
      throw error;
    }
  }

  /** With the folders above that are empty then. */
  #remove(path: string): void {
    const isFolder = this.#there.get(path) === "folder";
    this.#there.delete(path);
    if (!isFolder) rmSync(join(this.root, path), REMOVAL);
    // Files in a folder that stay keep it.
    this.#removeEmpty(isFolder ? path : dirname(path));
  }

  #removeEmpty(folder: string): void {
    try {
      for (let above = folder; above !== "."; above = dirname(above)) {
        if (this.#there.get(above) === "folder") return;
        rmdirSync(join(this.root, above));
      }
    } catch {
      // It is not empty.
    }
  }
}

const stateOf = ({ as, object }: FileToWrite): string => (as === "text" ? object : as);

interface Written {
  readonly scratch: KeptScratch;
  readonly commit: string;
}

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

  constructor(repository: Repository) {
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

  /** A workspace with documents is not reused: those of another commit differ. */
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

import { CommitTrees } from "../adapters/commit-tree.ts";
import { isWanted } from "../adapters/commit.ts";
import { prefixOf } from "../adapters/tree.ts";
import { writeDocuments } from "../adapters/commit-documents.ts";
import type { Wanted } from "../adapters/documents.ts";
import { KeptScratch } from "../adapters/kept-scratch.ts";
import { ObjectReader } from "../adapters/object-reader.ts";
import type { Folders } from "../scratches.ts";

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
    const { reader, folder } = { reader: this.#reader, folder: prefixOf(repository) };
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
  readonly addDocuments = async (root: string, wanted: Wanted): Promise<void> => {
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

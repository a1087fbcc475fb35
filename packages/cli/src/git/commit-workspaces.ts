import type { DocumentsToRead } from "../files/documents.ts";
import type { CommitFolder } from "./commit-as-folder.ts";
import type { EntryFilter } from "./commit-tree.ts";
import type { Repository } from "./git.ts";

/** Where a walk gets commits as folders. */
export interface Folders extends Pick<
  CommitWorkspaces,
  "repository" | "write" | "addDocuments" | "roots" | "blobs"
> {
  /** The names of the commits that a commit follows, where that costs no process. */
  readonly parents?: (commit: string) => Promise<readonly string[]>;
}

/** Commits written out as minimal workspaces, to be removed together when the verdict is made. */
export class CommitWorkspaces {
  /** Where git runs. */
  readonly repository: Repository;
  readonly #written: CommitFolder[] = [];

  constructor(repository: Repository) {
    this.repository = repository;
  }

  /** The folder with the commit, or some of it. Throws `CannotJudge` if the commit is unknown or must not be read. */
  async write(ref: string, isIncluded?: EntryFilter): Promise<string> {
    const { writeCommit } = await import("./commit-as-folder.ts");
    const scratch = writeCommit(this.repository, ref, isIncluded);
    this.#written.push(scratch);
    return scratch.root;
  }

  /** Adds the documents of a commit to its folder. Any other folder has its own. */
  readonly addDocuments = async (root: string, needs: DocumentsToRead): Promise<void> => {
    const scratch = this.#written.find((one) => one.root === root);
    if (!scratch) return;
    const { writeDocuments } = await import("./commit-as-folder.ts");
    await writeDocuments(this.repository, scratch, needs);
  };

  /** The contents of blobs, in their order; undefined for what is missing. */
  readonly blobs = async (objects: readonly string[]): Promise<readonly (Buffer | undefined)[]> => {
    const { fetchedSizes, readBlobs } = await import("./objects.ts");
    // A partial clone fetches a few as fast one by one.
    if (objects.length > 10) fetchedSizes(this.repository, objects);
    return readBlobs(this.repository, objects);
  };

  /** Where they are, the first written first. */
  get roots(): readonly string[] {
    return this.#written.map(({ root }) => root);
  }

  dispose(): void {
    for (const scratch of this.#written) scratch.dispose();
  }
}

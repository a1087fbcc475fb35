import type { DocumentsToRead } from "../files/documents.ts";
import type { CommitFolder } from "./commit-as-folder.ts";
import type { EntryFilter } from "./commit-tree.ts";
import type { Repository } from "./git.ts";
import type { GitObject } from "./objects.ts";
import type { ChangedFile } from "./trees/changed-files.ts";

/** Where a walk gets commits as folders. */
export interface Folders extends Pick<
  CommitWorkspaces,
  "repository" | "write" | "addDocuments" | "roots" | "blobs"
> {
  /** The names of the commits that a commit follows, where that costs no process. */
  readonly parents?: (commit: string) => Promise<readonly string[]>;
  /** What differs between two commits, where that costs no process. */
  readonly changedFiles?: (
    before: string,
    after: string,
  ) => Promise<readonly ChangedFile[] | undefined>;
  /** The objects of the names, in their order; undefined for what is missing. Blobs of them are not read again. */
  readonly objects?: CommitWorkspaces["objects"];
}

/** Commits written out as minimal workspaces, on disk or in memory, to be removed together when the verdict is made. */
export class CommitWorkspaces {
  /** Where git runs. */
  readonly repository: Repository;
  readonly #written: CommitFolder[] = [];
  /** What was read: the manifests of a base are asked for more than once. */
  readonly #blobs = new Map<string, Buffer>();

  constructor(repository: Repository) {
    this.repository = repository;
  }

  /** The folder with the commit, or some of it. Throws `CannotJudge` if the commit is unknown or must not be read. */
  async write(
    ref: string,
    isIncluded?: EntryFilter,
    place: "disk" | "memory" = "disk",
  ): Promise<string> {
    const { writeCommit } = await import("./commit-as-folder.ts");
    const scratch = writeCommit(this.repository, ref, isIncluded, place);
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

  /** Any objects. Blobs of them are not read again. */
  readonly objects = async (
    names: readonly string[],
  ): Promise<readonly (GitObject | undefined)[]> =>
    (await import("./objects.ts")).keptObjects(this.repository, names, this.#blobs);

  /** The contents of blobs, in their order; undefined for what is missing. */
  readonly blobs = async (objects: readonly string[]): Promise<readonly (Buffer | undefined)[]> =>
    (await import("./objects.ts")).keptBlobs(this.repository, objects, this.#blobs);

  /** Where they are, the first written first. */
  get roots(): readonly string[] {
    return this.#written.map(({ root }) => root);
  }

  dispose(): void {
    for (const scratch of this.#written) scratch.dispose();
  }
}

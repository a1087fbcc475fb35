import type { Scratch } from "./adapters/commit.ts";
import type { Repository } from "./adapters/git.ts";
import type { Wanted } from "./adapters/documents.ts";

/** Commits written out as minimal workspaces, to be removed together when the verdict is made. */
export class Scratches {
  /** Where git runs. */
  readonly repository: Repository;
  readonly #written: Scratch[] = [];

  constructor(repository: Repository) {
    this.repository = repository;
  }

  /** The folder with the commit. Throws `CannotJudge` where there is no such commit, or it must not be read. */
  async write(ref: string): Promise<string> {
    const { writeScratch } = await import("./adapters/commit.ts");
    const scratch = writeScratch(this.repository, ref);
    this.#written.push(scratch);
    return scratch.root;
  }

  /** Adds the documents of a commit to its folder. Any other folder has its own. */
  readonly addDocuments = async (root: string, wanted: Wanted): Promise<void> => {
    const scratch = this.#written.find((one) => one.root === root);
    if (!scratch) return;
    const { writeDocuments } = await import("./adapters/commit-documents.ts");
    await writeDocuments(this.repository, scratch, wanted);
  };

  /** Where they are, the first written first. */
  get roots(): readonly string[] {
    return this.#written.map(({ root }) => root);
  }

  dispose(): void {
    for (const scratch of this.#written) scratch.dispose();
  }
}

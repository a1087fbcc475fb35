import { mayBeReport } from "../../api/report-files.ts";
import { isRegular } from "../../git/commit-tree.ts";
import { isPlannerInput } from "../../git/commit-as-folder.ts";
import type { Repository } from "../../git/git.ts";
import { CommitsInMemory } from "../../git/commits-in-memory.ts";
import { judgedWorkspace } from "../check.ts";
import type { CheckOptions, Judged, JudgeOptions } from "../options.ts";
import { placedError } from "../placed-error.ts";
import type { Report } from "../report.ts";
import { bareRepository } from "../workspace.ts";
import { type Needed, neededObjects } from "./needed-objects.ts";

/** Commits of a bare repository, read by one process of git until they are closed. Full names of commits only. */
export class OpenCommits {
  readonly #folders: CommitsInMemory;

  /**
   * `folder` is the path of the workspace in the repository; `descriptor` that of a `git cat-file --batch-command` that
   * reads the repository. Throws `CannotJudge` if the folder cannot be one.
   */
  constructor(repository: string, folder?: string, descriptor?: number) {
    this.#folders = new CommitsInMemory(
      bareRepository(repository, folder) ?? repository,
      (path, mode) => isPlannerInput(path, mode) || (mayBeReport(path) && isRegular({ mode })),
      descriptor,
    );
  }

  /** Where git runs. */
  get repository(): Repository {
    return this.#folders.repository;
  }

  /** The blobs that a check of these commits reads and the repository lacks: see `neededObjects`. */
  needed(commits: readonly string[], before?: string): AsyncGenerator<Needed> {
    return neededObjects(this.#folders, commits, before);
  }

  /** As `check` with `ref`. Throws `CannotJudge`. */
  async check(options: CheckOptions & { readonly ref: string }): Promise<Report> {
    return (await this.judge(options)).report;
  }

  /** The report, and what it was made of. Throws `CannotJudge`. */
  async judge(options: JudgeOptions & { readonly ref: string }): Promise<Judged> {
    const { repository } = this;
    const root = typeof repository === "string" ? repository : repository.bare;
    try {
      return await judgedWorkspace(root, this.#folders, options);
    } catch (thrown) {
      throw placedError(thrown, undefined, this.#folders.roots);
    }
  }

  async close(): Promise<void> {
    await this.#folders.close();
  }
}

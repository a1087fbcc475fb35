import { mayBeReport } from "../../api/report-files.ts";
import { isRegular } from "../../git/commit-tree.ts";
import { isPlannerInput } from "../../git/commit-as-folder.ts";
import { KeptFolders } from "../../git/reused-workspace.ts";
import { judgedWorkspace } from "../check.ts";
import type { CheckOptions, Judged, JudgeOptions } from "../options.ts";
import { placedError } from "../placed-error.ts";
import type { Report } from "../report.ts";
import { bareRepository } from "../workspace.ts";

/** Commits of a bare repository, read by one process of git until they are closed. */
export type OpenCommits = KeptFolders;

/** `folder` is the path of the workspace in the repository. Throws `CannotJudge` if it cannot be one. */
export const openCommits = (repository: string, folder?: string): OpenCommits =>
  new KeptFolders(
    bareRepository(repository, folder) ?? repository,
    (path, mode) => isPlannerInput(path, mode) || (mayBeReport(path) && isRegular({ mode })),
  );

/** As `check` with `ref`, of open commits; `ref` and `since` are full names. Throws `CannotJudge`. */
export async function checkCommit(
  commits: OpenCommits,
  options: CheckOptions & { readonly ref: string },
): Promise<Report> {
  return (await judgedCommit(commits, options)).report;
}

/** The same with everything that was read. */
export async function judgedCommit(
  commits: OpenCommits,
  options: JudgeOptions & { readonly ref: string },
): Promise<Judged> {
  const { repository } = commits;
  const root = typeof repository === "string" ? repository : repository.bare;
  try {
    return await judgedWorkspace(root, commits, options);
  } catch (thrown) {
    throw placedError(thrown, undefined, commits.roots);
  }
}

import { git, gitText } from "./git.ts";
import { GitFailed } from "./git-failed.ts";

export interface Merged {
  /** The commit to judge. */
  readonly commit: string;
  /** False where the two conflict: then it is the head alone. */
  readonly merged: boolean;
}

/** The same input gives the same commit: a fixed name and time. */
const FIXED_IDENTITY = {
  GIT_AUTHOR_NAME: "release-policy",
  GIT_AUTHOR_EMAIL: "release-policy",
  GIT_AUTHOR_DATE: "1700000000 +0000",
  GIT_COMMITTER_NAME: "release-policy",
  GIT_COMMITTER_EMAIL: "release-policy",
  GIT_COMMITTER_DATE: "1700000000 +0000",
};

/**
 * The head merged into the base, in git's objects alone: no working tree, and no merge driver, since those are read from
 * the configuration. Throws `GitFailed`.
 */
export async function mergeIntoBase(
  repository: string,
  base: string,
  head: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<Merged> {
  const { code, output } = await git(
    ["merge-tree", "--write-tree", "--no-messages", "-z", base, head],
    { cwd: repository, settings, answers: [1, 128] },
  );
  // git refuses what has no history in common, and whatever it cannot read.
  if (code === 128 && (await mergeBaseOf(repository, base, head)) !== undefined)
    throw new GitFailed("refused");
  if (code !== 0) return { commit: head, merged: false };
  const tree = String(output).split("\0")[0]!.trim();
  const commit = await gitText(["commit-tree", tree, "-p", base, "-p", head, "-m", "merged"], {
    cwd: repository,
    env: FIXED_IDENTITY,
  });
  return { commit, merged: true };
}

/** Undefined where the two have no history in common. Throws `GitFailed`. */
export async function mergeBaseOf(
  repository: string,
  base: string,
  head: string,
): Promise<string | undefined> {
  const { code, output } = await git(["merge-base", base, head], {
    cwd: repository,
    answers: [1],
  });
  return code === 0 ? String(output).trim() : undefined;
}

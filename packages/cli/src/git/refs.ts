import { join } from "node:path";
import { CannotJudge } from "../errors.ts";
import { entryAt, findRoot, upwards } from "../files/files.ts";

import { GitRefused, type Repository, UntrustedRepository, git, workspacePrefix } from "./git.ts";

/** The commit of a reference. Throws `CannotJudge` with a fix if there is none. */
export function commitOf(root: Repository, ref: string): string {
  try {
    const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`];
    return git(root, args).toString().trim();
  } catch (error) {
    if (!(error instanceof GitRefused)) throw error;
    throw noSuchRef(root, ref);
  }
}

/** Whether it is the full name of an object, which needs no look-up: who reads it finds out whether it is there. */
export const isFullName = (ref: string): boolean => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(ref);

/** Where the two lines of history parted. Throws `CannotJudge` with what to do where git cannot know. */
export function mergeBase(root: Repository, ref: string, head: string): string {
  try {
    return git(root, ["merge-base", "--end-of-options", ref, head]).toString().trim();
  } catch (error) {
    if (!(error instanceof GitRefused)) throw error;
    // Of a name that means no commit, they say so.
    for (const name of [ref, head]) commitOf(root, name);
    throw new CannotJudge(
      isShallow(root)
        ? {
            message: `this clone is too shallow to find the merge base of ${head} and ${ref}`,
            help: "fetch more history: `git fetch --unshallow`, or `fetch-depth: 0` of actions/checkout",
          }
        : {
            message: `${head} and ${ref} have no merge base`,
            help: "pass the target branch of the change with --since",
          },
    );
  }
}

function noSuchRef(root: Repository, ref: string): CannotJudge {
  if (!isRepository(root)) {
    return new CannotJudge({
      message: "this folder is not inside a git repository",
      help: "omit --since and --ref to check all pending changesets",
    });
  }
  const [remote, ...branch] = ref.split("/");
  const fetch =
    branch.length > 0
      ? `git fetch ${remote} ${branch.join("/")}`
      : `git fetch origin ${ref}:${ref}`;
  return new CannotJudge({
    message: `unknown commit "${ref}"`,
    help: `fetch it: \`${fetch}\``,
  });
}

function isRepository(root: Repository): boolean {
  try {
    git(root, ["rev-parse", "--git-dir"]);
    return true;
  } catch (error) {
    if (error instanceof GitRefused) return false;
    throw error;
  }
}

/** Not one in a working tree: its configuration would come from the author of the tree. */
export const isBareRepository = (folder: string): boolean =>
  entryAt(join(folder, "HEAD")) === "file" &&
  ["objects", "refs"].every((name) => entryAt(join(folder, name)) === "folder") &&
  [...upwards(folder)].every((above) => entryAt(join(above, ".git")) === "missing");

const isShallow = (root: Repository): boolean =>
  git(root, ["rev-parse", "--is-shallow-repository"]).toString().trim() === "true";

/** The branch that is checked out; undefined on a detached HEAD and outside git. */
export function currentBranch(root: Repository): string | undefined {
  try {
    return git(root, ["symbolic-ref", "--short", "--quiet", "HEAD"]).toString().trim();
  } catch (error) {
    if (error instanceof UntrustedRepository) throw error;
    return undefined;
  }
}

/** The path of the workspace around a folder in its repository, with a trailing slash; empty at the root or without git. */
export function prefixIn(cwd: string): string {
  try {
    return workspacePrefix(findRoot(cwd));
  } catch (error) {
    if (error instanceof GitRefused || error instanceof CannotJudge) return "";
    throw error;
  }
}

import { CannotJudge } from "../errors.ts";
import { git, GitRefused } from "./git.ts";

/** The commit that a reference means. Throws `CannotJudge` with what to do where there is none. */
export function commitOf(root: string, ref: string): string {
  try {
    const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`];
    return git(root, args).toString().trim();
  } catch (error) {
    if (!(error instanceof GitRefused)) throw error;
    throw noSuchRef(root, ref);
  }
}

/** Where the two lines of history parted. Throws `CannotJudge` with what to do where git cannot know. */
export function mergeBase(root: string, ref: string, head: string): string {
  const [base, tip] = [commitOf(root, ref), commitOf(root, head)];
  try {
    return git(root, ["merge-base", base, tip]).toString().trim();
  } catch (error) {
    if (!(error instanceof GitRefused)) throw error;
    throw new CannotJudge(
      isShallow(root)
        ? {
            message: `this clone is too shallow to know where ${head} left ${ref}`,
            help: "fetch more history: `git fetch --unshallow`, or `fetch-depth: 0` of actions/checkout",
          }
        : {
            message: `${head} and ${ref} have no common history`,
            help: "name the branch that the change is meant for with --since",
          },
    );
  }
}

function noSuchRef(root: string, ref: string): CannotJudge {
  if (!isRepository(root)) {
    return new CannotJudge({
      message: "this folder is not in a git repository",
      help: "leave out --since and --ref to judge all pending changesets",
    });
  }
  const [remote, ...branch] = ref.split("/");
  const fetch =
    branch.length > 0
      ? `git fetch ${remote} ${branch.join("/")}`
      : `git fetch origin ${ref}:${ref}`;
  return new CannotJudge({
    message: `there is no commit ${ref} here`,
    help: `fetch it: \`${fetch}\``,
  });
}

function isRepository(root: string): boolean {
  try {
    git(root, ["rev-parse", "--git-dir"]);
    return true;
  } catch (error) {
    if (error instanceof GitRefused) return false;
    throw error;
  }
}

/** False outside git, too. */
export function isBareRepository(cwd: string): boolean {
  try {
    return git(cwd, ["rev-parse", "--is-bare-repository"]).toString().trim() === "true";
  } catch (error) {
    if (error instanceof GitRefused) return false;
    throw error;
  }
}

const isShallow = (root: string): boolean =>
  git(root, ["rev-parse", "--is-shallow-repository"]).toString().trim() === "true";

/** The branch that is checked out; undefined on a detached HEAD and outside git. */
export function currentBranch(root: string): string | undefined {
  try {
    return git(root, ["symbolic-ref", "--short", "--quiet", "HEAD"]).toString().trim();
  } catch {
    return undefined;
  }
}

import { join, resolve } from "node:path";
import { type Facts, type Package, type Policy, closest } from "@release-policy/core";
import { CannotJudge } from "../errors.ts";
import { findRoot, isSafePath } from "../files/files.ts";
import { CommitWorkspaces } from "../git/commit-workspaces.ts";
import { type BareRepository, GitRefused, type Repository } from "../git/git.ts";
import { currentBranch, isBareRepository } from "../git/refs.ts";
import type { CheckOptions } from "./options.ts";
import { Sources } from "./source-locations.ts";

/** The facts with the branch, which only a policy with rules for branches asks for. Throws `CannotJudge` where none is known. */
export async function withBranch(
  facts: Facts,
  policy: Policy | undefined,
  repository: Repository,
  options: CheckOptions,
): Promise<Facts> {
  if (!policy || policy.branches.length === 0) return facts;
  const branch = options.branch ?? detectBranch(repository, process.env);
  if (branch !== undefined) return { ...facts, branch };
  throw new CannotJudge({
    message: "the policy has rules for branches, and no branch is checked out",
    help: "name it with --branch",
  });
}

/**
 * Does the work in the workspace around a folder, and removes the commits that it wrote out.
 * Where it throws `CannotJudge`, every place in a file gets the line that stands there.
 */
export async function inWorkspace<T>(
  options: Pick<CheckOptions, "cwd" | "ref" | "folder">,
  work: (workspace: string, scratches: CommitWorkspaces) => Promise<T>,
): Promise<T> {
  const { cwd = process.cwd(), ref } = options;
  const bare = ref === undefined ? undefined : bareRepository(cwd, options.folder);
  const workspace =
    bare?.bare ?? findRoot(options.folder === undefined ? cwd : join(cwd, options.folder));
  const scratches = new CommitWorkspaces(bare ?? workspace);
  try {
    return await work(workspace, scratches);
  } catch (thrown) {
    const error = thrown instanceof GitRefused ? unreadable : isTooDeep(thrown) ? tooDeep : thrown;
    if (!(error instanceof CannotJudge)) throw error;
    const sources = new Sources(...(ref === undefined ? [workspace] : []), ...scratches.roots);
    const shown = error.obstacles.map(({ at, ...obstacle }) =>
      at ? sources.place({ ...obstacle, at }) : obstacle,
    );
    throw new CannotJudge(...shown);
  } finally {
    scratches.dispose();
  }
}

/** A commit needs a repository, and no working tree around it. */
function bareRepository(cwd: string, folder = "."): BareRepository | undefined {
  if (!isBareRepository(resolve(cwd))) return undefined;
  if (folder !== "." && !isSafePath(folder)) {
    throw new CannotJudge({
      message: "the folder of the workspace has to lie in the repository",
      help: "name it as it stands in the repository, such as `frontend`",
    });
  }
  return { bare: resolve(cwd), prefix: folder === "." ? "" : `${folder}/` };
}

/** Without git's own words: they may quote what a stranger wrote. */
const unreadable = new CannotJudge({
  message: "git could not read this repository",
  help: "run `git fsck` in it; a clone that lacks files needs its remote",
});

/** The parsers of JSON and YAML follow lists in lists until there is no room for another. */
const isTooDeep = (error: unknown): boolean =>
  error instanceof RangeError && error.message.includes("call stack");

const tooDeep = new CannotJudge({
  message: "a file of the workspace is nested deeper than is read",
  help: "look for brackets that are never closed",
});

/**
 * The branch that a release is made from: of a pull request the one that it goes to, as the forge tells it,
 * else the one that is checked out.
 */
export function detectBranch(root: Repository, env: NodeJS.ProcessEnv): string | undefined {
  const told = [
    env["GITHUB_BASE_REF"],
    env["GITHUB_REF_TYPE"] === "branch" ? env["GITHUB_REF_NAME"] : undefined,
    env["CI_MERGE_REQUEST_TARGET_BRANCH_NAME"],
    env["CI_COMMIT_BRANCH"],
  ].find((name) => name);
  return told ?? currentBranch(root);
}

/** The package of that name. Throws `CannotJudge` with the one that was meant. */
export function packageNamed(name: string, { packages }: Facts): Package {
  const found = packages.find((candidate) => candidate.name === name);
  if (found) return found;
  const meant = closest(
    name,
    packages.map((pkg) => pkg.name),
  );
  throw new CannotJudge({
    message: `${name} is no package of this workspace`,
    help: meant ? `did you mean ${meant}?` : "release-policy tracks lists them",
  });
}

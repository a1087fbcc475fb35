import { resolve } from "node:path";
import { type Facts, type Package, type Policy, closest } from "@release-policy/core/internal";
import { CannotJudge } from "../errors.ts";
import { isSafePath } from "../files/files.ts";
import type { BareRepository, Repository } from "../git/git.ts";
import { currentBranch, isBareRepository } from "../git/refs.ts";
import type { CheckOptions } from "./options.ts";

/** The facts with the branch, which only a policy with rules for branches needs. Throws `CannotJudge` if unknown. */
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
    message: "the policy has rules for branches, but no branch is checked out",
    help: "name it with --branch",
  });
}

/** The branch of a release: the target branch of a pull request according to the forge, or the checked-out branch. */
export function detectBranch(root: Repository, env: NodeJS.ProcessEnv): string | undefined {
  const named = [
    env["GITHUB_BASE_REF"],
    env["GITHUB_REF_TYPE"] === "branch" ? env["GITHUB_REF_NAME"] : undefined,
    env["CI_MERGE_REQUEST_TARGET_BRANCH_NAME"],
    env["CI_COMMIT_BRANCH"],
  ].find((name) => name);
  return named ?? currentBranch(root);
}

/** The package of that name. Throws `CannotJudge` with the one that was meant. */
export function packageNamed(name: string, { packages }: Facts): Package {
  const found = packages.find((candidate) => candidate.name === name);
  if (found) return found;
  const suggestion = closest(
    name,
    packages.map((pkg) => pkg.name),
  );
  throw new CannotJudge({
    message: `${name} is not a package of this workspace`,
    help: suggestion ? `did you mean ${suggestion}?` : "run release-policy tracks to list them",
  });
}

/** A commit needs a repository, and no working tree around it. */
export function bareRepository(cwd: string, folder = "."): BareRepository | undefined {
  if (!isBareRepository(resolve(cwd))) return undefined;
  if (folder !== "." && !isSafePath(folder)) {
    throw new CannotJudge({
      message: "the workspace folder must be inside the repository",
      help: "name it by its path in the repository, such as `frontend`",
    });
  }
  return { bare: resolve(cwd), prefix: folder === "." ? "" : `${folder}/` };
}

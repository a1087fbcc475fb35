import type { Repository } from "./adapters/git.ts";
import { currentBranch } from "./adapters/refs.ts";

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

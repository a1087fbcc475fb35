import { asked } from "../forge/github-asked.ts";
import { pullRequestOf } from "../forge/github-words.ts";
import type { PullRequest } from "../pull-request.ts";
import type { Context } from "./context.ts";
import { octokitOf } from "./github.ts";
import type { Inputs } from "./inputs.ts";

/**
 * The open pull requests from a branch, `owner:branch`. What leads from a commit to its pull requests knows none of
 * those from forks. Throws `ForgeRefused`.
 */
export async function pullRequestsFrom(
  context: Context,
  inputs: Inputs,
  head: string,
): Promise<PullRequest[]> {
  const octokit = octokitOf(context, inputs);
  const found = await asked("list the pull requests", () =>
    octokit.paginate("GET /repos/{owner}/{repo}/pulls", {
      owner: context.owner,
      repo: context.name,
      state: "open",
      head,
      per_page: 100,
    }),
  );
  return found.map(pullRequestOf);
}

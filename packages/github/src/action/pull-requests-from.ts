import { asked } from "../forge/github.ts";
import { pullRequestOf } from "../forge/github-words.ts";
import { GithubOctokit } from "../forge/octokit.ts";
import type { PullRequest } from "../pull-request.ts";
import type { Context } from "./context.ts";
import type { Inputs } from "./inputs.ts";

/**
 * The open pull requests from a branch, `owner:branch`. What leads from a commit to its pull requests knows none of
 * those from forks. Throws `ForgeRefused`.
 */
export async function pullRequestsFrom(
  { owner, name, apiUrl }: Context,
  { token }: Inputs,
  head: string,
): Promise<PullRequest[]> {
  const octokit = new GithubOctokit({ auth: token, baseUrl: apiUrl });
  const found = await asked("list the pull requests", () =>
    octokit.paginate("GET /repos/{owner}/{repo}/pulls", {
      owner,
      repo: name,
      state: "open",
      head,
      per_page: 100,
    }),
  );
  return found.map(pullRequestOf);
}

import type { MarkdownLinks } from "release-policy";
import type { Forge } from "../forge/forge.ts";
import { pullRequestLinks } from "../forge/github-links.ts";
import { githubForge } from "../forge/github.ts";
import { GithubOctokit } from "../forge/octokit.ts";
import type { PullRequest } from "../pull-request.ts";
import type { Context } from "./context.ts";
import type { Inputs } from "./inputs.ts";

/** GitHub's API, as the job's token may use it. */
export const octokitOf = ({ apiUrl }: Context, { token }: Inputs): GithubOctokit =>
  new GithubOctokit({ auth: token, baseUrl: apiUrl });

/** The pull requests of the job's repository, and what its people may do. */
export function forgeOf(context: Context, { token, author }: Inputs): Forge {
  const { owner, name, apiUrl, second } = context;
  return githubForge({ owner, name, apiUrl, token, author, second });
}

/** Where the files of a pull request are looked at and edited. */
export const linksOf = (
  { server, owner, name }: Context,
  { folder }: Inputs,
  pullRequest: PullRequest,
): MarkdownLinks =>
  pullRequestLinks(
    {
      server,
      repository: { owner, name },
      folder,
      // Not the page of the run: it would be another one every time, and the comment with it.
      report: `${server}/${owner}/${name}/pull/${pullRequest.number}/checks`,
    },
    pullRequest,
  );

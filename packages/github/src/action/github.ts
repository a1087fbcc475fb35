import { githubForge } from "../forge/github.ts";
import { GithubOctokit } from "../forge/octokit.ts";
import type { Forge } from "../forge/forge.ts";
import type { Context } from "./context.ts";
import type { Inputs } from "./inputs.ts";

/** GitHub's API, as the job's token may use it. */
export const octokitOf = ({ apiUrl }: Context, { token }: Inputs): GithubOctokit =>
  new GithubOctokit({ auth: token, baseUrl: apiUrl });

/** The pull requests of the job's repository, and what its people may do. */
export function forgeOf({ owner, name, apiUrl }: Context, { token, author }: Inputs): Forge {
  return githubForge({ owner, name, apiUrl, token, ...(author === undefined ? {} : { author }) });
}

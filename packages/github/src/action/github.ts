import { githubForge } from "../forge/github.ts";
import { githubPeople } from "../forge/github-people.ts";
import { GithubOctokit } from "../forge/octokit.ts";
import type { Forge } from "../forge/forge.ts";
import type { Context } from "./context.ts";
import type { Inputs } from "./inputs.ts";

/** GitHub's API, as the job's token may use it. */
export const octokitOf = ({ apiUrl }: Context, { token }: Inputs): GithubOctokit =>
  new GithubOctokit({ auth: token, baseUrl: apiUrl });

/** The pull requests of the job's repository, and what its people may do. */
export function forgeOf(context: Context, inputs: Inputs): Forge {
  const { owner, name, apiUrl } = context;
  const { token, author } = inputs;
  return {
    ...githubForge({ owner, name, apiUrl, token, ...(author === undefined ? {} : { author }) }),
    ...githubPeople(octokitOf(context, inputs), { owner, name }),
  };
}

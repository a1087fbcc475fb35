import { RequestError } from "@octokit/request-error";
import type { GithubOctokit } from "./octokit.ts";

export interface User {
  readonly login: string;
  readonly type?: string | undefined;
}

/** Who `GITHUB_TOKEN` writes as. */
export const ACTIONS_BOT = "github-actions[bot]";

/**
 * The account that a token writes as. A person's token says so. One of an installation may not ask: then it is taken for
 * `GITHUB_TOKEN`, the usual one, and a forge that finds out otherwise refuses to comment.
 */
export async function writerOf(octokit: GithubOctokit, token: string): Promise<string> {
  if (token.startsWith("ghs_")) return ACTIONS_BOT;
  try {
    return (await octokit.request("GET /user")).data.login;
  } catch (error) {
    if (error instanceof RequestError && [401, 403].includes(error.status)) return ACTIONS_BOT;
    throw error;
  }
}

/** Both the name and the kind: no person can be called `…[bot]`, and no bot passes for a person. */
export const isAuthor = (user: User | null, me: string): boolean =>
  user !== null &&
  user.login.toLowerCase() === me.toLowerCase() &&
  (user.type === "Bot") === me.endsWith("[bot]");

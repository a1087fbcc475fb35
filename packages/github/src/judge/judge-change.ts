import { type GithubAccess, graphqlUrlOf } from "./children/github-answers.ts";
import { judgeInChildren, type Judge } from "./children/judge-in-children.ts";
import type { EvaluateRequest } from "./evaluate.ts";
import type { Evaluation } from "./evaluation.ts";
import { HeadMoved } from "./fetch-change.ts";
import { GitFailed, gitObstacle } from "./git-failed.ts";

/** Where the commits are, and the workspace in them. */
export interface Remote {
  readonly url: string;
  readonly authorization: string;
  readonly folder?: string;
  /** Undefined where nobody wants a preview of the changelogs. */
  readonly changelogs?: ChangelogRequest;
}

/** What a preview of changelogs needs: the places of their links, and who may be asked. */
export interface ChangelogRequest {
  readonly changelogs: NonNullable<EvaluateRequest["changelogs"]>;
  readonly github?: GithubAccess;
}

/** A preview of changelogs with the authors and links that a token of GitHub reads. */
export const changelogsOfGithub = (
  { server, apiUrl, owner, name }: Readonly<Record<"server" | "apiUrl" | "owner" | "name", string>>,
  token: string,
): ChangelogRequest => {
  const repo = `${owner}/${name}`;
  return {
    changelogs: { serverUrl: server, repo },
    github: { graphqlUrl: graphqlUrlOf(apiUrl), token, repo },
  };
};

/** What to judge: commits of the base repository, and the references that hold them. */
export interface Change {
  readonly baseRef: string;
  readonly headRef: string;
  readonly head: string;
  /** What judges instead of the tip of the base branch: an ancestor of the head. */
  readonly base?: string;
  /** Everything that is pending counts, not only what is introduced. */
  readonly all?: boolean;
}

const MOVED = {
  message: "this commit was not checked, because there is a newer one",
  help: "wait for the run of the newer commit",
};

/** Fetches and judges. That the change moved on, or cannot be fetched, is an answer too. */
export async function judgeChange(
  { folder, changelogs, ...remote }: Remote,
  { baseRef, headRef, head, base, all }: Change,
  judge: Judge = judgeInChildren,
): Promise<Evaluation> {
  const where = folder === undefined ? {} : { folder };
  try {
    return await judge(
      { ...remote, ...where, baseRef, headRef, head },
      {
        baseRef,
        ...where,
        ...changelogs,
        ...(base !== undefined && { base }),
        ...(all === true && { all }),
      },
    );
  } catch (error) {
    if (error instanceof HeadMoved) return { kind: "not-judged", obstacles: [MOVED] };
    if (error instanceof GitFailed) return { kind: "not-judged", obstacles: [gitObstacle(error)] };
    throw error;
  }
}

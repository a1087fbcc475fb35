import type { PullRequest, Repository } from "../pull-request.ts";
import type { Note } from "./forge.ts";

interface GitHubComment {
  readonly id: number | bigint;
  readonly body?: string | undefined;
  readonly user: User | null;
  readonly created_at: string;
  readonly updated_at: string;
}

/** Both the name and the kind: no person can be called `…[bot]`, and no bot passes for a person. */
export const isAuthor = (user: User | null, me: string): boolean =>
  user !== null &&
  user.login.toLowerCase() === me.toLowerCase() &&
  (user.type === "Bot") === me.endsWith("[bot]");

/** A comment in our words; `me` is the account that writes here. */
export const githubNoteOf = (
  { id, body, user, created_at, updated_at }: GitHubComment,
  me: string,
): Note => ({
  id: Number(id),
  body: body ?? "",
  own: isAuthor(user, me),
  author: user?.login ?? "ghost",
  createdAt: created_at,
  updatedAt: updated_at,
});

interface GitHubPull {
  readonly number: number;
  readonly title?: string | undefined;
  readonly state: string;
  readonly locked: boolean;
  readonly draft?: boolean | undefined;
  readonly user: { readonly login: string } | null;
  readonly labels: readonly { readonly name: string }[];
  readonly head: GitHubSide;
  readonly base: GitHubSide;
}

interface GitHubSide {
  readonly ref: string;
  readonly sha: string;
  readonly repo: GitHubRepository | null;
}

interface GitHubRepository {
  readonly id: number | bigint;
  readonly name: string;
  readonly owner: { readonly login: string };
  readonly default_branch?: string | undefined;
}

/** A pull request in our words, from the API or from a webhook. */
export function githubPullRequestOf(pull: GitHubPull): PullRequest {
  const { number, head, base } = pull;
  if (!base.repo) throw new TypeError("A pull request without a repository");
  return {
    number,
    base: { ref: base.ref, commit: base.sha, repository: githubRepositoryOf(base.repo) },
    head: {
      ref: head.ref,
      commit: head.sha,
      ...(head.repo && { repository: githubRepositoryOf(head.repo) }),
    },
    title: pull.title ?? "",
    author: pull.user?.login ?? "ghost",
    open: pull.state === "open",
    draft: Boolean(pull.draft),
    locked: pull.locked,
    labels: pull.labels.map(({ name }) => name),
  };
}

const githubRepositoryOf = ({
  id,
  name,
  owner,
  default_branch: defaultBranch,
}: GitHubRepository): Repository => ({
  id: Number(id),
  owner: owner.login,
  name,
  ...(defaultBranch !== undefined && { defaultBranch }),
});

interface User {
  readonly login: string;
  readonly type?: string | undefined;
}

import type { PullRequest, Repository } from "../pull-request.ts";
import type { Note } from "./forge.ts";
import { isAuthor, type User } from "./github-writer.ts";

interface GitHubComment {
  readonly id: number | bigint;
  readonly body?: string | undefined;
  readonly user: User | null;
  readonly created_at: string;
  readonly updated_at: string;
}

/** A comment in our words; `me` is the account that writes here. */
export const noteOf = (
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
}

/** A pull request in our words, from the API or from a webhook. */
export function pullRequestOf(pull: GitHubPull): PullRequest {
  const { number, head, base } = pull;
  if (!base.repo) throw new TypeError("A pull request without a repository");
  return {
    number,
    base: { ref: base.ref, commit: base.sha, repository: repositoryOf(base.repo) },
    head: {
      ref: head.ref,
      commit: head.sha,
      ...(head.repo && { repository: repositoryOf(head.repo) }),
    },
    title: pull.title ?? "",
    author: pull.user?.login ?? "ghost",
    open: pull.state === "open",
    draft: pull.draft ?? false,
    locked: pull.locked,
    labels: pull.labels.map(({ name }) => name),
  };
}

const repositoryOf = ({ id, name, owner }: GitHubRepository): Repository => ({
  id: Number(id),
  owner: owner.login,
  name,
});

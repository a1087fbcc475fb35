import type { PullRequest, Repository } from "../pull-request.ts";
import type { Note, State } from "./forge.ts";

/** GitLab's words for a status. */
export const STATES: Readonly<Record<State, string>> = {
  success: "success",
  failure: "failed",
  error: "failed",
  pending: "pending",
};

/** A merge request as GitLab's API tells it. */
export interface MergeRequest {
  readonly iid: number;
  readonly title: string;
  readonly state: string;
  readonly draft: boolean;
  readonly discussion_locked: boolean | null;
  readonly labels: readonly string[];
  readonly author: { readonly username: string };
  readonly source_branch: string;
  readonly target_branch: string;
  readonly source_project_id: number | null;
  readonly target_project_id: number;
  readonly sha: string;
  readonly diff_refs: { readonly start_sha: string } | null;
  readonly references: { readonly full: string };
}

export interface GitlabNote {
  readonly id: number;
  readonly body: string;
  readonly system: boolean;
  readonly author: { readonly id: number; readonly username: string };
  readonly created_at: string;
  readonly updated_at: string;
}

/** A note in our words; `me` is the number of the account that writes here. */
export const noteOf = (
  { id, body, author, created_at, updated_at }: GitlabNote,
  me: number,
): Note => ({
  id,
  body,
  own: author.id === me,
  author: author.username,
  createdAt: created_at,
  updatedAt: updated_at,
});

/** A merge request in our words. */
export const pullRequestOf = (
  merge: MergeRequest,
  target: Repository,
  source?: Repository,
): PullRequest => ({
  number: merge.iid,
  base: {
    ref: merge.target_branch,
    commit: merge.diff_refs?.start_sha ?? "",
    repository: target,
  },
  head: { ref: merge.source_branch, commit: merge.sha, ...(source && { repository: source }) },
  title: merge.title,
  author: merge.author.username,
  open: merge.state === "opened",
  draft: merge.draft,
  locked: merge.discussion_locked ?? false,
  labels: merge.labels,
});

/** A group may lie in a group: the owner is all but the last part. */
export function pathOf(path: string): { readonly owner: string; readonly name: string } {
  const cut = path.lastIndexOf("/");
  return { owner: path.slice(0, Math.max(cut, 0)), name: path.slice(cut + 1) };
}

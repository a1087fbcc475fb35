import type { PullRequest, Repository } from "../pull-request.ts";
import type { Forge, Note, State } from "./forge.ts";
import { ask, askIfThere, type Http } from "./http.ts";

interface GitlabOptions {
  /** `https://gitlab.com/api/v4`: `CI_API_V4_URL`. */
  readonly apiUrl: string;
  /** The number or the path of the project. */
  readonly project: number | string;
  /** A project access token with the scope `api`. A job's own token cannot write notes. */
  readonly token: string;
  /** `CI_DEFAULT_BRANCH`: a merge request does not say it. */
  readonly defaultBranch?: string;
  readonly second?: number;
}

const MOST_BYTES = 1_000_000;

/** The merge requests of one project on GitLab. */
export function gitlabForge({
  apiUrl,
  project,
  token,
  defaultBranch,
  second,
}: GitlabOptions): Forge {
  const http: Http = {
    forge: "GitLab",
    apiUrl: apiUrl.replace(/\/+$/, ""),
    headers: { "private-token": token },
    second,
  };
  const base = `/projects/${encodeURIComponent(project)}`;
  const notes = (number: number) => `${base}/merge_requests/${number}/notes`;
  let writer: Promise<number> | undefined;
  const me = () =>
    (writer ??= ask(http, "identify the token", { path: "/user" }).then(
      ({ body }) => (body as { readonly id: number }).id,
    ));

  return {
    mostBytes: MOST_BYTES,

    async pullRequest(number) {
      const { body } = await ask(http, "show the merge request", {
        path: `${base}/merge_requests/${number}`,
      });
      const merge = body as MergeRequest;
      const target = {
        id: merge.target_project_id,
        ...projectPathOf(merge.references.full.replace(/!\d+$/, "")),
        ...(defaultBranch !== undefined && { defaultBranch }),
      };
      return gitlabPullRequestOf(merge, target, await sourceProjectOf(http, merge, target));
    },

    async *notes(number): AsyncIterable<Note> {
      const id = await me();
      for (let page = "1"; page !== "";) {
        const path = `${notes(number)}?sort=asc&order_by=created_at&per_page=100&page=${page}`;
        const { body, headers } = await ask(http, "list the notes", { path });
        for (const note of body as readonly GitlabNote[])
          if (!note.system) yield gitlabNoteOf(note, id);
        page = headers.get("x-next-page") ?? "";
      }
    },

    async create(number, text) {
      const id = await me();
      const { body } = await ask(http, "create the note", {
        method: "POST",
        path: notes(number),
        body: { body: text },
      });
      return gitlabNoteOf(body as GitlabNote, id);
    },

    async update(number, id, text) {
      const author = await me();
      const request = {
        method: "PUT",
        path: `${notes(number)}/${id}`,
        body: { body: text },
      } as const;
      const answer = await askIfThere(http, "edit the note", request);
      return answer && gitlabNoteOf(answer.body as GitlabNote, author);
    },

    async remove(number, id) {
      await askIfThere(http, "delete the note", {
        method: "DELETE",
        path: `${notes(number)}/${id}`,
      });
    },

    async setStatus(commit, { name = "release-policy", state, description, url }) {
      await ask(http, "set the status", {
        method: "POST",
        path: `${base}/statuses/${commit}`,
        body: {
          name,
          state: STATES[state],
          description,
          ...(url !== undefined && { target_url: url }),
        },
      });
    },
  };
}

/** Undefined where the fork is gone, or this token may not see it. */
async function sourceProjectOf(
  http: Http,
  { source_project_id: id }: MergeRequest,
  target: Repository,
): Promise<Repository | undefined> {
  if (id === target.id) return target;
  if (id === null) return undefined;
  const answer = await askIfThere(http, "show the fork", { path: `/projects/${id}` });
  const fork = answer?.body as { readonly path_with_namespace: string } | undefined;
  return fork && { id, ...projectPathOf(fork.path_with_namespace) };
}

/** GitLab's words for a status. */
const STATES: Readonly<Record<State, string>> = {
  success: "success",
  failure: "failed",
  error: "failed",
  pending: "pending",
};

/** A merge request as returned by GitLab's API. */
interface MergeRequest {
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

interface GitlabNote {
  readonly id: number;
  readonly body: string;
  readonly system: boolean;
  readonly author: { readonly id: number; readonly username: string };
  readonly created_at: string;
  readonly updated_at: string;
}

/** A note in our words; `me` is the number of the account that writes here. */
const gitlabNoteOf = (
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
const gitlabPullRequestOf = (
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
  locked: Boolean(merge.discussion_locked),
  labels: merge.labels,
});

/** A group may lie in a group: the owner is all but the last part. */
function projectPathOf(path: string): { readonly owner: string; readonly name: string } {
  const cut = path.lastIndexOf("/");
  return { owner: path.slice(0, Math.max(cut, 0)), name: path.slice(cut + 1) };
}

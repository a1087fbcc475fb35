import type { Repository } from "../pull-request.ts";
import type { Forge, Note } from "./forge.ts";
import {
  noteOf,
  pathOf,
  pullRequestOf,
  STATES,
  type GitlabNote,
  type MergeRequest,
} from "./gitlab-words.ts";
import { ask, askIfThere, type Http } from "./http.ts";

export interface GitlabOptions {
  /** `https://gitlab.com/api/v4`: `CI_API_V4_URL`. */
  readonly apiUrl: string;
  /** The number or the path of the project. */
  readonly project: number | string;
  /** A project access token with the scope `api`. A job's own token cannot write notes. */
  readonly token: string;
  readonly second?: number;
}

const MOST_BYTES = 1_000_000;

/** The merge requests of one project on GitLab. */
export function gitlabForge({ apiUrl, project, token, second }: GitlabOptions): Forge {
  const http: Http = {
    forge: "GitLab",
    apiUrl: apiUrl.replace(/\/+$/, ""),
    headers: { "private-token": token },
    ...(second !== undefined && { second }),
  };
  const base = `/projects/${encodeURIComponent(project)}`;
  const notes = (number: number) => `${base}/merge_requests/${number}/notes`;
  let writer: Promise<number> | undefined;
  const me = () =>
    (writer ??= ask(http, "say whose the token is", { path: "/user" }).then(
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
        ...pathOf(merge.references.full.replace(/!\d+$/, "")),
      };
      return pullRequestOf(merge, target, await sourceOf(http, merge, target));
    },

    async *notes(number): AsyncIterable<Note> {
      const id = await me();
      for (let page = "1"; page !== "";) {
        const path = `${notes(number)}?sort=asc&order_by=created_at&per_page=100&page=${page}`;
        const { body, headers } = await ask(http, "list the notes", { path });
        for (const note of body as readonly GitlabNote[]) if (!note.system) yield noteOf(note, id);
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
      return noteOf(body as GitlabNote, id);
    },

    async update(number, id, text) {
      const author = await me();
      const request = {
        method: "PUT",
        path: `${notes(number)}/${id}`,
        body: { body: text },
      } as const;
      const answer = await askIfThere(http, "edit the note", request);
      return answer && noteOf(answer.body as GitlabNote, author);
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
async function sourceOf(
  http: Http,
  { source_project_id: id }: MergeRequest,
  target: Repository,
): Promise<Repository | undefined> {
  if (id === target.id) return target;
  if (id === null) return undefined;
  const answer = await askIfThere(http, "show the fork", { path: `/projects/${id}` });
  const fork = answer?.body as { readonly path_with_namespace: string } | undefined;
  return fork && { id, ...pathOf(fork.path_with_namespace) };
}

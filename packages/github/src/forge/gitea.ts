import { ForgeRefused, type Forge, type Note } from "./forge.ts";
import { githubPullRequestOf } from "./github-mapping.ts";
import { ask, askIfThere, type Http } from "./http.ts";

export interface GiteaOptions {
  /** `https://codeberg.org/api/v1`: `GITHUB_API_URL` of a job on Gitea or Forgejo. */
  readonly apiUrl: string;
  readonly owner: string;
  readonly name: string;
  readonly token: string;
  /** The account that the token writes as. Default: read from the forge, which a job's token may not do. */
  readonly author?: string;
  readonly second?: number;
}

const MOST_BYTES = 65_536;

/** The pull requests of one repository on Gitea or Forgejo, whose API is much like GitHub's. */
export function giteaForge({ apiUrl, owner, name, token, author, second }: GiteaOptions): Forge {
  const http: Http = {
    forge: "Gitea",
    apiUrl: apiUrl.replace(/\/+$/, ""),
    headers: { authorization: `token ${token}` },
    second,
  };
  const base = `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(name)}`;
  let writer: Promise<string> | undefined;
  const me = () => (writer ??= author === undefined ? giteaLoginOf(http) : Promise.resolve(author));

  return {
    mostBytes: MOST_BYTES,

    async pullRequest(number) {
      const { body } = await ask(http, "show the pull request", {
        path: `${base}/pulls/${number}`,
      });
      const pull = body as Parameters<typeof githubPullRequestOf>[0] & {
        readonly is_locked?: boolean;
      };
      return githubPullRequestOf({
        ...pull,
        labels: pull.labels ?? [],
        locked: Boolean(pull.is_locked),
      });
    },

    async *notes(number): AsyncIterable<Note> {
      const login = await me();
      // Some versions return everything on any page: only a link shows that there is more.
      for (let page = 1, more = true; more; page += 1) {
        const path = `${base}/issues/${number}/comments?limit=50&page=${page}`;
        const { body, headers } = await ask(http, "list the comments", { path });
        for (const comment of body as readonly GiteaComment[]) yield giteaNoteOf(comment, login);
        more = /\brel="next"/.test(headers.get("link") ?? "");
      }
    },

    async create(number, text) {
      const login = await me();
      const path = `${base}/issues/${number}/comments`;
      const { body } = await ask(http, "create the comment", {
        method: "POST",
        path,
        body: { body: text },
      });
      const note = giteaNoteOf(body as GiteaComment, login);
      if (note.own) return note;
      // The next run would not find it, and write another.
      await this.remove(number, note.id);
      throw new ForgeRefused("refused", `The token does not belong to ${login}. Set its account`);
    },

    async update(_number, id, text) {
      const login = await me();
      const path = `${base}/issues/comments/${id}`;
      const request = { method: "PATCH", path, body: { body: text } } as const;
      const answer = await askIfThere(http, "edit the comment", request);
      return answer && giteaNoteOf(answer.body as GiteaComment, login);
    },

    async remove(_number, id) {
      const path = `${base}/issues/comments/${id}`;
      await askIfThere(http, "delete the comment", { method: "DELETE", path });
    },

    async setStatus(commit, { name: context = "release-policy", state, description, url }) {
      await ask(http, "set the status", {
        method: "POST",
        path: `${base}/statuses/${commit}`,
        body: { context, state, description, ...(url !== undefined && { target_url: url }) },
      });
    },
  };
}

async function giteaLoginOf(http: Http): Promise<string> {
  const { body } = await ask(http, "identify the token", { path: "/user" });
  return (body as { readonly login: string }).login;
}

interface GiteaComment {
  readonly id: number;
  readonly body: string;
  readonly user: { readonly login: string } | null;
  readonly created_at: string;
  readonly updated_at: string;
}

const giteaNoteOf = (
  { id, body, user, created_at, updated_at }: GiteaComment,
  me: string,
): Note => ({
  id,
  body,
  own: user?.login.toLowerCase() === me.toLowerCase(),
  author: user?.login ?? "ghost",
  createdAt: created_at,
  updatedAt: updated_at,
});

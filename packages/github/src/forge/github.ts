import type { PullRequest } from "../pull-request.ts";
import { ForgeRefused, type Forge, type Note } from "./forge.ts";
import { githubNoteOf, githubPullRequestOf, isAuthor } from "./github-mapping.ts";
import { githubPeople, writerOf } from "./github-people.ts";
import { githubStatuses } from "./github-statuses.ts";
import { askGithub, githubOctokit, type GithubOctokit } from "./octokit.ts";
import { undefinedIfGone } from "./refusal.ts";

export { GithubOctokit } from "./octokit.ts";

export interface GithubOptions {
  readonly owner: string;
  readonly name: string;
  /** Of whatever kind; or a client that is signed in already, for which the author has to be named. */
  readonly token?: string;
  readonly octokit?: GithubOctokit;
  /** `https://api.github.com`, or what a GitHub Enterprise Server has: `https://github.acme.dev/api/v3`. */
  readonly apiUrl?: string;
  /** The account that the token writes as: `github-actions[bot]`, `<slug of an app>[bot]`, a login. Default: see `writerOf`. */
  readonly author?: string | undefined;
  /** Milliseconds that a second of patience takes. Default: 1000. */
  readonly second?: number | undefined;
}

/** GitHub says 65,536 characters; no text has fewer bytes than characters. */
const MOST_BYTES = 65_536;

/** The pull requests of one repository on GitHub, or on a GitHub Enterprise Server. */
export function githubForge({
  owner,
  name,
  token = "",
  octokit: given,
  apiUrl,
  author,
  second,
}: GithubOptions): Forge {
  const octokit = given ?? githubOctokit({ token, apiUrl, second });
  const at = { owner, repo: name };
  let writer: Promise<string> | undefined;
  const me = () =>
    (writer ??=
      author === undefined
        ? askGithub("identify the token", () => writerOf(octokit, token))
        : Promise.resolve(author));

  return {
    mostBytes: MOST_BYTES,
    second,

    async pullRequest(number): Promise<PullRequest> {
      const { data } = await askGithub("show the pull request", () =>
        octokit.request("GET /repos/{owner}/{repo}/pulls/{pull_number}", {
          ...at,
          pull_number: number,
        }),
      );
      return githubPullRequestOf(data);
    },

    async *notes(number): AsyncIterable<Note> {
      const login = await me();
      const listed = octokit.paginate.iterator(
        "GET /repos/{owner}/{repo}/issues/{issue_number}/comments",
        {
          ...at,
          issue_number: number,
          per_page: 100,
        },
      );
      const pages = listed[Symbol.asyncIterator]();
      for (;;) {
        const page = await askGithub("list the comments", () => pages.next());
        if (page.done) return;
        for (const comment of page.value.data) yield githubNoteOf(comment, login);
      }
    },

    async create(number, body): Promise<Note> {
      const login = await me();
      const { data } = await askGithub("create the comment", () =>
        octokit.request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
          ...at,
          issue_number: number,
          body,
          request: ONCE,
        }),
      );
      if (!isAuthor(data.user, login)) {
        // The next run would not find it, and write another.
        await this.remove(number, Number(data.id));
        throw new ForgeRefused(
          "refused",
          `The token does not belong to ${login}. Set its account, such as <slug of the app>[bot]`,
        );
      }
      return githubNoteOf(data, login);
    },

    async update(_number, id, body): Promise<Note | undefined> {
      const login = await me();
      const answer = await undefinedIfGone(() =>
        askGithub("edit the comment", () =>
          octokit.request("PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", {
            ...at,
            comment_id: id,
            body,
            request: ONCE,
          }),
        ),
      );
      return answer && githubNoteOf(answer.data, login);
    },

    async remove(_number, id): Promise<void> {
      await undefinedIfGone(() =>
        askGithub("delete the comment", () =>
          octokit.request("DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}", {
            ...at,
            comment_id: id,
          }),
        ),
      );
    },

    ownStatuses: (commit) => githubStatuses(octokit, at, commit, me),

    async *openPullRequests(): AsyncIterable<PullRequest> {
      const listed = octokit.paginate.iterator("GET /repos/{owner}/{repo}/pulls", {
        ...at,
        state: "open",
        per_page: 100,
      });
      const pages = listed[Symbol.asyncIterator]();
      for (;;) {
        const page = await askGithub("list the pull requests", () => pages.next());
        if (page.done) return;
        yield* page.value.data.map(githubPullRequestOf);
      }
    },

    async setStatus(
      commit,
      { name: context = "release-policy", state, description, url },
    ): Promise<void> {
      await askGithub("set the status", () =>
        octokit.request("POST /repos/{owner}/{repo}/statuses/{sha}", {
          ...at,
          sha: commit,
          context,
          state,
          description,
          ...(url !== undefined && { target_url: url }),
        }),
      );
    },

    ...githubPeople(octokit, { owner, name }),
  };
}

/** A blind retry could replace a newer text: the caller reads again before. */
const ONCE = { retries: 0 };

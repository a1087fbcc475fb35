import { App } from "@octokit/app";
import { githubPullRequestOf } from "../forge/github-mapping.ts";
import { githubStatuses } from "../forge/github-statuses.ts";
import { GithubOctokit, patienceOf, SILENT } from "../forge/octokit.ts";
import { gitAuthorization } from "../judge/git.ts";
import { statusName } from "../post/status-name.ts";
import type { Place } from "../webhook/events.ts";
import type { GitHubAnswer } from "./metrics.ts";
import type { Settings } from "./settings.ts";

/** An open pull request, as returned in a list. */
export interface ListedPullRequest {
  readonly number: number;
  readonly head: string;
  /** The name of its status. */
  readonly status: string;
  readonly updatedAt: Date;
}

const PAGE = 100;
/** Below it a sweep leaves an installation its requests: webhooks need them more. */
const FEWEST_LEFT = 1000;

/** GitHub as an App sees it: one identity, many installations, a token for each that lives an hour. */
export class GitHubApp {
  readonly #appFor: (id: string) => App<{ Octokit: typeof GithubOctokit }>;
  readonly #app: App<{ Octokit: typeof GithubOctokit }>;
  readonly #clients = new Map<number, Promise<GithubOctokit>>();
  #author: Promise<string> | undefined;

  /**
   * `answered` is called for every response of GitHub, including retried ones; a second of patience takes `second`
   * milliseconds.
   */
  constructor(
    { appId, privateKey, apiUrl }: Settings,
    answered: (answer: GitHubAnswer) => void = () => {},
    second?: number,
  ) {
    // GitHub's limits are those of an installation, and so are the waits for them.
    this.#appFor = (id) =>
      new App({
        appId,
        privateKey,
        log: SILENT,
        Octokit: GithubOctokit.defaults({
          baseUrl: apiUrl,
          ...patienceOf(id, second),
          request: { fetch: countedFetch(id, answered) },
        }),
      });
    this.#app = this.#appFor("app");
  }

  /** The account that the App writes as. */
  author(): Promise<string> {
    this.#author ??= this.#app.octokit.request("GET /app").then(({ data }) => `${data!.slug}[bot]`);
    this.#author.catch(() => (this.#author = undefined));
    return this.#author;
  }

  client(installation: number): Promise<GithubOctokit> {
    const known = this.#clients.get(installation);
    if (known) return known;
    const client = this.#appFor(String(installation)).getInstallationOctokit(installation);
    this.#clients.set(installation, client);
    client.catch(() => this.#clients.delete(installation));
    return client;
  }

  /** For git: a token that can do nothing but read this one repository. */
  async authorization(place: Place): Promise<string> {
    return gitAuthorization(await this.#readToken(place, { contents: "read" }));
  }

  /** For the preview of changelogs: a token that can do nothing but read this one repository and its pull requests. */
  async changelogToken(place: Place): Promise<string> {
    return await this.#readToken(place, { contents: "read", pull_requests: "read" });
  }

  async #readToken(
    { installation, name }: Place,
    permissions: Readonly<Record<string, "read">>,
  ): Promise<string> {
    const client = await this.client(installation);
    const { token } = (await client.auth({
      type: "installation",
      repositoryNames: [name],
      permissions,
    })) as { readonly token: string };
    return token;
  }

  /** Every installation that may be worked for. */
  async *installations(): AsyncIterable<number> {
    for (let page = 1; ; page += 1) {
      const { data } = await this.#app.octokit.request("GET /app/installations", {
        per_page: PAGE,
        page,
      });
      for (const { id, suspended_at } of data) if (!suspended_at) yield id;
      if (data.length < PAGE) return;
    }
  }

  /** The repositories of an installation. Throws where the GitHub rate limit is nearly exhausted to it. */
  async *repositories(installation: number): AsyncIterable<Place> {
    const client = await this.client(installation);
    for (let page = 1; ; page += 1) {
      const { data, headers } = await client.request("GET /installation/repositories", {
        per_page: PAGE,
        page,
      });
      for (const { owner, name, archived } of data.repositories) {
        if (!archived) yield { installation, owner: owner.login, name };
      }
      if (data.repositories.length < PAGE) return;
      refuseWhenFewLeft(headers);
    }
  }

  /** Open pull requests, last updated first, back to `since`; into one branch if given. Throws as above. */
  async *openPullRequests(
    { installation, owner, name: repo }: Place,
    { since, base, most }: { since?: Date; base?: string; most: number },
  ): AsyncIterable<ListedPullRequest> {
    const client = await this.client(installation);
    let count = 0;
    for (let page = 1; ; page += 1) {
      const { data, headers } = await client.request("GET /repos/{owner}/{repo}/pulls", {
        owner,
        repo,
        state: "open",
        sort: "updated",
        direction: "desc",
        ...(base === undefined ? {} : { base }),
        per_page: PAGE,
        page,
      });
      refuseWhenFewLeft(headers);
      for (const pull of data) {
        const updatedAt = new Date(pull.updated_at);
        if ((since && updatedAt < since) || ++count > most) return;
        const status = statusName(githubPullRequestOf(pull).base);
        yield { number: pull.number, head: pull.head.sha, status, updatedAt };
      }
      if (data.length < PAGE) return;
    }
  }

  /** When this App last set a status on a commit to a verdict, if it ever did. */
  async judgedAt(
    { installation, owner, name: repo }: Place,
    { head, status }: Pick<ListedPullRequest, "head" | "status">,
  ): Promise<Date | undefined> {
    const client = await this.client(installation);
    const own = githubStatuses(client, { owner, repo }, head, () => this.author());
    for await (const { name, state, at } of own)
      if (name === status) return state === "pending" ? undefined : new Date(at);
    return undefined;
  }
}

/** So the GitHub rate limit is nearly exhausted to an installation that its webhooks need them. */
export class FewRequestsLeft extends Error {
  constructor() {
    super("the GitHub rate limit is nearly exhausted");
    this.name = "FewRequestsLeft";
  }
}

function refuseWhenFewLeft(headers: {
  readonly "x-ratelimit-remaining"?: string | undefined;
}): void {
  if (Number(headers["x-ratelimit-remaining"] ?? FEWEST_LEFT) < FEWEST_LEFT)
    throw new FewRequestsLeft();
}

const countedFetch =
  (installation: string, answered: (answer: GitHubAnswer) => void): typeof fetch =>
  async (...request) => {
    const response = await fetch(...request).catch((error: unknown) => {
      answered({ installation, status: 0 });
      throw error;
    });
    const remaining = Number(response.headers.get("x-ratelimit-remaining") ?? Number.NaN);
    answered({
      installation,
      status: response.status,
      ...(Number.isFinite(remaining) ? { remaining } : {}),
    });
    return response;
  };

import { App } from "@octokit/app";
import { Octokit } from "@octokit/core";
import { createEmulator } from "emulate";
import { onTestFinished } from "vitest";
import { privateKey as appKey } from "./app/keys.ts";
import { startFaultProxy, type FaultProxy } from "./fault-proxy.ts";
import { GitHubGaps, type StatusRow } from "./github-gaps.ts";
import type { Origin } from "./origin.ts";

export const OWNER = "acme";
export const NAME = "mono";
export const REPOSITORY = `/repos/${OWNER}/${NAME}`;

/** `acme` owns, `writer` may push, `triager` may label, `contrib` has a fork, `stranger` has nothing. */
export const PEOPLE = ["acme", "writer", "triager", "contrib", "stranger"] as const;
export type Person = (typeof PEOPLE)[number];

const WRITE = {
  contents: "read",
  metadata: "read",
  pull_requests: "write",
  issues: "write",
  statuses: "write",
};
const READ = { contents: "read", metadata: "read", pull_requests: "read", issues: "read" };

/** The slug is in the name of the account: `github-actions[bot]` is who `GITHUB_TOKEN` writes as. */
export const APPS = {
  "github-actions": { id: 77, installation: 7001, permissions: WRITE },
  "acme-policy": { id: 78, installation: 7002, permissions: WRITE },
  reader: { id: 79, installation: 7003, permissions: READ },
} as const;
export type Slug = keyof typeof APPS;

export interface Comment {
  readonly id: number;
  readonly body: string;
  readonly user: { readonly login: string; readonly type: string };
  readonly created_at: string;
  readonly updated_at: string;
}

/** A GitHub on loopback with the repository `acme/mono`, stopped when the test ends. */
export interface GitHub {
  /** For `GITHUB_API_URL`. Everything passes the proxy. */
  readonly apiUrl: string;
  readonly proxy: FaultProxy;
  /** The app's secrets, as GitHub gives them to its owner. */
  app(slug: Slug): {
    readonly appId: number;
    readonly privateKey: string;
    readonly installation: number;
  };
  /** A person's token. */
  token(person: Person): string;
  /** An installation token, such as `GITHUB_TOKEN` is one of `github-actions`. */
  appToken(slug: Slug): Promise<string>;
  /** Requests as somebody: `as("acme").request("GET …")`. Neither retried nor slowed down. */
  as(token: Person | (string & {})): Octokit;
  /** Opens a pull request; answers its number. `contrib:fix` is a branch of the fork. Its head follows the origin's. */
  open(
    head: string,
    options?: { readonly base?: string; readonly title?: string; readonly draft?: boolean },
  ): Promise<number>;
  comments(number: number): Promise<readonly Comment[]>;
  /** Newest first. */
  statuses(commit: string): readonly StatusRow[];
}

export interface GitHubOptions {
  /** Heads and bases of pull requests are those of this repository. */
  readonly origin?: Origin;
  /** Where `acme-policy` wants its webhooks. The emulator sends them itself, signed. */
  readonly webhook?: { readonly url: string; readonly secret: string };
}

export async function startGitHub({ origin, webhook }: GitHubOptions = {}): Promise<GitHub> {
  const gaps = new GitHubGaps(OWNER, () => origin);
  let behind = "";
  const proxy = await startFaultProxy(
    () => behind,
    (call, pass) => gaps.answer(call, pass),
  );
  const emulator = await createEmulator({
    service: "github",
    port: 0,
    seed: {
      tokens: Object.fromEntries(
        PEOPLE.map((login) => [tokenOf(login), { login, scopes: ["repo"] }]),
      ),
      github: {
        users: PEOPLE.map((login) => ({ login, name: login })),
        repos: [{ owner: OWNER, name: NAME, auto_init: true }],
        apps: Object.entries(APPS).map(([slug, { id, installation, permissions }]) => ({
          app_id: id,
          slug,
          name: slug,
          permissions,
          private_key: appKey,
          ...(slug === "acme-policy" &&
            webhook && {
              webhook_url: webhook.url,
              webhook_secret: webhook.secret,
              events: ["pull_request", "issue_comment"],
            }),
          installations: [
            {
              installation_id: installation,
              account: OWNER,
              repository_selection: "all",
              permissions,
            },
          ],
        })),
      },
    },
  });
  behind = emulator.url;
  onTestFinished(async () => {
    await proxy.close();
    await emulator.close();
  });
  for (const login of PEOPLE) gaps.callers.set(tokenOf(login), { login });
  for (const [slug, { installation, permissions }] of Object.entries(APPS))
    gaps.installations.set(String(installation), { login: `${slug}[bot]`, permissions });

  const as = (token: string) =>
    new Octokit({
      auth: isPerson(token) ? tokenOf(token) : token,
      baseUrl: proxy.url,
      log: SILENT,
    });
  const app = (slug: Slug) => ({
    appId: APPS[slug].id,
    installation: APPS[slug].installation,
    privateKey: appKey,
  });
  await as("acme").request(`PUT ${REPOSITORY}/collaborators/writer`, { permission: "push" });
  await as("acme").request(`PUT ${REPOSITORY}/collaborators/triager`, { permission: "triage" });
  await as("contrib").request(`POST ${REPOSITORY}/forks`, { name: NAME });

  return {
    apiUrl: proxy.url,
    proxy,
    app,
    as,
    token: tokenOf,
    async appToken(slug) {
      const { appId, privateKey, installation } = app(slug);
      const apps = new App({
        appId,
        privateKey,
        Octokit: Octokit.defaults({ baseUrl: proxy.url, log: SILENT }),
      });
      const octokit = await apps.getInstallationOctokit(installation);
      const { token } = (await octokit.auth({ type: "installation" })) as {
        readonly token: string;
      };
      return token;
    },
    async open(head, { base = "main", title = "A change", draft = false } = {}) {
      const author = head.includes(":") ? "contrib" : OWNER;
      if (author === "contrib")
        await branch(as("contrib"), `/repos/contrib/${NAME}`, head.split(":")[1] ?? "");
      await branch(as(OWNER), REPOSITORY, base);
      const { data } = await as(author).request(`POST ${REPOSITORY}/pulls`, {
        head,
        base,
        title,
        draft,
      });
      const { number } = data as { readonly number: number };
      if (origin?.commit(head)) origin.open(number, head);
      return number;
    },
    async comments(number) {
      const all: Comment[] = [];
      for (let page = 1; ; page += 1) {
        const query = `?per_page=100&page=${page}`;
        const { data } = await as(OWNER).request(
          `GET ${REPOSITORY}/issues/${number}/comments${query}`,
        );
        all.push(...(data as readonly Comment[]));
        if ((data as readonly Comment[]).length < 100) return all;
      }
    },
    statuses: (commit) => gaps.statuses.get(commit) ?? [],
  };
}

const tokenOf = (person: Person): string => `token-of-${person}`;
const isPerson = (token: string): token is Person => (PEOPLE as readonly string[]).includes(token);
const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

/** The branch, at the tip of main, where it is not there. */
async function branch(octokit: Octokit, repository: string, name: string): Promise<void> {
  if (name === "main") return;
  const { data } = await octokit.request(`GET ${repository}/git/ref/heads/main`);
  const { sha } = (data as { readonly object: { readonly sha: string } }).object;
  await octokit
    .request(`POST ${repository}/git/refs`, { ref: `refs/heads/${name}`, sha })
    .catch((error: unknown) => {
      if (!(error instanceof Error && "status" in error && error.status === 422)) throw error;
    });
}

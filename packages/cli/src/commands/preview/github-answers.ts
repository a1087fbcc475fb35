import type { AskGithub, GithubCommit, GithubFacts, GithubPull } from "./github-facts.ts";

/** Where no server is: what `@changesets/get-github-info` sends there is answered here. */
const ADDRESS = "https://github.invalid/graphql";

/** Stands for a link that cannot be known. A reader sees it, and it leads nowhere. */
export const MISSING = "missing";
const NOBODY = { login: "?", url: MISSING };
const UNKNOWN_COMMIT: GithubCommit = {
  commitUrl: MISSING,
  associatedPullRequests: {
    nodes: [{ number: "?", url: MISSING, mergedAt: null, author: NOBODY }],
  },
  author: null,
};
const UNKNOWN_PULL: GithubPull = {
  url: MISSING,
  author: NOBODY,
  mergeCommit: { commitUrl: MISSING, abbreviatedOid: "unknown" },
};

export interface GithubSettings {
  readonly ask: AskGithub;
  /** `https://github.com`, for links to issues. Default: of the environment. */
  readonly serverUrl?: string;
  /** The repository where the configuration names none. Default: of the environment. */
  readonly repo?: string;
  /** For a pull request whose author no longer exists, the generator thanks the committer; up to 0.7, no one. */
  readonly thanksCommitter?: boolean;
}

/**
 * Runs `@changesets/changelog-github` with answers of ours in place of its requests: it asks with the global `fetch`, and
 * takes its settings from the environment, which both are as before afterwards. One at a time.
 */
export async function withGithubAnswers<T>(
  settings: GithubSettings,
  work: () => Promise<T>,
): Promise<T> {
  const before = last;
  let done: (() => void) | undefined;
  last = new Promise<void>((resolve) => (done = resolve));
  await before;
  const { fetch } = globalThis;
  const variables = {
    GITHUB_GRAPHQL_URL: ADDRESS,
    GITHUB_TOKEN: MISSING,
    ...(settings.serverUrl === undefined ? {} : { GITHUB_SERVER_URL: settings.serverUrl }),
    ...(settings.repo === undefined ? {} : { GITHUB_REPOSITORY: settings.repo }),
  };
  const environment = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, variables);
  globalThis.fetch = async (input, init) =>
    input === ADDRESS ? await graphqlAnswer(init?.body, settings) : await fetch(input, init);
  try {
    return await work();
  } finally {
    globalThis.fetch = fetch;
    for (const [name, value] of environment) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    done?.();
  }
}

let last = Promise.resolve();

async function graphqlAnswer(body: unknown, settings: GithubSettings): Promise<Response> {
  // Beside what starts processes, where only few checks need it.
  const { NO_FACTS, soundNeeds } = await import("./github-facts.ts");
  const { query } = JSON.parse(String(body)) as { query: string };
  const data: Record<string, Record<string, unknown>> = {};
  for (const [, key = "", owner, name, fields = ""] of query.matchAll(REPOSITORY)) {
    const commits = [...fields.matchAll(/^ {4}commit__(\S*): object\(/gm)].map(
      ([, one = ""]) => one,
    );
    const pulls = [...fields.matchAll(/^ {4}pull__(\d+): /gm)].map(([, one]) => Number(one));
    const needs = soundNeeds({ repo: `${owner}/${name}`, commits, pulls });
    const facts = (needs && (await settings.ask(needs))) ?? NO_FACTS;
    data[key] = Object.fromEntries([
      ...commits.map((one) => [`commit__${one}`, commitFact(facts, one, settings)]),
      ...pulls.map((one) => [`pull__${one}`, ownFact(facts.pulls, `${one}`) ?? UNKNOWN_PULL]),
    ]);
  }
  return Response.json({ data });
}

/** As get-github-info 1.0.1 writes it. */
const REPOSITORY =
  /^ {2}(repo__\d+): repository\(\n {4}owner: "([\w.-]+)",\n {4}name: "([\w.-]+)"\n {2}\) \{\n(.*?)^ {2}\}$/gms;

function commitFact(facts: GithubFacts, commit: string, settings: GithubSettings): GithubCommit {
  const fact = ownFact(facts.commits, commit);
  if (!fact) return UNKNOWN_COMMIT;
  const hasPull = (fact.associatedPullRequests?.nodes.length ?? 0) > 0;
  return hasPull && settings.thanksCommitter === false ? { ...fact, author: null } : fact;
}

const ownFact = <T>(facts: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(facts, key) ? facts[key] : undefined;

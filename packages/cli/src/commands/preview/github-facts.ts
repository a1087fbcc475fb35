/** What `@changesets/changelog-github` wants to know: commits and pull requests of one repository. */
export interface GithubNeeds {
  /** `acme/mono` */
  readonly repo: string;
  readonly commits: readonly string[];
  readonly pulls: readonly number[];
}

/** GitHub's answers, as its GraphQL API gives them. What it does not know, or is not asked for, is missing. */
export interface GithubFacts {
  readonly commits: Readonly<Record<string, GithubCommit>>;
  readonly pulls: Readonly<Record<string, GithubPull>>;
}

export interface GithubUser {
  readonly login: string;
  readonly url: string;
}

export interface GithubCommit {
  readonly commitUrl: string;
  readonly associatedPullRequests: {
    readonly nodes: readonly {
      readonly number: number | string;
      readonly url: string;
      readonly mergedAt: string | null;
      readonly author: GithubUser | null;
    }[];
  } | null;
  readonly author: { readonly user: GithubUser | null } | null;
}

export interface GithubPull {
  readonly url: string;
  readonly author: GithubUser | null;
  readonly mergeCommit: { readonly commitUrl: string; readonly abbreviatedOid: string } | null;
}

/** Asks a forge. Undefined where nobody may ask it. */
export type AskGithub = (needs: GithubNeeds) => Promise<GithubFacts | undefined>;

export const NO_FACTS: GithubFacts = { commits: {}, pulls: {} };

const REPO = /^[\w.-]{1,100}\/[\w.-]{1,100}$/;
const COMMIT = /^[\da-f]{7,64}$/;
/** More is neither read in a comment nor worth the requests. */
const MOST = 100;
const IN_ONE_REQUEST = 50;
const LONGEST = 10_000;

/** Of what a stranger's text asks for, what is well-formed, at most a hundred of each. Undefined if nothing is left. */
export function soundNeeds(given: unknown): GithubNeeds | undefined {
  const { repo, commits, pulls } = (given ?? {}) as Readonly<Record<keyof GithubNeeds, unknown>>;
  if (typeof repo !== "string" || !REPO.test(repo)) return undefined;
  const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
  const needs = {
    repo,
    commits: list(commits)
      .filter((one): one is string => typeof one === "string" && COMMIT.test(one))
      .slice(0, MOST),
    pulls: list(pulls)
      .filter((one): one is number => Number.isSafeInteger(one) && (one as number) > 0)
      .slice(0, MOST),
  };
  return needs.commits.length + needs.pulls.length > 0 ? needs : undefined;
}

export interface GithubAccess {
  /** `https://api.github.com/graphql` */
  readonly graphqlUrl: string;
  readonly token: string;
  /** Default: the global one. */
  readonly fetch?: typeof fetch;
}

/** What GitHub's API says, in at most four requests. What it does not answer is missing; never throws. */
export async function githubFacts(
  given: GithubNeeds,
  { graphqlUrl, token, fetch: send = fetch }: GithubAccess,
): Promise<GithubFacts> {
  const needs = soundNeeds(given);
  if (!needs) return NO_FACTS;
  const fields = [
    ...needs.commits.map(
      (commit) => `commit__${commit}: object(expression: "${commit}") { ...on Commit { ...C } }`,
    ),
    ...needs.pulls.map((pull) => `pull__${pull}: pullRequest(number: ${pull}) { ...P }`),
  ];
  const [owner, name] = needs.repo.split("/");
  const facts = {
    commits: {} as Record<string, GithubCommit>,
    pulls: {} as Record<string, GithubPull>,
  };
  for (let at = 0; at < fields.length; at += IN_ONE_REQUEST) {
    const batch = fields.slice(at, at + IN_ONE_REQUEST);
    const used = Object.entries(FRAGMENTS).flatMap(([mark, text]) =>
      batch.some((field) => field.includes(mark)) ? [text] : [],
    );
    const query = `query { repository(owner: "${owner}", name: "${name}") { ${batch.join("\n")} } }\n${used.join("\n")}`;
    const answer = await answerTo(query, send, graphqlUrl, token);
    for (const [key, value] of Object.entries(answer ?? {})) {
      const [kind, id = ""] = key.split("__");
      if (typeof value !== "object" || value === null) continue;
      if (kind === "commit") facts.commits[id] = value as GithubCommit;
      if (kind === "pull") facts.pulls[id] = value as GithubPull;
    }
  }
  return facts;
}

/** With the fields that @changesets/get-github-info reads. */
const FRAGMENTS = {
  "...C": `fragment C on Commit { commitUrl
  associatedPullRequests(first: 50) { nodes { number url mergedAt author { login url } } }
  author { user { login url } } }`,
  "...P": `fragment P on PullRequest { url author { login url } mergeCommit { commitUrl abbreviatedOid } }`,
} as const;

async function answerTo(
  query: string,
  send: typeof fetch,
  url: string,
  token: string,
): Promise<object | undefined> {
  try {
    const response = await send(url, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ query }),
      signal: AbortSignal.timeout(LONGEST),
    });
    const { data } = (await response.json()) as { data?: { repository?: object | null } | null };
    return data?.repository ?? undefined;
  } catch {
    return undefined;
  }
}

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { git, gitText } from "./git.ts";

export interface Origin {
  readonly repository: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly baseRef: string;
  readonly headRef: string;
}

/** Where they are in the repository. */
export const BASE = "refs/release-policy/base";
export const HEAD = "refs/release-policy/head";

/** One after the other, until the histories are known to meet. */
const DEPTHS = [20, 100, 500, 2500, 12_500, 62_500, 100_000];

/** The commit of a reference that was fetched, which git writes to a file of its own: `rev-parse` costs a process. */
export const fetchedCommit = (repository: string, ref: string): string =>
  readFileSync(join(repository, ref), "utf8").trim();

/** Fetches commits and trees, as deep as it takes to know where the two lines of history parted. */
export async function fetchHistory(origin: Origin): Promise<void> {
  for (const depth of DEPTHS) {
    await fetchDepth(origin, depth);
    if (await knowsMergeBase(origin.repository)) return;
  }
}

/** How many more commits of the base are fetched for the past releases of a change of policy: in one request. */
const PAST_COMMITS = 200;

/** Fetches more of the history of the base. */
export async function fetchPast(origin: Origin): Promise<void> {
  if (shallowCommits(origin.repository).size > 0)
    await fetchCommits(origin, `--deepen=${PAST_COMMITS}`);
}

const fetchDepth = (origin: Origin, depth: number): Promise<unknown> =>
  fetchCommits(origin, `--depth=${depth}`);

const fetchCommits = async (
  { repository, settings, baseRef, headRef }: Origin,
  depth: string,
): Promise<unknown> =>
  await git(
    [
      "fetch",
      "--quiet",
      "--no-tags",
      "--no-write-fetch-head",
      "--no-recurse-submodules",
      "--filter=blob:none",
      depth,
      "origin",
      `+refs/heads/${baseRef}:${BASE}`,
      `+${headRef}:${HEAD}`,
    ],
    { cwd: repository, settings },
  );

/**
 * Whether the merge base that is found is the real one: it is where every commit between it and the two tips has its
 * parents here. Behind one without, a later merge base could hide.
 */
async function knowsMergeBase(repository: string): Promise<boolean> {
  const ends = shallowCommits(repository);
  if (ends.size === 0) return true;
  // Without a merge base, all that is here.
  const between = await gitText(["rev-list", `${BASE}...${HEAD}`], { cwd: repository });
  return !between.split("\n").some((commit) => ends.has(commit));
}

function shallowCommits(repository: string): ReadonlySet<string> {
  try {
    return new Set(readFileSync(join(repository, "shallow"), "utf8").match(/\w+/g));
  } catch {
    return new Set();
  }
}

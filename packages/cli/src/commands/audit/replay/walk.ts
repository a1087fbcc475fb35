import type { VersionCommit } from "../../../git/version-commits.ts";
import type { AuditRelease } from "../release.ts";
import type { AuditCache } from "./cache.ts";
import type { ReplayTask } from "./judge-commit.ts";
import { type Done, judgeAll } from "./pool.ts";

/** The verdicts of the policies on a commit, in their order; null if it makes no versions. */
type Verdicts = readonly AuditRelease[] | null;

export interface Walk {
  /** Those that were to be judged, newest first. */
  readonly commits: readonly VersionCommit[];
  readonly verdicts: ReadonlyMap<string, Verdicts>;
  /** How many of the commits were in the cache. */
  readonly cached: number;
}

interface WalkOptions {
  /** What is known of each policy, in their order. */
  readonly caches?: readonly AuditCache<AuditRelease | null>[];
  /** Only so many of the newest releases. */
  readonly limit?: number;
  readonly signal?: AbortSignal | undefined;
  /** Is called before the first commit, and after each. */
  readonly onJudged?: (walk: Omit<Walk, "cached">, last?: VersionCommit) => void;
  /** Default: on threads. */
  readonly judge?: typeof judgeAll;
}

/** Judges version commits, the newest first, by each of the policies. Stops at the limit or the signal. */
export async function walkReleases(
  all: readonly VersionCommit[],
  task: ReplayTask,
  { caches = [], limit, signal, onJudged, judge = judgeAll }: WalkOptions = {},
): Promise<Walk> {
  const verdicts = new Map(knownToAll(caches));
  const knownBefore = new Set(verdicts.keys());
  let commits: readonly VersionCommit[] = [];
  const done: Done = (version, releases) => {
    verdicts.set(version.commit, releases);
    for (const [i, cache] of caches.entries()) cache.add(version.commit, releases?.[i] ?? null);
    onJudged?.({ commits, verdicts }, version);
  };
  // A commit that only looks like a release is not counted: as many more are judged in its place.
  for (;;) {
    const made = commits.filter(({ commit }) => verdicts.get(commit)).length;
    const more = limit === undefined ? all.length : limit - made;
    commits = all.slice(0, commits.length + more);
    const left = commits.filter(({ commit }) => !verdicts.has(commit));
    onJudged?.({ commits, verdicts });
    await judge(left, task, signal, done);
    const judged = commits.filter(({ commit }) => verdicts.get(commit)).length;
    const isEnough = limit === undefined || judged >= limit || signal?.aborted === true;
    if (isEnough || commits.length === all.length) break;
  }
  const cached = commits.filter(({ commit }) => knownBefore.has(commit)).length;
  return { commits, verdicts, cached };
}

function knownToAll(
  caches: readonly AuditCache<AuditRelease | null>[],
): readonly (readonly [string, Verdicts])[] {
  const [first, ...others] = caches;
  return [...(first?.known ?? [])].flatMap(([commit, release]) => {
    if (!others.every(({ known }) => known.has(commit))) return [];
    const releases = [release, ...others.map(({ known }) => known.get(commit)!)];
    return [[commit, releases.every((one) => one !== null) ? releases : null] as const];
  });
}

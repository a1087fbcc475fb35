import type { Policy, Release } from "@release-policy/core";
import type { Facts } from "@release-policy/core/types";
import { type Difference, differenceSince, useChangesets } from "../git/changes.ts";
import type { Folders } from "../git/commit-workspaces.ts";
import { GitRefused } from "../git/git.ts";
import { commitOf } from "../git/refs.ts";
import { versionCommitsIn } from "../git/version-commits.ts";
import { Base } from "./judging-policy.ts";
import type { LoadOptions } from "./load.ts";

/** Each plan costs a workspace that is written out and loaded. */
const MOST_PLANS = 30;

/** What a version commit starts from: the base itself, where a change is one version commit on it. */
type Starts = readonly Difference[];

/**
 * Where the version commits between base and head start from, oldest first: there may be several, or one on a branch that
 * was merged, and each writes what was planned on the commit before it. What is not committed yet counts as one. Empty where
 * the history cannot say: the clone is shallow, or the versions were written without changesets.
 */
export async function versionStarts(
  { repository }: Folders,
  { base }: Difference,
  ref: string | undefined,
): Promise<Starts> {
  try {
    const head = commitOf(repository, ref ?? "HEAD");
    const { commits } = await versionCommitsIn(repository, `${base}..${head}`);
    const starts = commits.map(({ difference }) => difference).toReversed();
    const own = ref === undefined ? await differenceSince(repository, "HEAD") : undefined;
    return own && useChangesets(own.files) ? [...starts, own] : starts;
  } catch (error) {
    if (error instanceof GitRefused) return [];
    throw error;
  }
}

/**
 * The facts from which the versions between base and head were planned, oldest first. `base` are those of the base, which
 * stand for all where the history does not say more.
 */
export async function plansBetween(
  starts: Starts,
  { base: commit }: Difference,
  base: Facts,
  folders: Folders,
  policy: Policy,
  loading: LoadOptions,
): Promise<readonly Facts[]> {
  const plans: Facts[] = [];
  for (const start of starts.slice(-MOST_PLANS)) {
    const isBase = start.base === commit;
    const facts = isBase ? base : await new Base(start, folders, loading).facts(policy);
    if (facts) plans.push(facts);
  }
  return plans.length > 0 ? plans : [base];
}

/**
 * The plan for each package that was planned at any of the starts: the one that gives the version which the head has, else
 * the newest.
 */
export function plannedReleases(plans: readonly Facts[], head: Facts): readonly Release[] {
  const versions = new Map(head.packages.map(({ name, version }) => [name, version]));
  const found = new Map<string, Release>();
  for (const release of plans.flatMap(({ releases }) => releases)) {
    const before = found.get(release.name);
    if (before && before.to === versions.get(release.name) && release.to !== before.to) continue;
    const causes = before ? [...release.causes, ...before.causes] : release.causes;
    found.set(release.name, { ...release, causes });
  }
  return [...found.values()];
}

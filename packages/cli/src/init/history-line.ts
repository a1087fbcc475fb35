import compare from "semver/functions/compare.js";
import { distance, prereleaseOf, type PastRelease } from "@release-policy/core";
import type { ProposedTrack } from "./proposal.ts";

/** What the tags tell of a track's packages, in a line; undefined where they tell nothing. */
export function historyLine(
  { members }: ProposedTrack,
  history: readonly PastRelease[] | undefined,
): string | undefined {
  const names = new Set(members.map(({ name }) => name));
  const own = (history ?? []).filter((past) => names.has(past.package));
  const [first] = own;
  if (!first) return undefined;
  const steps = [...Map.groupBy(own, (past) => past.package).values()].flatMap(stepsOf);
  const counts = (["patch", "minor", "major"] as const).map((bump) =>
    amount(steps.filter((step) => step === bump).length, bump),
  );
  const prereleases = own.filter(({ version }) => prereleaseOf(version)).length;
  const all = [...counts, ...(prereleases > 0 ? [amount(prereleases, "prerelease")] : [])];
  return `Tags since ${first.date} show ${all.slice(0, -1).join(", ")} and ${all.at(-1)!}.`;
}

/** The bumps from each stable version to the next. */
function stepsOf(releases: readonly PastRelease[]): readonly string[] {
  const versions = [...new Set(releases.map(({ version }) => version))]
    .filter((version) => prereleaseOf(version) === undefined)
    .toSorted(compare);
  return versions.slice(1).map((version, i) => distance(versions[i]!, version));
}

const amount = (count: number, what: string): string =>
  `${count === 0 ? "no" : count} ${count === 1 ? what : what === "patch" ? "patches" : `${what}s`}`;

import type { Release, VersionChanges } from "../../facts/facts.ts";
import { causeFrom } from "../../judge/changesets-behind.ts";
import { versionAt } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import type { View } from "../../judge/view.ts";
import { isCalver } from "../../policy/track.ts";
import { list, say } from "../../sentence.ts";
import { placesIn } from "../trains/train-versions.ts";

interface StalePlanProblem extends Problem {
  readonly package: string;
  readonly planned: string | undefined;
  readonly written: string | undefined;
  /** Changesets of the base that the commit does not consume, with the resulting version. */
  readonly left: readonly string[];
  readonly next?: string;
}

export const stalePlan = defineRule<StalePlanProblem>({
  id: "stale-plan",
  family: "plan",
  summary: "A version commit must contain the versions that the planner computes on its base.",
  why: "A version pull request that is behind its base, or was edited by hand, releases versions that were never checked.",
  level: "error",
  looksAt: ["changes"],
  comparesBase: true,
  comparesPlan: true,
  examples: {
    reject: [
      {
        title: "The base plans a minor, but the commit contains a patch",
        packages: { "@acme/core": "1.2.1" },
        policies: { core: { packages: ["@acme/*"] } },
        since: {
          packages: { "@acme/core": "1.2.0" },
          changesets: { feature: { "@acme/core": "minor" } },
        },
      },
    ],
    accept: [
      {
        title: "The commit contains what was planned",
        packages: { "@acme/core": "1.3.0" },
        policies: { core: { packages: ["@acme/*"] } },
        since: {
          packages: { "@acme/core": "1.2.0" },
          changesets: { feature: { "@acme/core": "minor" } },
        },
      },
    ],
  },

  check: (view) => {
    if (view.changes?.kind !== "versions") return [];
    const { planned } = view.changes;
    const plannedTo = new Map(planned.map(({ name, to }) => [name, to]));
    const isByHand = byHand(view);
    const written = view.releases.filter((release) => release.written);
    const wrong = written.flatMap((release): StalePlanProblem[] => {
      const to = plannedTo.get(release.name);
      if (to === release.to || (to === undefined && release.causes.length === 0)) return [];
      if (isByHand(release)) return [];
      const at = versionAt(release.dir);
      return [{ package: release.name, release, at, planned: to, written: release.to, left: [] }];
    });
    const others = planned.flatMap((plan) =>
      written.some(({ name }) => name === plan.name) ? [] : unfinished(view, plan),
    );
    // A patched planner may write versions that the published one does not plan, so the commit is not to blame.
    const all = [...wrong, ...others];
    return view.planner.patched ? all.map((one) => ({ ...one, atMost: "warn" as const })) : all;
  },

  message: ({ package: name, planned, written, left, next }) => {
    if (next !== undefined)
      return say`${name} ${written ?? ""} does not include ${list(left, "and")}, which would be released next as ${next}`;
    if (written === undefined)
      return say`${name} ${planned ?? ""} is planned on the base, but this commit does not contain it`;
    return planned === undefined
      ? say`${name} ${written} was written, but the base does not plan a release of it`
      : say`${name} ${written} was written, but the base plans ${planned}`;
  },
  help: ({ next, left }) =>
    next === undefined
      ? say`run the version command again on the latest base`
      : say`merge, and the next version commit releases it; if ${list(left, "and")} is intended for this release, run the version command again on the latest base`,
});

/**
 * A planned version that is not the last word on its package: it was not written, or it was and a changeset of the base is
 * left over. A package that the commit does not touch, and that is still planned here, is only left for another release.
 */
function unfinished(view: View, plan: VersionChanges["planned"][number]): StalePlanProblem[] {
  const { name, from, to } = plan;
  const pkg = view.packageNamed(name);
  if (!pkg) return [];
  const at = versionAt(pkg.dir);
  const release = view.releaseOf(name);
  if (!release) return [{ package: name, at, planned: to, written: undefined, left: [] }];
  if (pkg.version === from) return [];
  if (pkg.version !== to)
    return [{ package: name, release, at, planned: to, written: release.from, left: [] }];
  const brought = new Set(view.changes?.changesets);
  const left = view.pending.filter(
    (changeset) => causeFrom(release, changeset) && !brought.has(changeset.id),
  );
  if (left.length === 0) return [];
  const paths = left.map(({ path }) => path);
  return [
    {
      package: name,
      release,
      at,
      planned: to,
      written: to,
      left: paths,
      next: release.to,
      atMost: "warn",
    },
  ];
}

/** No bump follows a calendar or an offset: such a version is written by hand, and calver-shape or train judges it. */
function byHand(view: View): (release: Release) => boolean {
  const places = view.policy.trains.flatMap((train) => placesIn(view, train));
  const placed = new Set(
    places.filter(({ expected, actual }) => expected === actual).map(({ name }) => name),
  );
  return ({ name }) => placed.has(name) || isCalver(view.trackOf(name));
}

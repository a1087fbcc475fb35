import type { Release } from "../../facts/facts.ts";
import { versionAt } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import type { View } from "../../judge/view.ts";
import { isCalver } from "../../policy/track.ts";
import { say } from "../../sentence.ts";
import { placesIn } from "../trains/train-versions.ts";

interface StalePlanProblem extends Problem {
  readonly package: string;
  readonly planned: string | undefined;
  readonly written: string | undefined;
}

export const stalePlan = defineRule<StalePlanProblem>({
  id: "stale-plan",
  family: "plan",
  summary: "A version commit writes the versions that the planner would write on its base.",
  why: "A version pull request that is behind its base, or was edited by hand, releases something that nobody has judged.",
  level: "error",
  comparesBase: true,
  examples: {
    reject: [
      {
        title: "The base asked for a minor, the commit wrote a patch",
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
        title: "The commit wrote what was planned",
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
      return [{ package: release.name, release, at, planned: to, written: release.to }];
    });
    const missing = planned.flatMap(({ name, to }): StalePlanProblem[] => {
      const pkg = view.packageNamed(name);
      if (!pkg || written.some((release) => release.name === name)) return [];
      return [{ package: name, at: versionAt(pkg.dir), planned: to, written: undefined }];
    });
    return [...wrong, ...missing];
  },

  message: ({ package: name, planned, written }) => {
    if (written === undefined)
      return say`${name} ${planned ?? ""} is planned on the base, and this commit does not write it`;
    return planned === undefined
      ? say`${name} ${written} was written, and the base plans no release of it`
      : say`${name} ${written} was written, and the base plans ${planned}`;
  },
  help: () => say`make the versions anew from the newest base; do not edit them by hand`,
});

/** No bump follows a calendar or an offset: such a version is written by hand, and calver-shape or train judges it. */
function byHand(view: View): (release: Release) => boolean {
  const places = view.policy.trains.flatMap((train) => placesIn(view, train));
  const placed = new Set(
    places.filter(({ expected, actual }) => expected === actual).map(({ name }) => name),
  );
  return ({ name }) => placed.has(name) || isCalver(view.trackOf(name));
}

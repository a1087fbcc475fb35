import gt from "semver/functions/gt.js";
import valid from "semver/functions/valid.js";
import type { Release } from "../../facts/facts.ts";
import type { Planner } from "../../facts/planner.ts";
import { propagation } from "../../judge/propagation.ts";
import { manifestIn, versionAt } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import type { View } from "../../judge/view.ts";
import { say } from "../../sentence.ts";
import { isOver } from "../../versions/bump.ts";

interface UnexplainedReleaseProblem extends Problem {
  readonly release: Release;
  readonly planner: Planner;
  /** The version of the base, where the change wrote the one that the plan counts on from. */
  readonly skips?: string;
}

export const unexplainedRelease = defineRule<UnexplainedReleaseProblem>({
  id: "unexplained-release",
  family: "plan",
  summary:
    "Every release must have a cause that explains its bump: a changeset, dependency, group, pre mode or epic.",
  why: "Causes are computed separately from the planner, from the same inputs. If none explains a release, the planner is patched or a version was edited by hand, and other findings about that release are unreliable.",
  level: "error",
  comparesPlan: true,
  examples: {
    reject: [
      {
        title: "A version commit releases a package without a changeset",
        packages: { "@acme/core": "1.3.0", "@acme/react": "2.0.1" },
        policies: {
          core: { packages: ["@acme/*"] },
          workspace: { rules: { "stale-plan": "off" } },
        },
        since: {
          packages: { "@acme/core": "1.2.0", "@acme/react": "2.0.0" },
          changesets: { feature: { "@acme/core": "minor" } },
        },
      },
    ],
    accept: [
      {
        title: "A version commit releases what the changesets declare",
        packages: { "@acme/core": "1.3.0" },
        policies: { core: { packages: ["@acme/*"] } },
        since: {
          packages: { "@acme/core": "1.2.0" },
          changesets: { feature: { "@acme/core": "minor" } },
        },
      },
    ],
  },

  check: (view) => [...skippedVersions(view), ...withoutStart(view)],

  message: ({ release, planner, skips }) =>
    skips !== undefined
      ? say`${release.name} ${release.from} was written by hand (the base has ${skips}), but the next release would be ${release.to}, so ${release.from} would never be released`
      : release.written
        ? say`${release.name} ${release.to} was written, but nothing on the base explains it`
        : say`${planner.package} ${planner.version} plans ${release.name} ${release.to}, but nothing in the workspace explains it`,
  help: ({ release, skips }) =>
    skips !== undefined
      ? say`write ${`"version": "${skips}"`} in ${manifestIn(release.dir)}, and let the release command set the next version`
      : release.written
        ? say`revert the version of ${release.name}, or add a changeset for it and run the version command again`
        : say`reinstall the planner, or compare it with the published release (a patched planner plans differently)`,
});

/** The change edits a version manually and adds a changeset: the plan skips the written version. */
const skippedVersions = (view: View): UnexplainedReleaseProblem[] =>
  view.judged.flatMap((release) => {
    const { moved = {}, kind } = view.changes ?? {};
    const { name, from, to, dir, written } = release;
    const skips = Object.hasOwn(moved, name) ? moved[name] : undefined;
    if (kind !== "pending" || written || skips === undefined || from === to) return [];
    if (!valid(skips) || !valid(from) || !gt(from, skips)) return [];
    return [{ package: name, release, at: versionAt(dir), planner: view.planner, skips }];
  });

/** Releases to which no changeset and no mode leads, or less than the planner gives. */
function withoutStart(view: View): UnexplainedReleaseProblem[] {
  const { reached } = propagation(new Map(view.releases.map(({ name, causes }) => [name, causes])));
  return (
    view.judged
      // What a patch adds to a plan is not a fault of the workspace: a note of the report names the patch. It may have
      // written a version, too, but so may a hand.
      .filter(({ written }) => written || !view.planner.patched)
      .filter(({ name, bump }) => !reached.has(name) || isOver(bump, reached.get(name)!))
      .map((release) => ({
        package: release.name,
        release,
        at: versionAt(release.dir),
        planner: view.planner,
        ...(view.planner.patched ? { atMost: "warn" as const } : {}),
      }))
  );
}

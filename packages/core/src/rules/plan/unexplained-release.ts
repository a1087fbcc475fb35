import type { Planner, Release } from "../../facts/facts.ts";
import { propagation } from "../../judge/propagation.ts";
import { versionAt } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { say } from "../../sentence.ts";
import { isOver } from "../../versions/bump.ts";

interface UnexplainedReleaseProblem extends Problem {
  readonly release: Release;
  readonly planner: Planner;
}

export const unexplainedRelease = defineRule<UnexplainedReleaseProblem>({
  id: "unexplained-release",
  family: "plan",
  summary:
    "Every release has causes that explain its bump: changesets, dependencies, groups, a mode, an epic.",
  why: "The causes are computed beside the planner, from the same inputs. Where they do not explain a release, either the planner is patched or a version was written by hand, and no other finding about it can be trusted.",
  level: "error",
  examples: {
    reject: [
      {
        title: "A version commit releases a package that no changeset asked for",
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
        title: "A version commit releases what the changesets asked for",
        packages: { "@acme/core": "1.3.0" },
        policies: { core: { packages: ["@acme/*"] } },
        since: {
          packages: { "@acme/core": "1.2.0" },
          changesets: { feature: { "@acme/core": "minor" } },
        },
      },
    ],
  },

  check(view) {
    const { reached } = propagation(
      new Map(view.releases.map(({ name, causes }) => [name, causes])),
    );
    return view.judged
      .filter(({ name, bump }) => isOver(bump, reached.get(name) ?? "none") || !reached.has(name))
      .map((release) => ({
        package: release.name,
        release,
        at: versionAt(release.dir),
        planner: view.planner,
      }));
  },

  message: ({ release, planner }) =>
    release.written
      ? say`${release.name} ${release.to} was written, and nothing on the base asks for it`
      : say`${planner.package} ${planner.version} plans ${release.name} ${release.to}, and nothing in the workspace explains it`,
  help: ({ release }) =>
    release.written
      ? say`take the change of ${release.name} back, or add a changeset for it and make the versions anew`
      : say`compare the installed planner with the published one: a patched planner plans differently`,
});

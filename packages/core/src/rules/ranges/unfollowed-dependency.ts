import satisfies from "semver/functions/satisfies.js";
import type { Dependency, PlannerId, Release } from "../../facts/facts.ts";
import { manifestAt } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { say } from "../../sentence.ts";

interface UnfollowedDependencyProblem extends Problem {
  readonly package: string;
  readonly dependency: Dependency;
  readonly moved: Release;
  readonly planner: PlannerId;
}

export const unfollowedDependency = defineRule<UnfollowedDependencyProblem>({
  id: "unfollowed-dependency",
  family: "plan",
  summary: "When a dependency leaves a range, the package that has the range is released.",
  why: "Changesets does not follow `catalog:` ranges: the dependent stays as it was published, with a range that excludes the new version, and a line on stderr is all that is said. (pnpm refuses them: see `workspace-protocol`.)",
  level: "warn",
  examples: {
    reject: [
      {
        title: "An internal dependency by catalog:",
        packages: {
          "@acme/core": "1.2.0",
          "@acme/react": { version: "1.0.0", dependencies: { "@acme/core": "catalog:" } },
        },
        workspace: { catalog: { "@acme/core": "^1.2.0" } },
        changesets: { "bold-cats": { "@acme/core": "major" } },
        policies: { core: { packages: ["@acme/*"] } },
      },
      {
        title: "An internal dependency under another name",
        packages: {
          "@acme/core": "1.2.0",
          "@acme/react": { version: "1.0.0", dependencies: { core: "npm:@acme/core@^1.2.0" } },
        },
        changesets: { "bold-cats": { "@acme/core": "major" } },
        policies: { core: { packages: ["@acme/*"] } },
      },
    ],
    accept: [
      {
        title: "workspace:^ is followed",
        packages: {
          "@acme/core": "1.2.0",
          "@acme/react": { version: "1.0.0", dependencies: { "@acme/core": "workspace:^" } },
        },
        changesets: { "bold-cats": { "@acme/core": "major" } },
        policies: { core: { packages: ["@acme/*"] } },
      },
    ],
  },

  check: (view) =>
    view.packages
      .filter((pkg) => !pkg.private && !pkg.skipped && !view.releaseOf(pkg.name))
      .flatMap((pkg) =>
        pkg.dependencies.flatMap((dependency) => {
          const moved = view.releaseOf(dependency.name);
          const { range, followed, field, name, alias } = dependency;
          if (!moved || followed || range === undefined || field === "devDependencies") return [];
          // pnpm refuses ranges of the package's own name: see `workspace-protocol`.
          if (view.planner.id === "pnpm" && alias === undefined) return [];
          if (!satisfies(moved.from, range) || satisfies(moved.to, range)) return [];
          const at = manifestAt(pkg.dir, field, alias ?? name);
          return [{ package: pkg.name, at, dependency, moved, planner: view.planner.id }];
        }),
      ),

  message: ({ package: name, dependency, moved, planner }) =>
    say`${name} is not released although ${moved.name} ${moved.to} leaves its range ${dependency.range ?? ""}: ${planner} does not follow ${dependency.spec}`,
  help: ({ package: name, dependency }) =>
    dependency.alias === undefined
      ? say`write ${`"${dependency.name}": "workspace:^"`} in ${dependency.field}, or add a changeset for ${name}`
      : say`add a changeset for ${name}, or depend on ${dependency.name} by its own name: ${`"${dependency.name}": "workspace:^"`} in ${dependency.field}`,
});

import type { Dependency } from "../../facts/facts.ts";
import { manifestAt } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { list, say } from "../../sentence.ts";

interface DependencyMaturityProblem extends Problem {
  readonly package: string;
  readonly track: string;
  readonly dependency: Dependency;
  readonly dependencyTrack: string;
  readonly allowed: readonly string[];
}

export const dependencyMaturity = defineRule<DependencyMaturityProblem>({
  id: "dependency-maturity",
  family: "plan",
  summary: "A package must only depend on packages of sufficiently mature tracks.",
  why: "A stable package cannot keep a promise that its dependency does not make: a breaking change there breaks its users too.",
  level: "error",
  looksAt: ["dependencies"],
  examples: {
    reject: [
      {
        title: "The core depends on an integration",
        packages: {
          "@acme/core": { version: "1.2.0", dependencies: { "@acme/plugin": "workspace:^" } },
          "@acme/plugin": "0.3.0",
        },
        policies: {
          core: { packages: ["@acme/core"] },
          integrations: { packages: ["@acme/plugin"] },
          workspace: { dependencies: [{ from: "core", on: ["core"] }] },
        },
      },
    ],
    accept: [
      {
        title: "An integration depends on the core",
        packages: {
          "@acme/core": "1.2.0",
          "@acme/plugin": { version: "0.3.0", dependencies: { "@acme/core": "workspace:^" } },
        },
        policies: {
          core: { packages: ["@acme/core"] },
          integrations: { packages: ["@acme/plugin"] },
          workspace: { dependencies: [{ from: "core", on: ["core"] }] },
        },
      },
    ],
  },

  check: (view) =>
    view.policy.dependencies.flatMap(({ from, on, fields, line }) =>
      view.packages
        .filter((pkg) => view.trackOf(pkg.name)?.name === from)
        .flatMap((pkg) =>
          pkg.dependencies
            .filter(({ field }) => fields.includes(field))
            .flatMap((dependency) => {
              const target = view.trackOf(dependency.name);
              if (!target || on.includes(target.name)) return [];
              return [
                {
                  package: pkg.name,
                  at: manifestAt(pkg.dir, dependency.field, dependency.alias ?? dependency.name),
                  track: from,
                  dependency,
                  dependencyTrack: target.name,
                  allowed: on,
                  because: line,
                },
              ];
            }),
        ),
    ),

  message: ({ package: name, track, dependency, dependencyTrack, allowed }) =>
    say`${name} depends on ${dependency.name} of track ${dependencyTrack}, but track ${track} may only depend on ${list(allowed)}`,
  help: ({ package: name, dependency }) =>
    say`move ${dependency.name} to a more mature track, or remove it from ${dependency.field} of ${name}`,
});

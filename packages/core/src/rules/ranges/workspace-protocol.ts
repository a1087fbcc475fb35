import validRange from "semver/ranges/valid.js";
import type { Dependency } from "../../facts/facts.ts";
import { manifestAt } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import type { View } from "../../judge/view.ts";
import { say } from "../../sentence.ts";

interface WorkspaceProtocolProblem extends Problem {
  readonly package: string;
  readonly dependency: Dependency;
}

export const workspaceProtocol = defineRule<WorkspaceProtocolProblem>({
  id: "workspace-protocol",
  family: "plan",
  summary: "Under pnpm, a dependency on a package of the workspace is a `workspace:` range.",
  why: "`pnpm version -r` refuses the whole release at the first internal range that is plain or from a catalog, while `pnpm change status` and `pnpm change check` say nothing of it.",
  level: "error",
  examples: {
    reject: [
      {
        title: "A plain range and a catalog entry",
        planner: "pnpm",
        packages: {
          "@acme/core": "1.2.0",
          "@acme/react": { version: "1.0.0", dependencies: { "@acme/core": "^1.2.0" } },
          "@acme/vue": { version: "1.0.0", peerDependencies: { "@acme/core": "catalog:" } },
        },
        workspace: { catalog: { "@acme/core": "^1.2.0" } },
        changesets: { "bold-cats": { "@acme/core": "major" } },
        policies: { core: { packages: ["@acme/*"] } },
      },
    ],
    accept: [
      {
        title: "workspace:^",
        planner: "pnpm",
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
    view.planner.id === "pnpm"
      ? view.packages
          .filter(({ skipped }) => !skipped)
          .flatMap(({ name, dir, dependencies }) =>
            dependencies
              .filter((edge) => isRefused(edge, view))
              .map((dependency) => ({
                package: name,
                at: manifestAt(dir, dependency.field, dependency.alias ?? dependency.name),
                dependency,
              })),
          )
      : [],

  message: ({ package: name, dependency }) =>
    say`${name} depends on ${dependency.name} by ${dependency.spec}, which ${"pnpm version -r"} refuses`,
  help: ({ dependency }) =>
    say`write ${`"${dependency.name}": "workspace:^"`} in ${dependency.field}`,
});

/** pnpm looks only at packages that take part in the release. */
const isRefused = ({ name, field, spec, followed }: Dependency, view: View): boolean =>
  !followed &&
  !view.packageNamed(name)?.skipped &&
  field !== "devDependencies" &&
  (spec.startsWith("catalog:") || validRange(spec) !== null);

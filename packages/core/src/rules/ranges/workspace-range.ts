import {
  followDependency,
  meansRegistry,
  withoutAlias,
  writeAlias,
  writeWorkspaceRange,
} from "../../fixes/follow-dependency.ts";
import satisfies from "semver/functions/satisfies.js";
import validRange from "semver/ranges/valid.js";
import type { Dependency, Release } from "../../facts/facts.ts";
import type { PlannerId } from "../../facts/planner.ts";
import { manifestAt } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import type { View } from "../../judge/view.ts";
import { type Sentence, say } from "../../sentence.ts";

type WorkspaceRangeProblem = Refused | Unfollowed;

/** pnpm stops the release at such a range. */
interface Refused extends Problem {
  readonly kind: "refused";
  readonly package: string;
  readonly dependency: Dependency;
  /** The directory of the package that has the name of one of the registry. */
  readonly namesake: string | undefined;
}

/** Changesets leaves the dependent as it was published. */
interface Unfollowed extends Problem {
  readonly kind: "unfollowed";
  readonly package: string;
  readonly dependency: Dependency;
  readonly moved: Release;
  readonly planner: PlannerId;
  /** How to depend on it under its own name. */
  readonly unaliased: Sentence;
}

export const workspaceRange = defineRule<WorkspaceRangeProblem>({
  id: "workspace-range",
  family: "plan",
  summary: "A range on a workspace package must be one that the release command updates.",
  why: "`pnpm version -r` rejects the whole release at the first internal range that is plain or from a catalog, while `pnpm change status` does not report it. Changesets does not update `catalog:` ranges: the dependent keeps a published range that excludes the new version (a warning).",
  level: "error",
  looksAt: ["unfollowed"],
  remedies: followDependency,
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
      {
        title: "An internal dependency under another name",
        packages: {
          "@acme/core": "1.2.0",
          "@acme/react": { version: "1.0.0", dependencies: { core: "npm:@acme/core@^1.2.0" } },
        },
        changesets: { "bold-cats": { "@acme/core": "major" } },
        policies: { core: { packages: ["@acme/*"] } },
      },
      {
        title: "An internal dependency with catalog:",
        packages: {
          "@acme/core": "1.2.0",
          "@acme/react": { version: "1.0.0", dependencies: { "@acme/core": "catalog:" } },
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
      {
        title: "A workspace:^ range",
        packages: {
          "@acme/core": "1.2.0",
          "@acme/react": { version: "1.0.0", dependencies: { "@acme/core": "workspace:^" } },
        },
        changesets: { "bold-cats": { "@acme/core": "major" } },
        policies: { core: { packages: ["@acme/*"] } },
      },
    ],
  },

  check: (view) => [...(view.planner.id === "pnpm" ? refused(view) : []), ...unfollowed(view)],

  message: (problem) => {
    const { package: name, dependency } = problem;
    switch (problem.kind) {
      case "refused":
        return say`${name} depends on ${dependency.name} with ${dependency.spec}, but ${"pnpm version -r"} rejects that range`;
      case "unfollowed":
        return say`${name} would not be released, but ${problem.moved.name} ${problem.moved.to} would be outside its range ${dependency.range ?? ""} (${problem.planner} does not update ${dependency.spec})`;
    }
  },
  help: (problem) => {
    const { kind, at, package: name, dependency } = problem;
    if (kind === "refused" && problem.namesake !== undefined)
      return dependency.field === "peerDependencies"
        ? say`rename the package in ${problem.namesake} and every reference to it`
        : writeAlias(at.path, dependency);
    return kind === "refused" || dependency.alias === undefined
      ? writeWorkspaceRange(at.path, dependency)
      : say`add a changeset with ${`"${name}": patch`}`;
  },
  option: (problem) => {
    const { kind, at, package: name, dependency } = problem;
    if (kind === "refused")
      return problem.namesake === undefined
        ? undefined
        : say`if the package in ${problem.namesake} is intended, ${writeWorkspaceRange(at.path, dependency)}`;
    return dependency.alias === undefined
      ? say`if ${name} is intended to keep its range, add a changeset with ${`"${name}": patch`}`
      : say`if the alias is not needed, ${problem.unaliased}`;
  },
});

const refused = (view: View): Refused[] =>
  view.packages
    .filter(({ skipped }) => !skipped)
    .flatMap(({ name, dir, dependencies }) =>
      dependencies
        .filter((edge) => isRefused(edge, view))
        .map((dependency) => ({
          kind: "refused",
          package: name,
          at: manifestAt(dir, dependency.field, dependency.alias ?? dependency.name),
          dependency,
          namesake: meansRegistry(dependency, view)
            ? view.packageNamed(dependency.name)?.dir
            : undefined,
        })),
    );

/** pnpm looks only at packages that take part in the release. */
const isRefused = ({ name, field, spec, followed }: Dependency, view: View): boolean =>
  !followed &&
  !view.packageNamed(name)?.skipped &&
  field !== "devDependencies" &&
  (spec.startsWith("catalog:") || validRange(spec) !== null);

const unfollowed = (view: View): Unfollowed[] =>
  view.packages
    .filter((pkg) => !pkg.private && !pkg.skipped && !view.releaseOf(pkg.name))
    .flatMap((pkg) =>
      pkg.dependencies.flatMap((dependency): Unfollowed[] => {
        const moved = view.releaseOf(dependency.name);
        const { range, followed, field, name, alias } = dependency;
        if (!moved || followed || range === undefined || field === "devDependencies") return [];
        // pnpm refuses ranges on the package's own name.
        if (view.planner.id === "pnpm" && alias === undefined) return [];
        if (!satisfies(moved.from, range) || satisfies(moved.to, range)) return [];
        const at = manifestAt(pkg.dir, field, alias ?? name);
        const unaliased =
          view.planner.id === "pnpm"
            ? writeWorkspaceRange(at.path, dependency)
            : withoutAlias(at.path, dependency, view);
        const planner = view.planner.id;
        const about = { package: pkg.name, at, dependency, moved, planner, unaliased };
        return [{ kind: "unfollowed", level: "warn", ...about }];
      }),
    );

import type { PublishedRange, Release } from "../../facts/facts.ts";
import { manifestAt, versionAt } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import type { View } from "../../judge/view.ts";
import { list, say } from "../../sentence.ts";

type DuplicateNameProblem = Twins | Collision;

interface Twins extends Problem {
  readonly package: string;
  readonly dirs: readonly string[];
}

/** A dependency from outside that has the name of a package of the workspace. */
interface Collision extends Problem {
  readonly release: Release;
  readonly range: PublishedRange;
  /** Of the package of the workspace. */
  readonly version: string | undefined;
  readonly dir: string;
}

export const duplicateName = defineRule<DuplicateNameProblem>({
  id: "duplicate-name",
  family: "plan",
  summary:
    "Published packages must have unique names, and no package may have the name of an external dependency.",
  why: "Changesets identifies packages by name: of two with the same name, it versions only the last one it reads. An example package named `stripe` makes it rewrite the range of every package that depends on the real `stripe`.",
  level: "error",
  looksAt: ["twins"],
  examples: {
    reject: [
      {
        title: "A copy that kept its name",
        packages: { "@acme/core": "1.2.0" },
        files: { "packages/copy/package.json": '{ "name": "@acme/core", "version": "1.1.0" }\n' },
        policies: { core: { packages: ["@acme/*"] } },
      },
      {
        title: "An example with the name of a dependency",
        planner: "changesets@2",
        packages: {
          "@acme/core": { version: "1.2.0", dependencies: { stripe: "^20.0.0" } },
          stripe: {
            version: "0.0.1",
            private: true,
            dependencies: { "@acme/core": "workspace:*" },
          },
        },
        config: { privatePackages: { version: true, tag: false } },
        changesets: { fix: { "@acme/core": "patch" } },
        policies: { core: { packages: ["@acme/*"] } },
      },
    ],
    accept: [
      {
        title: "Unique names",
        packages: { "@acme/core": "1.2.0", "@acme/copy": "1.1.0" },
        policies: { core: { packages: ["@acme/*"] } },
      },
    ],
  },

  check: (view) => [...twins(view), ...collisions(view)],

  message: (problem) => {
    if ("dirs" in problem)
      return say`${problem.dirs.length} packages are named ${problem.package}: ${list(problem.dirs)}`;
    const { release, range, version } = problem;
    const what =
      range.field === "devDependencies"
        ? say`${release.name} ${release.to} would be developed with`
        : say`${release.name} ${release.to} would be published with`;
    return say`${what} ${range.on} ${range.after} instead of ${range.before}, because the workspace contains a package with that name (${version ?? "without a version"})`;
  },
  help: (problem) => {
    if ("dirs" in problem)
      return say`rename one of them, or exclude ${problem.dirs.at(-1)!} from the workspace`;
    const { range, dir } = problem;
    // npm takes no alias in peer dependencies.
    if (range.field === "peerDependencies")
      return say`rename the package in ${dir} and every reference to it`;
    return say`write ${`"${range.on}": "npm:${range.on}@${range.before}"`} in ${range.field}; if the package in ${dir} can have another name, rename it and every reference to it`;
  },
});

function twins(view: View): Twins[] {
  if (view.planner.id === "pnpm") return [];
  const byName = Map.groupBy(view.packages, (pkg) => pkg.name);
  return [...byName].flatMap(([name, same]) => {
    if (same.length < 2 || same.every((pkg) => pkg.private)) return [];
    const dirs = same.map((pkg) => pkg.dir);
    return [{ package: name, dirs, at: { ...versionAt(dirs[1]!), pointer: ["name"] } }];
  });
}

const collisions = (view: View): Collision[] =>
  view.judged.flatMap((release) =>
    (release.collisions ?? []).map((range) => {
      const target = view.packageNamed(range.on);
      return {
        package: release.name,
        release,
        at: manifestAt(release.dir, range.field, range.on),
        range,
        version: target?.version,
        dir: target?.dir ?? ".",
        // It is not published, but the next installation takes it or fails.
        ...(range.field === "devDependencies" ? { atMost: "warn" as const } : {}),
      };
    }),
  );

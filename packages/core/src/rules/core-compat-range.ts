import parse from "semver/functions/parse.js";
import subset from "semver/ranges/subset.js";
import type { Release } from "../facts.ts";
import { selects } from "../policy/selector.ts";
import { defineRule, type Problem } from "../rule.ts";
import { say } from "../sentence.ts";

interface Incompatible extends Problem {
  readonly release: Release;
  readonly on: string;
  readonly version: string;
  readonly published: string;
  readonly needed: string;
}

export const coreCompatRange = defineRule<Incompatible>({
  id: "core-compat-range",
  family: "plan",
  summary: "The published range on a core package covers as much of it as the policy promises.",
  why: "Dagster promises that its libraries stay compatible with core 1.x. `workspace:*` is published as an exact version, and `workspace:^` as the newest one and above.",
  level: "error",
  examples: {
    reject: [
      {
        title: "workspace:* publishes an exact version",
        packages: {
          "@acme/core": "1.4.0",
          "@acme/library": { version: "0.3.0", dependencies: { "@acme/core": "workspace:*" } },
        },
        changesets: { "small-fix": { "@acme/library": "patch" } },
        policies: {
          all: { packages: ["@acme/*"] },
          workspace: {
            compatibility: [{ packages: ["@acme/library"], with: "@acme/core", covers: "major" }],
          },
        },
      },
    ],
    accept: [
      {
        title: "workspace:^ publishes all of the major from the newest version on",
        packages: {
          "@acme/core": "1.4.0",
          "@acme/library": { version: "0.3.0", dependencies: { "@acme/core": "workspace:^" } },
        },
        changesets: { "small-fix": { "@acme/library": "patch" } },
        policies: {
          all: { packages: ["@acme/*"] },
          workspace: {
            compatibility: [{ packages: ["@acme/library"], with: "@acme/core", covers: "major" }],
          },
        },
      },
    ],
  },

  check: (view) =>
    view.policy.compatibility.flatMap(({ packages, with: core, covers, line }) =>
      view.judged
        .filter((release) => selects(packages, release))
        .flatMap((release) => {
          const version = view.releaseOf(core)?.to ?? view.packageNamed(core)?.version;
          if (version === undefined) return [];
          const needed = neededRange(version, covers);
          return release.ranges
            .filter(
              ({ on, after }) => on === core && !subset(needed, after, { includePrerelease: true }),
            )
            .map(({ field, after }) => ({
              package: release.name,
              release,
              at: {
                path: `${release.dir}/package.json`,
                line: 1,
                column: 1,
                pointer: [field, core],
              },
              on: core,
              version,
              published: after,
              needed,
              because: line,
            }));
        }),
    ),

  message: ({ release, on, version, published, needed }) =>
    say`${release.name} ${release.to} would be published with ${on} ${published}, which does not cover ${needed} (${on} is ${version})`,
  help: ({ release, on, needed }) =>
    say`write ${`"${on}": "workspace:^"`}, or a range that covers ${needed}, in ${`${release.dir}/package.json`}`,
});

/** From the core's version on: to the end of its major, of its minor, or that version alone. */
function neededRange(version: string, covers: "major" | "minor" | "exact"): string {
  if (covers === "exact") return version;
  const { major = 0, minor = 0 } = parse(version) ?? {};
  return covers === "minor"
    ? `>=${version} <${major}.${minor + 1}.0-0`
    : `>=${version} <${major + 1}.0.0-0`;
}

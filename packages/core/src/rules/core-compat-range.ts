import parse from "semver/functions/parse.js";
import subset from "semver/ranges/subset.js";
import type { Release } from "../facts.ts";
import { selects } from "../policy/selector.ts";
import { manifestAt, manifestIn } from "../remedy.ts";
import { defineRule, type Problem } from "../rule.ts";
import { say } from "../sentence.ts";

interface Incompatible extends Problem {
  readonly release: Release;
  readonly on: string;
  readonly version: string;
  readonly published: string;
  readonly needed: string;
  /** What to write in package.json. */
  readonly spec: string;
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
          const now = view.packageNamed(core)?.version;
          const version = view.releaseOf(core)?.to ?? now;
          const needed = neededRange(version, covers);
          if (version === undefined || needed === undefined) return [];
          const caret = subset(needed, `^${version}`, { includePrerelease: true });
          return release.ranges
            .filter(
              ({ on, after }) => on === core && !subset(needed, after, { includePrerelease: true }),
            )
            .map(({ field, after }) => ({
              package: release.name,
              release,
              at: manifestAt(release.dir, field, core),
              on: core,
              version,
              published: after,
              needed,
              // What is written must take the core of today too: pnpm links nothing else.
              spec: caret ? "workspace:^" : `workspace:${neededRange(now, covers) ?? needed}`,
              because: line,
            }));
        }),
    ),

  message: ({ release, on, version, published, needed }) =>
    say`${release.name} ${release.to} would be published with ${on} ${published}, which does not cover ${needed} (${on} is ${version})`,
  help: ({ release, on, spec }) => say`write ${`"${on}": "${spec}"`} in ${manifestIn(release.dir)}`,
});

/** From the core's version on: to the end of its major, of its minor, or that version alone. */
function neededRange(
  version: string | undefined,
  covers: "major" | "minor" | "exact",
): string | undefined {
  const core = parse(version);
  if (!core || covers === "exact") return core?.version;
  const { major, minor } = core;
  return covers === "minor"
    ? `>=${version} <${major}.${minor + 1}.0-0`
    : `>=${version} <${major + 1}.0.0-0`;
}

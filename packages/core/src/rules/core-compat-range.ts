import subset from "semver/ranges/subset.js";
import { neededRange, specFor } from "../compatibility.ts";
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
  why: "Dagster promises that its libraries stay compatible with core 1.x. `workspace:*` is published as an exact version, and `workspace:^` as the newest one and above: enough where the promise begins with the newest core, too little where the policy sets a `floor`.",
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
      {
        title: "workspace:^ leaves out what is older than today's core",
        packages: {
          "@acme/core": "1.4.0",
          "@acme/library": { version: "0.3.0", dependencies: { "@acme/core": "workspace:^" } },
        },
        changesets: { "small-fix": { "@acme/library": "patch" } },
        policies: {
          all: { packages: ["@acme/*"] },
          workspace: {
            compatibility: [
              { packages: ["@acme/library"], with: "@acme/core", covers: "major", floor: "1.0.0" },
            ],
          },
        },
      },
    ],
    accept: [
      {
        title: "workspace:^1.0.0 is published with its floor",
        packages: {
          "@acme/core": "1.4.0",
          "@acme/library": { version: "0.3.0", dependencies: { "@acme/core": "workspace:^1.0.0" } },
        },
        changesets: { "small-fix": { "@acme/library": "patch" } },
        policies: {
          all: { packages: ["@acme/*"] },
          workspace: {
            compatibility: [
              { packages: ["@acme/library"], with: "@acme/core", covers: "major", floor: "1.0.0" },
            ],
          },
        },
      },
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
    view.policy.compatibility.flatMap(({ packages, with: core, covers, floor, line }) =>
      view.judged
        .filter((release) => selects(packages, release))
        .flatMap((release) => {
          const now = view.packageNamed(core)?.version;
          const version = view.releaseOf(core)?.to ?? now;
          const needed = neededRange(version, covers, floor);
          if (version === undefined || needed === undefined) return [];
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
              spec: specFor(needed, version, floor, neededRange(now, covers, floor)),
              because: line,
            }));
        }),
    ),

  message: ({ release, on, version, published, needed }) =>
    say`${release.name} ${release.to} would be published with ${on} ${published}, which does not cover ${needed} (${on} is ${version})`,
  help: ({ release, on, spec }) => say`write ${`"${on}": "${spec}"`} in ${manifestIn(release.dir)}`,
});

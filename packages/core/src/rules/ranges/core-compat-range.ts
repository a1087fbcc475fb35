import lt from "semver/functions/lt.js";
import parse from "semver/functions/parse.js";
import subset from "semver/ranges/subset.js";
import type { Release } from "../../facts/facts.ts";
import { manifestAt, manifestIn } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import type { Compatibility } from "../../policy/policy.ts";
import { selects } from "../../policy/selector.ts";
import { say } from "../../sentence.ts";

interface CoreCompatRangeProblem extends Problem {
  readonly release: Release;
  readonly on: string;
  readonly version: string;
  readonly published: string;
  readonly needed: string;
  /** What to write in package.json. */
  readonly spec: string;
}

export const coreCompatRange = defineRule<CoreCompatRangeProblem>({
  id: "core-compat-range",
  family: "plan",
  summary:
    "The published range on a core package must cover all versions that the policy promises.",
  why: "Libraries that promise to work with all of core 1.x need a range that says so. `workspace:*` is published as an exact version and `workspace:^` starts at the newest one, so neither reaches a `floor` that the policy sets.",
  level: "error",
  looksAt: ["compatibility"],
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
        title: "workspace:^ excludes older versions of the core",
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
        title: "workspace:^1.0.0 keeps its minimum",
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
        title: "workspace:^ covers the major from the newest version",
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
            .map(({ field, alias = core, after }) => ({
              package: release.name,
              release,
              at: manifestAt(release.dir, field, alias),
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
    say`${release.name} ${release.to} would be published with the range ${published} on ${on}, but the policy requires ${needed} (${on} is at ${version})`,
  help: ({ release, on, spec }) => say`write ${`"${on}": "${spec}"`} in ${manifestIn(release.dir)}`,
});

/** From the floor of the core's line on: to the end of its major, of its minor, or that version alone. */
function neededRange(
  version: string | undefined,
  covers: Compatibility["covers"],
  floor: string | undefined,
): string | undefined {
  const core = parse(version);
  if (!core || covers === "exact") return core?.version;
  const { major, minor } = core;
  const [line, end] =
    covers === "minor"
      ? [`${major}.${minor}.0`, `${major}.${minor + 1}.0-0`]
      : [`${major}.0.0`, `${major + 1}.0.0-0`];
  // The policy outlives a major of the core: then the floor is where the new line begins.
  const oldest = floor === undefined ? core.version : lt(floor, line) ? line : floor;
  return `>=${lt(core, oldest) ? core.version : oldest} <${end}`;
}

/** What to write so that the needed range is published. It must take the core of today too: pnpm links nothing else. */
function specFor(
  needed: string,
  version: string,
  floor: string | undefined,
  today: string | undefined,
): string {
  const isCaretOf = (low: string): boolean =>
    subset(needed, `^${low}`, { includePrerelease: true });
  if (isCaretOf(version)) return "workspace:^";
  const whole = today ?? needed;
  return floor !== undefined && whole === needed && isCaretOf(floor)
    ? `workspace:^${floor}`
    : `workspace:${whole}`;
}

import { type Problem, defineRule } from "../../judge/rule.ts";
import type { View } from "../../judge/view.ts";
import { type Sentence, say, series } from "../../sentence.ts";
import { type Bump, greatest } from "../../versions/bump.ts";
import { smallBreakingChanges } from "./breaking-changes.ts";
import { type Change, remedyFor } from "./change.ts";
import {
  type ChangeBumpOptions,
  changeBumpNeeds,
  changeBumpOptions,
} from "./change-bump-options.ts";
import { smallDeprecations, smallRemovals } from "./declared-api-changes.ts";
import { smallExportRemovals } from "./export-changes.ts";
import { smallMigrations } from "./migration-changes.ts";
import { earlyDrops, smallRuntimeDrops } from "./runtime-changes.ts";

interface SmallBump extends Problem {
  readonly kind: "small";
  readonly package: string;
  readonly track: string | undefined;
  readonly version: string | undefined;
  readonly needed: Bump;
  readonly got: Bump;
  readonly changes: readonly Change[];
  readonly remedy: Sentence;
}

/** What needs no other bump: a line that is dropped too early, a change that is only announced. */
interface OtherProblem extends Problem {
  readonly kind: "early" | "announced";
  readonly message: Sentence;
  readonly help: Sentence;
}

const removing = (name: string, bump: Bump): string =>
  `---\n"${name}": ${bump}\n---\n\nTake \`open\` away.\n\nRemoves: open\n`;

const deprecating = (bump: Bump): string =>
  `---\n"@acme/core": ${bump}\n---\n\nPrefer \`openAll\`.\n\nDeprecates: open use openAll\n`;

const NEXT_LINE = {
  libraries: {
    packages: ["@acme/*"],
    versions: "0.y.z",
    require: { removal: { deprecatedFor: { lines: 1 } } },
  },
  deprecations: {
    deprecations: [{ package: "@acme/library", api: "open", deprecatedIn: "0.8.2" }],
  },
};

const RUNTIME_EOL = { kinds: { runtime: "minor" }, runtimes: { onlyEol: true } };

export const changeBump = defineRule<SmallBump | OtherProblem, ChangeBumpOptions>({
  id: "change-bump",
  family: "evidence",
  summary:
    "A change must get at least the bump that its kind requires: breaking, removal, deprecation, migration, runtime or export.",
  why: "Users rely on the version number to know whether an update can break them. What counts is the release: the bump may come from another changeset, or a prerelease may already lead to it.",
  level: "error",
  looksAt: ["additions", "declarations", "released"],
  options: changeBumpOptions,
  needs: changeBumpNeeds,
  notWhen:
    "When changesets call changes breaking that do not break users, such as changes of experimental parts.",
  examples: {
    reject: [
      {
        title: "A patch removes what the same line deprecated",
        packages: { "@acme/library": "0.8.5" },
        changesets: {
          cleanup: removing("@acme/library", "patch"),
        },
        policies: NEXT_LINE,
      },
      {
        title: "A breaking change in a patch",
        packages: { "@acme/core": "1.4.0" },
        changesets: {
          "strong-bees":
            '---\n"@acme/core": patch\n---\n\nBREAKING CHANGES: the configuration has the keys of the API now.\n',
        },
        policies: { core: { packages: ["@acme/core"], versions: "1.x || 2.x" } },
      },

      {
        title: "A patch deprecates",
        packages: { "@acme/core": "1.4.0" },
        changesets: { prefer: deprecating("patch") },
        policies: {
          core: {
            packages: ["@acme/*"],
            rules: { "change-bump": ["warn", { kinds: { deprecation: "minor" } }] },
          },
        },
      },

      {
        title: "A patch with a migration",
        packages: { "@acme/server": "1.2.0" },
        changesets: { "user-names": { "@acme/server": "patch" } },
        files: {
          "packages/server/migrations/0007_names.sql": "ALTER TABLE users ADD name text;\n",
        },
        policies: {
          server: {
            packages: ["@acme/*"],
            rules: { "change-bump": ["error", { kinds: { migration: "minor" } }] },
          },
        },
        since: { changesets: {}, files: {} },
      },

      {
        title: "A line of Node is dropped in a patch",
        packages: { "@acme/core": { version: "1.2.0", engines: { node: ">=22" } } },
        changesets: { tidy: { "@acme/core": "patch" } },
        policies: {
          core: {
            packages: ["@acme/*"],
            rules: { "change-bump": ["error", { kinds: { runtime: "minor" } }] },
          },
        },
        since: {
          packages: { "@acme/core": { version: "1.2.0", engines: { node: ">=20" } } },
          changesets: {},
        },
      },
      {
        title: "A Node line that is still supported",
        packages: { "@acme/core": { version: "1.2.0", engines: { node: ">=24" } } },
        changesets: { modern: { "@acme/core": "major" } },
        policies: {
          core: { packages: ["@acme/*"], rules: { "change-bump": ["error", RUNTIME_EOL] } },
        },
        since: {
          packages: { "@acme/core": { version: "1.2.0", engines: { node: ">=20" } } },
          changesets: {},
        },
      },

      {
        title: "An export removed in a patch",
        packages: { "@acme/core": { version: "1.4.0", exports: { ".": "./index.js" } } },
        changesets: { tidy: { "@acme/core": "patch" } },
        policies: {
          core: {
            packages: ["@acme/core"],
            rules: { "change-bump": ["error", { kinds: { export: "major" } }] },
          },
        },
        since: {
          packages: {
            "@acme/core": {
              version: "1.4.0",
              exports: { ".": "./index.js", "./server": "./server.js" },
            },
          },
          changesets: {},
        },
      },
    ],
    accept: [
      {
        title: "A minor below 1.0.0",
        packages: { "@acme/plugin": "0.4.2" },
        changesets: {
          "strong-bees": '---\n"@acme/plugin": minor\n---\n\n**BREAKING**: `load` is async.\n',
        },
        policies: { plugins: { packages: ["@acme/plugin"] } },
      },
      {
        title: "The release is a minor",
        packages: { "@acme/server": "1.2.0" },
        changesets: { "user-names": { "@acme/server": "minor" } },
        files: {
          "packages/server/migrations/0007_names.sql": "ALTER TABLE users ADD name text;\n",
        },
        policies: {
          server: {
            packages: ["@acme/*"],
            rules: { "change-bump": ["error", { kinds: { migration: "minor" } }] },
          },
        },
        since: { changesets: {}, files: {} },
      },
      {
        title: "A broken version is excluded",
        packages: {
          "@acme/core": { version: "1.2.0", engines: { node: ">=20.0.0 <22.5.0 || >=22.5.1" } },
        },
        changesets: { tidy: { "@acme/core": "patch" } },
        policies: {
          core: {
            packages: ["@acme/*"],
            rules: { "change-bump": ["error", { kinds: { runtime: "minor" } }] },
          },
        },
        since: {
          packages: { "@acme/core": { version: "1.2.0", engines: { node: ">=20.0.0" } } },
          changesets: {},
        },
      },
      {
        title: "In a major",
        packages: { "@acme/core": { version: "1.4.0", exports: { ".": "./index.js" } } },
        changesets: { tidy: { "@acme/core": "major" } },
        policies: {
          core: {
            packages: ["@acme/core"],
            rules: { "change-bump": ["error", { kinds: { export: "major" } }] },
          },
        },
        since: {
          packages: {
            "@acme/core": {
              version: "1.4.0",
              exports: { ".": "./index.js", "./server": "./server.js" },
            },
          },
          changesets: {},
        },
      },
    ],
  },

  check: (view, options) => {
    const breaking = smallBreakingChanges(view, options);
    return [
      ...breaking.flatMap((change) => announcementOf(change)),
      ...grouped(view, [
        ...breaking.filter(({ announcement }) => !announcement),
        ...smallRemovals(view, options),
        ...smallDeprecations(view, options),
        ...smallMigrations(view, options),
        ...smallRuntimeDrops(view, options),
        ...smallExportRemovals(view, options),
      ]),
      ...earlyDrops(view, options).map((drop) => ({ kind: "early" as const, ...drop })),
    ];
  },

  message: (problem) => {
    if (problem.kind !== "small") return problem.message;
    const { package: name, release, track, version, needed, got, changes } = problem;
    const what = release
      ? say`${name} would go from ${release.from} to ${release.to}, a ${got} release,`
      : say`${name} would stay at ${version ?? "its version"},`;
    const who = track === undefined ? say`its policy` : say`track ${track}`;
    return say`${what} but ${who} requires a ${needed} for ${series(changes.map(({ reason }) => reason))}`;
  },
  help: (problem) => (problem.kind === "small" ? problem.remedy : problem.help),
});

/** One finding for each package and place: what is wrong with one line of a changeset, or one package.json. */
function grouped(view: View, changes: readonly Change[]): SmallBump[] {
  const groups = Map.groupBy(changes, ({ package: name, at }) => `${name}\0${at.path}`);
  return [...groups.values()].map((group) => {
    const {
      package: name,
      release,
      at,
      cause,
      because,
    } = group.find((one) => one.cause) ?? group[0]!;
    const needed = greatest(group.map((one) => one.needed));
    return {
      kind: "small",
      package: name,
      at,
      ...(release ? { release } : {}),
      ...(cause ? { cause } : {}),
      ...(because ? { because } : {}),
      track: view.trackOf(name)?.name,
      version: view.packageNamed(name)?.version,
      needed,
      got: greatest(group.map(({ got }) => got)),
      changes: group,
      remedy: remedyFor(view, name, needed, group),
    };
  });
}

function announcementOf({
  package: name,
  at,
  release,
  because,
  ...change
}: Change): OtherProblem[] {
  const { announcement: message, without: help } = change;
  if (!message) return [];
  const about = {
    package: name,
    at,
    ...(release ? { release } : {}),
    ...(because ? { because } : {}),
  };
  return [{ kind: "announced", atMost: "warn", ...about, message, help }];
}

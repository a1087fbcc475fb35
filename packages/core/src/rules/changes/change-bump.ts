import { defineRule } from "../../judge/rule.ts";
import type { Bump } from "../../versions/bump.ts";
import { CLOSE, apiReport } from "../deprecations/reported-examples.ts";
import { lostReports, smallApiChanges } from "./api-changes.ts";
import { smallBreakingChanges } from "./breaking-changes.ts";
import {
  type ChangeBumpOptions,
  changeBumpNeeds,
  changeBumpOptions,
} from "./change-bump-options.ts";
import { smallDeprecations, smallRemovals } from "./declared-api-changes.ts";
import { smallExportRemovals } from "./export-changes.ts";
import { smallMigrations } from "./migration-changes.ts";
import { earlyDrops, smallRuntimeDrops } from "./runtime-changes.ts";
import {
  type OtherProblem,
  type SmallBump,
  announcementOf,
  grouped,
  possibleBreak,
  tooSmall,
} from "./small-bump.ts";

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

const PEEK = "/** @experimental */\nexport declare function peek(): void;";
const READ = [
  "export declare function read(path: string): string;",
  "export declare function read(path: URL): string;",
];
const STABLE = { stable: { packages: ["@acme/*"], versions: "1.x || 2.x" } };

const RUNTIME_EOL = { kinds: { runtime: "minor" }, runtimes: { onlyEol: true } };

export const changeBump = defineRule<SmallBump | OtherProblem, ChangeBumpOptions>({
  id: "change-bump",
  family: "evidence",
  summary:
    "A change must get at least the bump that its kind requires: breaking, removal, deprecation, migration, runtime or export. API reports show breaking changes that no changeset declares.",
  why: "Users rely on the version number to know whether an update can break them. What counts is the release: the bump may come from another changeset, or an earlier prerelease may already include it.",
  level: "error",
  looksAt: ["additions", "apis", "declarations", "released"],
  oncePerRelease: true,
  options: changeBumpOptions,
  needs: changeBumpNeeds,
  notWhen:
    "When your changesets mark changes as breaking that do not affect users, such as changes to experimental parts.",
  examples: {
    reject: [
      {
        title: "A patch removes what the same release line deprecated",
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
            '---\n"@acme/core": patch\n---\n\nBREAKING CHANGES: all configuration keys have new names.\n',
        },
        policies: { core: { packages: ["@acme/core"], versions: "1.x || 2.x" } },
      },

      {
        title: "A deprecation in a patch",
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
        title: "The API report shows a removal that no changeset declares",
        packages: { "@acme/core": "1.4.0" },
        changesets: { tidy: { "@acme/core": "minor" } },
        files: apiReport(),
        policies: STABLE,
        since: { changesets: {}, files: apiReport(CLOSE) },
      },
      {
        title: "Reordered overloads, where TypeScript cannot tell whether a call breaks",
        packages: { "@acme/core": "1.4.0" },
        changesets: { read: { "@acme/core": "minor" } },
        files: apiReport(...READ.toReversed()),
        policies: STABLE,
        since: { changesets: {}, files: apiReport(...READ) },
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
        title: "Only an experimental element is removed",
        packages: { "@acme/core": "1.4.0" },
        changesets: { tidy: { "@acme/core": "minor" } },
        files: apiReport(CLOSE),
        policies: STABLE,
        since: { changesets: {}, files: apiReport(CLOSE, PEEK) },
      },
      {
        title: "Only something experimental breaks",
        packages: { "@acme/core": "1.4.0" },
        changesets: {
          tidy: '---\n"@acme/core": patch\n---\n\nTidy up.\n\n### Experimental\n\n- BREAKING: `peek` is gone\n',
        },
        policies: {
          core: {
            packages: ["@acme/*"],
            rules: { "change-bump": ["error", { kinds: { experimental: "off" } }] },
          },
        },
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
    const api = smallApiChanges(view, options);
    return [
      ...breaking.flatMap((change) => announcementOf(change)),
      ...grouped(view, [
        ...breaking.filter(({ announcement }) => !announcement),
        ...smallRemovals(view, options),
        ...smallDeprecations(view, options),
        ...smallMigrations(view, options),
        ...smallRuntimeDrops(view, options),
        ...smallExportRemovals(view, options),
        ...api.proven,
      ]),
      ...api.possible.map((change) => possibleBreak(view, change)),
      ...lostReports(view),
      ...earlyDrops(view, options).map((drop) => ({ kind: "early" as const, ...drop })),
    ];
  },

  message: (problem) => (problem.kind === "small" ? tooSmall(problem) : problem.message),
  help: (problem) => (problem.kind === "small" ? problem.remedy : problem.help),
});

import type { Example } from "../../facts/example.ts";
import type { Bump } from "../../versions/bump.ts";

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

/** The examples of `change-bump`, some for each kind of change. */
export const CHANGE_EXAMPLES: {
  readonly accept: readonly Example[];
  readonly reject: readonly Example[];
} = {
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
      title: "A track that takes no major",
      packages: { "@acme/core": "1.4.0" },
      changesets: {
        "strong-bees":
          '---\n"@acme/core": minor\n---\n\nNew keys.\n\n### Breaking Changes\n\n- `parse` throws where it gave `null`\n',
      },
      policies: {
        core: { packages: ["@acme/core"], bumps: { declared: ["patch", "minor"] } },
      },
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
      title: "A patch brings a migration",
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
      title: "A migration without a release",
      packages: { "@acme/server": "1.2.0" },
      files: {
        "packages/server/migrations/0007_names.sql": "ALTER TABLE users ADD name text;\n",
      },
      policies: {
        server: {
          packages: ["@acme/*"],
          rules: {
            "change-bump": ["error", { kinds: { migration: "minor" } }],
            "changeset-missing": "off",
          },
        },
      },
      since: { files: {} },
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
      title: "A line that is still supported",
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
      title: "A path that is gone in a patch",
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
      title: "One of two packages has the major",
      packages: { "@acme/core": "1.4.0", "@acme/docs": "3.0.1" },
      changesets: {
        "strong-bees":
          '---\n"@acme/core": major\n"@acme/docs": patch\n---\n\nBREAKING: `load` is async, and the docs say so.\n',
      },
      policies: { all: { packages: ["@acme/*"] } },
    },
    {
      title: "A word in code",
      packages: { "@acme/core": "1.4.0" },
      changesets: {
        "strong-bees":
          '---\n"@acme/core": patch\n---\n\nThe log has its old lines again:\n\n```\nBREAKING: x\n```\n',
      },
      policies: { core: { packages: ["@acme/core"] } },
    },
    {
      title: "The next line removes it",
      packages: { "@acme/library": "0.8.5" },
      changesets: {
        cleanup: removing("@acme/library", "minor"),
      },
      policies: NEXT_LINE,
    },
    {
      title: "A minor deprecates",
      packages: { "@acme/core": "1.4.0" },
      changesets: { prefer: deprecating("minor") },
      policies: {
        core: {
          packages: ["@acme/*"],
          rules: { "change-bump": ["warn", { kinds: { deprecation: "minor" } }] },
        },
      },
    },
    {
      title: "A minor brings it",
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
      title: "A broken version is left out",
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
};

import { changesetText, type Story } from "./story.ts";

/** Node's release lines and the ledger of deprecations depend on the day. */
const DAY = "2026-06-15";

export const RELEASE_STORIES: readonly Story[] = [
  {
    page: "docs/deprecate.md",
    name: "removal",
    workspace: {
      packages: { "@acme/core": "1.4.0" },
      policies: {
        core: {
          packages: ["@acme/core"],
          versions: ">=1.0.0",
          breaking: "major",
          require: { removal: { deprecatedFor: { lines: 1 } }, deprecation: ["replacement"] },
          rules: { removal: "error" },
        },
      },
    },
    steps: [
      {
        says: "A pull request removes `openSync`, which no release has deprecated:",
        files: {
          ".changeset/no-sync.md": changesetText(
            "@acme/core",
            "major",
            "Remove the synchronous functions.\n\nRemoves: openSync",
          ),
        },
        run: [1, "check"],
      },
      {
        says: "Deprecate it first. The changeset names the replacement and the version that removes it:",
        files: {
          ".changeset/no-sync.md": changesetText(
            "@acme/core",
            "minor",
            "Calling `openSync` prints a warning.\n\nDeprecates: openSync use open until 2.0.0",
          ),
        },
        run: [0, "check"],
      },
      {
        says: "Record the deprecation in `policies/deprecations.yaml`, then release 1.5.0:",
        run: [0, "deprecations", "--write", "--today", DAY],
      },
      { says: "", versions: true },
      {
        says: "Now the removal is allowed:",
        files: {
          ".changeset/no-sync.md": changesetText(
            "@acme/core",
            "major",
            "Remove the synchronous functions.\n\nRemoves: openSync",
          ),
        },
        run: [0, "check"],
      },
      { says: "", versions: true },
    ],
  },
  {
    page: "docs/deprecate.md",
    name: "runtime",
    workspace: {
      packages: { "@acme/core": { version: "1.4.0", engines: { node: ">=20" } } },
      policies: {
        core: {
          packages: ["@acme/core"],
          versions: ">=1.0.0",
          rules: { "change-bump": ["error", { kinds: { runtime: "minor" } }] },
        },
      },
    },
    steps: [
      {
        says: "1.4.0 supports Node 20 and later. A bug fix raises that to Node 22:",
        files: {
          "packages/core/package.json": `${JSON.stringify({ name: "@acme/core", version: "1.4.0", engines: { node: ">=22" } }, null, 2)}\n`,
          ".changeset/fast-path.md": changesetText(
            "@acme/core",
            "patch",
            "Open large files faster.",
          ),
        },
        run: [1, "check", "--today", DAY],
      },
      {
        says: "As a minor, the change does not reach users who only take patches:",
        files: {
          ".changeset/fast-path.md": changesetText(
            "@acme/core",
            "minor",
            "Open large files faster. Requires Node 22.",
          ),
        },
        run: [0, "check", "--today", DAY],
      },
      { says: "", versions: true },
    ],
  },
  {
    page: "docs/graduate.md",
    name: "graduation",
    workspace: {
      packages: { "@acme/core": "1.4.0", "@acme/plugin-gcs": "0.5.1", "@acme/plugin-s3": "0.16.3" },
      policies: {
        core: {
          packages: ["@acme/core"],
          versions: ">=1.0.0",
          breaking: "major",
          rules: { graduation: ["error", { breaking: "forbidden" }] },
        },
        integrations: { packages: ["@acme/plugin-*"], extends: "stay-0x" },
      },
    },
    steps: [
      {
        says: "A changeset with a major would publish `@acme/plugin-s3` as 1.0.0, which its track forbids:",
        files: {
          ".changeset/stable.md": changesetText(
            "@acme/plugin-s3",
            "major",
            "The options are stable.",
          ),
        },
        run: [1, "check"],
      },
      {
        says: "1.0.0 is intended, so move the package to track `core`:",
        run: [0, "graduate", "@acme/plugin-s3", "--to", "core"],
      },
      { says: "", run: [0, "check"] },
      {
        says: "Track `core` does not allow a breaking change in the release that graduates. A pull request adds one:",
        files: {
          ".changeset/rename.md": changesetText(
            "@acme/plugin-s3",
            "minor",
            "BREAKING: `bucket` is now called `target`.",
          ),
        },
        run: [1, "check"],
      },
      {
        says: "Remove that changeset and release 1.0.0 without it:",
        files: { ".changeset/rename.md": undefined },
        run: [0, "check"],
      },
      { says: "", versions: true },
    ],
  },
  {
    page: "docs/maintain.md",
    name: "branch",
    workspace: {
      packages: { "@acme/core": "1.4.2" },
      policies: {
        core: { packages: ["@acme/core"], versions: ">=1.0.0" },
        workspace: {
          branches: { "maint/1.x": { bumps: { declared: ["patch"] }, versions: "1.x" } },
        },
      },
    },
    steps: [
      {
        says: "A pull request backports a feature. `maint/1.x` refuses it:",
        files: { ".changeset/streams.md": changesetText("@acme/core", "minor", "Read streams.") },
        run: [1, "check", "--branch", "maint/1.x"],
      },
      { says: "`main` allows the same changeset:", run: [0, "check", "--branch", "main"] },
    ],
  },
  {
    page: "docs/prereleases.md",
    name: "pre-mode",
    workspace: {
      packages: { "@acme/core": "1.4.0" },
      policies: {
        core: {
          packages: ["@acme/core"],
          bumps: { declared: ["patch", "minor"], inPreMode: ["patch", "minor", "major"] },
        },
      },
    },
    steps: [
      {
        says: "Outside pre mode, track `core` refuses a major:",
        files: {
          ".changeset/new-names.md": changesetText("@acme/core", "major", "Shorten all names."),
        },
        run: [1, "check"],
      },
      {
        says: "In pre mode the same changeset is released as a beta:",
        changesets: ["pre", "enter", "beta"],
      },
      { says: "", run: [0, "check"] },
      { says: "", versions: true },
      {
        says: "Leaving pre mode releases 2.0.0 without a new changeset. `check` shows that release before it is made:",
        changesets: ["pre", "exit"],
      },
      { says: "", run: [0, "check"] },
      { says: "", versions: true },
    ],
  },
  {
    page: "docs/prereleases.md",
    name: "sandbox",
    workspace: {
      planner: "pnpm",
      packages: { "@acme/core": "1.4.0", "@acme/lab": "0.1.0-alpha.3" },
      workspace: { versioning: { lanes: {} } },
      policies: {
        core: { packages: ["@acme/core"], versions: ">=1.0.0" },
        sandbox: {
          packages: ["@acme/lab"],
          versions: "0.y.z",
          prerelease: { required: ["alpha", "beta"] },
        },
      },
    },
    steps: [
      {
        says: "A patch would turn 0.1.0-alpha.3 into 0.1.0, which track `sandbox` refuses:",
        files: { ".changeset/try.md": changesetText("@acme/lab", "patch", "Try another cache.") },
        run: [1, "check"],
      },
      {
        says: "A lane keeps the package on its prerelease:",
        files: {
          "pnpm-workspace.yaml":
            'packages: ["packages/*"]\nversioning:\n  lanes:\n    "@acme/lab": alpha\n',
        },
        run: [0, "check"],
      },
    ],
  },
];

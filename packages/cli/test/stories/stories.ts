import type { Story } from "./story.ts";

/** What is told of Node and of deprecations depends on the day. */
const DAY = "2026-06-15";

const changeset = (name: string, bump: string, text: string): string =>
  `---\n"${name}": ${bump}\n---\n\n${text}\n`;

export const STORIES: readonly Story[] = [
  {
    title: "A removal without a deprecation",
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
        says: "The core is on 1.4.0, and its track says that nothing goes that was not deprecated one line before. A change takes `openSync` away:",
        files: {
          ".changeset/no-sync.md": changeset(
            "@acme/core",
            "major",
            "Only the asynchronous functions are left.\n\nRemoves: openSync",
          ),
        },
        run: [1, "check"],
      },
      {
        says: "So it is deprecated first. The changeset says what to use instead, and until when it stays:",
        files: {
          ".changeset/no-sync.md": changeset(
            "@acme/core",
            "minor",
            "Calling `openSync` warns.\n\nDeprecates: openSync use open until 2.0.0",
          ),
        },
        run: [0, "check"],
      },
      {
        says: "The ledger keeps it, before the versions are made.",
        run: [0, "deprecations", "--write", "--today", DAY],
      },
      { says: "", versions: true },
      {
        says: "One line later it may go, and nobody can say that it came as a surprise.",
        files: {
          ".changeset/no-sync.md": changeset(
            "@acme/core",
            "major",
            "Only the asynchronous functions are left.\n\nRemoves: openSync",
          ),
        },
        run: [0, "check"],
      },
      { says: "", versions: true },
    ],
  },
  {
    title: "A Node line dropped in a patch",
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
        says: "The core runs on Node 20 and above. Somebody raises that beside a fix:",
        files: {
          "packages/core/package.json": `${JSON.stringify({ name: "@acme/core", version: "1.4.0", engines: { node: ">=22" } }, null, 2)}\n`,
          ".changeset/fast-path.md": changeset("@acme/core", "patch", "Open large files faster."),
        },
        run: [1, "check", "--today", DAY],
      },
      {
        says: "What was released last is read from the tag of 1.4.0. With a minor, users of Node 20 who update patches only are left in peace:",
        files: {
          ".changeset/fast-path.md": changeset(
            "@acme/core",
            "minor",
            "Open large files faster; needs Node 22.",
          ),
        },
        run: [0, "check", "--today", DAY],
      },
      { says: "", versions: true },
    ],
  },
  {
    title: "An integration that graduates",
    workspace: {
      packages: { "@acme/core": "1.4.0", "@acme/plugin-gcs": "0.5.1", "@acme/plugin-s3": "0.16.3" },
      policies: {
        core: { packages: ["@acme/core"], versions: ">=1.0.0", breaking: "major" },
        integrations: { packages: ["@acme/plugin-*"], extends: "stay-0x" },
      },
    },
    steps: [
      {
        says: "`@acme/plugin-s3` is an integration on 0.y.z. A changeset with a major would publish 1.0.0 by accident:",
        files: {
          ".changeset/stable.md": changeset("@acme/plugin-s3", "major", "The options are stable."),
        },
        run: [1, "check"],
      },
      {
        says: "If it is meant, it is said where the promises are: the package moves to the core's track. It is then on its way to 1.x, and the major lands there:",
        files: {
          "policies/core.yaml":
            'packages: ["@acme/core", "@acme/plugin-s3"]\nversions: ">=1.0.0"\nbreaking: major\nrules:\n  graduation: [error, { breaking: forbidden }]\n',
          "policies/integrations.yaml":
            'packages: ["@acme/plugin-*", "!@acme/plugin-s3"]\nextends: stay-0x\n',
        },
        run: [0, "check"],
      },
      {
        says: "The new track wants no surprise in the release that promises stability. What breaks has to be released before:",
        files: {
          ".changeset/rename.md": changeset(
            "@acme/plugin-s3",
            "minor",
            "BREAKING: `bucket` is called `target`.",
          ),
        },
        run: [1, "check"],
      },
      { says: "Without it:", files: { ".changeset/rename.md": undefined }, run: [0, "check"] },
      { says: "", versions: true },
    ],
  },
];

import { changesetText, type Story } from "./story.ts";

export const PLANNER_STORIES: readonly Story[] = [
  {
    page: "docs/switch.md",
    name: "changesets-3",
    workspace: {
      planner: "changesets@2",
      packages: {
        "@acme/core": "1.4.0",
        "@acme/plugin": { version: "0.3.0", peerDependencies: { "@acme/core": "workspace:^" } },
      },
      policies: {
        core: { packages: ["@acme/core"], versions: ">=1.0.0" },
        integrations: { packages: ["@acme/plugin"], extends: "stay-0x" },
      },
    },
    steps: [
      {
        says: "`@acme/plugin` has a peer dependency on `@acme/core`. Under Changesets 2, a minor of the core gives the plugin a major:",
        files: { ".changeset/streams.md": changesetText("@acme/core", "minor", "Read streams.") },
        run: [1, "check"],
      },
      {
        says: "Changesets 3 would not release the plugin at all:",
        run: [0, "check", "--planner", "changesets@3"],
      },
      {
        says: "But when the core takes a major, Changesets 3 releases the plugin as a patch, although its published peer range goes from `^1.4.0` to `^2.0.0`:",
        files: {
          ".changeset/streams.md": changesetText("@acme/core", "major", "Read streams only."),
        },
        run: [1, "check", "--planner", "changesets@3"],
      },
    ],
  },
  {
    page: "docs/switch.md",
    name: "pnpm",
    workspace: {
      planner: "pnpm",
      packages: {
        "@acme/core": "1.4.0",
        "@acme/plugin": { version: "0.3.0", dependencies: { "@acme/core": "^1.4.0" } },
      },
      workspace: { versioning: { fixed: [] } },
      policies: {
        core: { packages: ["@acme/core"], versions: ">=1.0.0" },
        integrations: { packages: ["@acme/plugin"], extends: "stay-0x" },
      },
    },
    steps: [
      {
        says: "pnpm refuses ranges on workspace packages that do not start with `workspace:`. `pnpm version -r` only says so when it runs; `check` says so now:",
        files: { ".changeset/streams.md": changesetText("@acme/core", "minor", "Read streams.") },
        run: [1, "check"],
      },
      {
        says: "With `workspace:^` the check passes:",
        files: {
          "packages/plugin/package.json": `${JSON.stringify({ name: "@acme/plugin", version: "0.3.0", dependencies: { "@acme/core": "workspace:^" } }, null, 2)}\n`,
        },
        run: [0, "check"],
      },
    ],
  },
];

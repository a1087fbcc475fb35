import { changesetText, type Story } from "./story.ts";

const TYPES = "packages/core/index.d.ts";
const OPEN = "export declare function open(path: string): void;\n";
const WATCH = "/** @beta */\nexport declare function watch(path: string): void;\n";
const LATER = "export declare function open(path: string, mode: number): void;\n";

export const API_STORIES: readonly Story[] = [
  {
    page: "docs/public-api.md",
    name: "api",
    workspace: {
      packages: { "@acme/core": "1.4.0" },
      policies: {
        core: { packages: ["@acme/core"], versions: ">=1.0.0", breaking: "major" },
      },
    },
    steps: [
      {
        says: "Two functions are public, one of them only as a beta. `--write` writes their report:",
        files: {
          [TYPES]: OPEN + WATCH,
          ".changeset/watch.md": changesetText("@acme/core", "minor", "Add `watch`."),
        },
        run: [0, "api", "--write"],
      },
      { says: "1.5.0 is released, and its tag has the report:", versions: true },
      {
        says: "Then a pull request removes `watch` and adds a required parameter to `open`. Its changeset declares a minor:",
        files: {
          [TYPES]: LATER,
          ".changeset/mode.md": changesetText("@acme/core", "minor", "`open` takes a mode."),
        },
        run: [0, "api"],
      },
      { says: "CI detects the stale report:", run: [1, "api", "--check"] },
      { says: "", run: [0, "api", "--write"] },
      {
        says: "The check refuses the minor because of `open`; `watch` was `@beta`:",
        run: [1, "check"],
      },
      {
        says: "With a major it passes:",
        files: {
          ".changeset/mode.md": changesetText("@acme/core", "major", "`open` takes a mode."),
        },
        run: [0, "check"],
      },
    ],
  },
];

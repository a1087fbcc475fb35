/** What a user does with a package after installing its tarball into a new workspace. */
export interface SmokeTest {
  readonly files: Files;
  /** Beside the tarball, by name: the path from the root of this repository, or the tarball of one of our packages. */
  readonly links?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

export interface Step {
  readonly name: string;
  /** Written before the command runs. */
  readonly files?: Files;
  readonly command: string;
  readonly code: number;
  /** What the output contains. */
  readonly shows: readonly string[];
}

type Files = Readonly<Record<string, string>>;

const WORKSPACE: Files = {
  ".changeset/config.json": '{ "changelog": "@release-policy/changelog" }',
  "packages/core/package.json": '{ "name": "@acme/core", "version": "1.2.0" }',
  "packages/plugin/package.json": '{ "name": "@acme/plugin", "version": "0.3.0" }',
  "policies/core.yaml": 'packages: ["@acme/core"]\nversions: ">=1.0.0"\n',
  "policies/integrations.yaml": 'packages: ["@acme/plugin"]\nversions: "0.y.z"\nbreaking: minor\n',
};
const changeset = (bump: string): Files => ({
  ".changeset/brave-cats.md": `---\n"@acme/plugin": ${bump}\n---\n\nAdd a feature.\n`,
});
/** What `@release-policy/api` depends on. */
const OF_API = {
  semver: "packages/api/node_modules/semver",
  typescript: "packages/api/node_modules/typescript",
};
const CHANGESETS = { "@changesets/cli": "node_modules/@changesets/cli" };

/** For `.mts` and `.cts` files, which tsc turns into modules and CommonJS. */
const TSCONFIG = JSON.stringify({
  compilerOptions: { module: "node20", strict: true, types: [], lib: ["es2024", "dom"] },
  include: ["*.cts", "*.mts"],
});
const USE_API = `import { CannotJudge, check, formatTerminal, type Report } from "release-policy";
import { printable } from "release-policy/internal";
void check({ today: "2026-11-22" }).then((report: Report) => {
  const text = formatTerminal(report);
  console.log(report.outcome, text.includes("@acme/plugin"), new CannotJudge().name, printable("x"));
});
`;
const USE_CHANGELOG = `import { getReleaseLine } from "@release-policy/changelog";
console.log(typeof getReleaseLine);
`;

export const SMOKE_TESTS: Readonly<Record<string, SmokeTest>> = {
  api: {
    files: {
      ...WORKSPACE,
      ".changeset/config.json": "{}",
      "packages/core/package.json":
        '{ "name": "@acme/core", "version": "1.2.0", "types": "index.d.ts" }',
      "packages/core/index.d.ts": "export declare function open(path: string): void;\n",
    },
    links: { ...OF_API, "release-policy": "cli" },
    steps: [
      {
        name: "the packed command line writes reports with it, and finds them up to date",
        command: "release-policy api --write && release-policy api --check",
        code: 0,
        shows: ["packages/core/api/index.d.ts written"],
      },
      {
        name: "finds a break, imported as a module",
        files: {
          "use.mjs": `import { compareSurfaces } from "@release-policy/api";
const surface = (text) => ({ entry: "index.d.ts", files: { "index.d.ts": text } });
const before = surface("export declare function open(path: string): void;");
const after = surface("export declare function open(path: string, mode: number): void;");
console.log(compareSurfaces(before, after).map(({ kind, path }) => kind + " " + path).join());
`,
        },
        command: "node use.mjs",
        code: 0,
        shows: ["breaking open"],
      },
    ],
  },
  core: {
    files: {},
    links: {
      semver: "packages/core/node_modules/semver",
      zod: "packages/core/node_modules/zod",
    },
    steps: [
      {
        name: "judges a release, imported as a module",
        files: {
          "use.mjs": `import { rules } from "@release-policy/core";
import { judgeScene } from "@release-policy/core/testing";
import { policySchemas } from "@release-policy/core/schemas";
const { outcome } = judgeScene({ releases: { ui: "0.3.0 -> 1.0.0" }, packages: { ui: "0.3.0" } });
console.log(outcome, rules.length > 0, typeof policySchemas);
`,
        },
        command: "node use.mjs",
        code: 0,
        shows: ["fail true function"],
      },
    ],
  },
  cli: {
    files: { ...WORKSPACE, ...changeset("major") },
    links: CHANGESETS,
    steps: [
      {
        name: "check refuses a release that the policy forbids",
        command: "release-policy check",
        code: 1,
        shows: ["error[accidental-graduation]", ".changeset/brave-cats.md:2"],
      },
      {
        name: "check accepts a release that the policy allows",
        files: changeset("minor"),
        command: "release-policy check",
        code: 0,
        shows: ["@acme/plugin"],
      },
      {
        name: "explain shows the examples of a rule",
        command: "release-policy explain freeze",
        code: 0,
        shows: ["• A release during the freeze", "• A security fix"],
      },
      {
        name: "explain shows the release of a package",
        command: "release-policy explain @acme/plugin",
        code: 0,
        shows: ["0.4.0", "brave-cats"],
      },
      {
        name: "api says what to install",
        command: "release-policy api",
        code: 2,
        shows: ["needs @release-policy/api, which is not installed", "pnpm add"],
      },
      {
        name: "the Node API works from a module and from CommonJS, with types",
        files: { "tsconfig.json": TSCONFIG, "use.mts": USE_API, "use.cts": USE_API },
        command: "tsc && node use.mjs && node use.cjs",
        code: 0,
        shows: ["pass true CannotJudge x\npass true CannotJudge x\n"],
      },
    ],
  },
  changelog: {
    files: { ...WORKSPACE, ...changeset("major") },
    links: { ...CHANGESETS, "release-policy": "cli" },
    steps: [
      {
        name: "changeset version refuses a release that the policy forbids",
        command: "node node_modules/@changesets/cli/bin.js version",
        code: 1,
        shows: [
          "release-policy does not allow this release; nothing was written",
          "accidental-graduation",
        ],
      },
      {
        name: "changeset version writes a release that the policy allows",
        files: changeset("minor"),
        command:
          "node node_modules/@changesets/cli/bin.js version && node -p \"require('./packages/plugin/package.json').version\"",
        code: 0,
        shows: ["0.4.0"],
      },
      {
        name: "works from a module and from CommonJS, with types",
        files: { "tsconfig.json": TSCONFIG, "use.mts": USE_CHANGELOG, "use.cts": USE_CHANGELOG },
        command: "tsc && node use.mjs && node use.cjs",
        code: 0,
        shows: ["function\nfunction\n"],
      },
    ],
  },
  github: {
    files: {},
    links: { ...OF_API, "@release-policy/api": "api" },
    steps: [
      {
        name: "release-policy-comment starts, and stops where no CI runs it",
        command: "release-policy-comment",
        code: 2,
        shows: ["error: "],
      },
      {
        name: "release-policy-app starts, and stops without settings",
        command: "release-policy-app",
        code: 2,
        shows: ["APP_ID"],
      },
      {
        name: "the Action starts, and stops outside of GitHub",
        command: "node node_modules/@release-policy/github/dist/action.mjs",
        code: 1,
        shows: ["::error title=release-policy::", "GITHUB_REPOSITORY"],
      },
      {
        name: "createApp works from a module, with types",
        files: {
          "tsconfig.json": TSCONFIG,
          "use.mts": `import { createApp, type CreatedApp } from "@release-policy/github/app";
const create: (environment: Record<string, string>) => CreatedApp = createApp;
try {
  create({});
} catch (error) {
  console.log((error as Error).name, typeof create);
}
`,
        },
        command: "tsc && node use.mjs",
        code: 0,
        shows: ["BadSettings function"],
      },
    ],
  },
};

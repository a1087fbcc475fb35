import { realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { exampleFiles } from "@release-policy/core/testing";
import fc from "fast-check";
import { fixtureOf } from "../kit/fixture.ts";
import { expect, test } from "vitest";
import { changedPackages, differenceSince } from "../../src/git/changes.ts";
import { CLI_PACKAGES } from "../kit/installed.ts";
import { missing, write } from "../kit/missing-changesets.ts";
import { commitAll, gitIn, initIn } from "../kit/run-example.ts";
import { runs } from "../kit/sampling.ts";

const require = createRequire(import.meta.url);

interface ChangesetsGit {
  getChangedPackagesSinceRef: (options: {
    readonly cwd: string;
    readonly ref: string;
    readonly changedFilePatterns: readonly string[];
  }) => Promise<readonly { readonly packageJson: { readonly name: string } }[]>;
}

/** The part of a major's command line that `changeset status --since` asks. */
async function gitOf(major: 2 | 3): Promise<ChangesetsGit> {
  const cli = realpathSync(dirname(require.resolve(`${CLI_PACKAGES[major]}/package.json`)));
  const entry = createRequire(join(cli, "index.js")).resolve("@changesets/git");
  return (await import(pathToFileURL(entry).href)) as ChangesetsGit;
}

/** So many packages, with one inside each, answer at once for as many sets of changed files. */
const FOLDERS = Array.from({ length: 12 }, (_, i) => `packages/p${i}`);
const PACKAGES = [
  { name: "acme", dir: "." },
  ...FOLDERS.flatMap((dir, i) => [
    { name: `p${i}`, dir },
    { name: `inner${i}`, dir: `${dir}/inner` },
  ]),
].map((pkg) => ({
  ...pkg,
  version: "1.0.0",
  private: false,
  dependencies: [],
  requirements: { engines: {}, peers: {} },
}));

const FILES = [
  "index.js",
  "src/x.ts",
  "src/x.test.ts",
  "README.md",
  "CHANGELOG.md",
  ".npmrc",
  "inner/z.js",
  ".github/x.yml",
  "test/y y.ts",
];
const OUTSIDE = ["packages/loose.txt", "root.js"];
const PATTERNS = [
  "**",
  "*",
  "src/**",
  "**/*.ts",
  "*.js",
  "**/.*",
  ".npmrc",
  "./src/**",
  "{src,test}/**",
  "index.js",
  "!**/*.md",
  "!**/*.test.ts",
  "!*.js",
  "!src/**",
  "!CHANGELOG.md",
  "!**",
];

const BASE: Readonly<Record<string, string>> = {
  ...exampleFiles({ packages: {}, policies: {} }),
  "pnpm-workspace.yaml": 'packages: [".", "packages/**"]\n',
  ...Object.fromEntries(
    PACKAGES.slice(1).map(({ name, dir }) => [`${dir}/package.json`, JSON.stringify({ name })]),
  ),
};

const cases = fc.record({
  inside: fc.tuple(...FOLDERS.map(() => fc.subarray(FILES, { minLength: 1, maxLength: 4 }))),
  outside: fc.subarray(OUTSIDE),
  patterns: fc.shuffledSubarray(PATTERNS, { minLength: 1, maxLength: 3 }),
});

test.each([2, 3] as const)(
  "reads changedFilePatterns as Changesets %i does",
  { timeout: 400_000 },
  async (major) => {
    const { getChangedPackagesSinceRef } = await gitOf(major);
    await using base = await fixtureOf({ ...BASE });
    initIn(base.path);
    commitAll(base.path, "base");
    await fc.assert(
      fc.asyncProperty(cases, async ({ inside, outside, patterns }) => {
        fc.pre(major === 3 || patterns.some((pattern) => !pattern.startsWith("!")));
        gitIn(base.path, "checkout", "-q", "-B", "change", "main");
        const files = inside.flatMap((names, i) => names.map((name) => `${FOLDERS[i]}/${name}`));
        await write(...files, ...outside)(base);
        commitAll(base.path, "change");
        const cwd = realpathSync(base.path);
        const changed = await changedPackages(
          PACKAGES,
          await differenceSince(cwd, "main"),
          patterns,
        );
        const real = await getChangedPackagesSinceRef({
          cwd,
          ref: "main",
          changedFilePatterns: patterns,
        });
        expect(changed.map(({ name }) => name).toSorted()).toEqual(
          real.map(({ packageJson }) => packageJson.name).toSorted(),
        );
      }),
      { numRuns: runs(15), seed: 20_261_122 },
    );
  },
);

test("only requires a changeset for files that the config's patterns match, relative to the package", async () => {
  const config = { changedFilePatterns: ["src/**", "!**/*.test.ts"] };
  const change = write(
    "packages/core/src/x.ts",
    "packages/core/src/x.test.ts",
    "packages/plugin/x.ts",
  );
  expect(await missing(change, { config })).toEqual(["@acme/core: packages/core/src/x.ts"]);
});

test("a path that is too long to be matched counts as one that matches", async () => {
  const [core] = [{ name: "core", dir: "packages/core" }] as never[];
  const files = [400, 401].map((length) => ({
    status: "A",
    path: `packages/core/${"a".repeat(length)}`,
  }));
  const changed = await changedPackages([core!], { base: "", files }, ["src/**"]);
  expect(changed).toEqual([{ name: "core", files: [files[1]!.path] }]);
});

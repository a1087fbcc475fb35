import { mkdirSync, realpathSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { getPackagesSync } from "@manypkg/get-packages";
import fc from "fast-check";
import { fixtureOf } from "../kit/fixture.ts";
import { getPackagesSync as getPackages1 } from "manypkg-get-packages-1";
import { expect, test } from "vitest";
import { MemoryFolder } from "../../src/files/writing/memory-folder.ts";
import { findPnpmProjects } from "../../src/workspace/finders/pnpm-projects.ts";
import { plainWorkspace } from "../../src/workspace/finders/plain-workspace.ts";
import type { FoundWorkspace, Manifest } from "../../src/workspace/manifest.ts";

const FOLDERS = [
  ..."packages/a packages/b packages/a/inner packages/.hidden packages/deep/x packages/deep/x/y".split(
    " ",
  ),
  ..."packages/a/node_modules/z packages/3d packages/-x Packages/a libs/c libs/A apps/c tools".split(
    " ",
  ),
  ..."packages packages/bower_components/q packages/B libs/.git/x .tmp/a examples/one/packages/a".split(
    " ",
  ),
];
const PATTERNS = [
  ..."packages/* packages/** libs/* apps/* */c tools ** packages/*/* packages/**/x packages".split(
    " ",
  ),
  ..."!packages/b !**/inner/** !**/inner !libs/** !packages !packages/deep !packages/deep/** !**/a".split(
    " ",
  ),
  ..."./packages/* ./tools packages/**/* libs/*/ {libs,apps}/* packages/[ab] * **/* packages/a/** missing/* examples/**".split(
    " ",
  ),
  ..."!** !* !*/** !**/* !**/** packages/.hidden packages/.hidden/* .tmp/a !.tmp/** !packages/.hidden/** !libs/.git !.cache/** !other/*".split(
    " ",
  ),
];

const layouts = fc.record({
  folders: fc.subarray(FOLDERS, { minLength: 1 }),
  bare: fc.subarray(FOLDERS, { maxLength: 3 }),
  patterns: fc.shuffledSubarray(PATTERNS, { minLength: 1, maxLength: 4 }),
  links: fc.subarray(["packages/linked", "libs/linked", "packages/deep/linked"], { maxLength: 1 }),
  target: fc.constantFrom("../tools", "../libs/c", "../package.json"),
});

type Layout = typeof layouts extends fc.Arbitrary<infer T> ? T : never;

const FINDERS = {
  pnpm: findPnpmProjects,
  "changesets@2": (root: string): FoundWorkspace => {
    const native = getPackages1(root);
    return {
      root,
      rootManifest: native.root.packageJson,
      packages: native.packages.map(({ dir, packageJson }) => ({
        dir,
        relativeDir: relative(root, dir),
        manifest: packageJson as Manifest,
      })),
      native,
    };
  },
  "changesets@3": (root: string): FoundWorkspace => {
    const native = getPackagesSync(root);
    return {
      root,
      rootManifest: native.rootPackage!.packageJson,
      packages: native.packages.map(({ packageJson, ...found }) => ({
        ...found,
        manifest: packageJson as Manifest,
      })),
      native: { ...native, tool: { type: native.tool.type } },
    };
  },
};

/** Found by thousands of runs: negated patterns that match the folder all others begin in. */
const RARE = [
  { folders: ["packages/B"], patterns: ["!packages", "packages/**", "packages/**/*"] },
  { folders: ["packages/.hidden"], patterns: ["packages/.hidden", "!**", "!**/inner"] },
  { folders: ["packages"], patterns: ["!*/**", "*"] },
  { folders: ["apps/c"], patterns: ["!**", "tools"] },
].map((one): [Layout, Place] => [
  { ...one, bare: [], links: [], target: "../tools" },
  { inSettings: true },
]);

interface Place {
  readonly inSettings?: true;
  readonly inManifest?: "list" | "packages";
  /** Empty files at the root. */
  readonly files?: readonly string[];
}

/** Where the patterns are, and the lockfiles that decide which list applies. */
const PLACES: readonly Place[] = [
  { inSettings: true },
  { inManifest: "list", files: ["yarn.lock", "package-lock.json"] },
  { inManifest: "packages", files: ["yarn.lock"] },
  { inManifest: "list", files: ["package-lock.json", "bun.lock"] },
  { inManifest: "packages", files: ["package-lock.json"] },
  { inManifest: "packages", files: ["bun.lockb"] },
  { inManifest: "list" },
  { inManifest: "list", inSettings: true, files: ["package-lock.json"] },
  { inManifest: "packages", inSettings: true, files: ["yarn.lock"] },
];

test.runIf(process.platform !== "win32").for(["changesets@2", "changesets@3", "pnpm"] as const)(
  "finds what the finder of %s finds in a generated tree, or leaves it to it",
  { timeout: 240_000 },
  async (planner) => {
    const tools = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(layouts, fc.constantFrom(...PLACES), async (layout, place) => {
        const { folders, bare, patterns, links, target } = layout;
        const { inSettings, inManifest, files = [] } = place;
        const workspaces = inManifest === "packages" ? { packages: patterns } : patterns;
        const manifest = { name: "root", ...(inManifest ? { workspaces } : {}) };
        await using fixture = await fixtureOf({
          "package.json": JSON.stringify(manifest),
          ...(inSettings ? { "pnpm-workspace.yaml": JSON.stringify({ packages: patterns }) } : {}),
          ...Object.fromEntries(files.map((path) => [path, ""])),
          ...Object.fromEntries(
            folders.map((path, i) => [`${path}/package.json`, JSON.stringify({ name: `p${i}` })]),
          ),
        });
        const root = realpathSync(fixture.path);
        for (const path of bare) mkdirSync(join(root, path), { recursive: true });
        for (const path of links) {
          mkdirSync(dirname(join(root, path)), { recursive: true });
          symlinkSync(target, join(root, path));
        }
        const settings = inSettings ? { packages: patterns, catalogs: {}, patched: [] } : undefined;
        const found = plainWorkspace(root, planner, settings);
        if (!found) return;
        const tool = toolOf(found);
        tools.set(tool, (tools.get(tool) ?? 0) + 1);
        expect(found).toEqual(FINDERS[planner](root, settings));
      }),
      { numRuns: planner === "pnpm" ? 150 : 250, examples: RARE },
    );
    for (const tool of TOOLS[planner]) expect(tools.get(tool) ?? 0, tool).toBeGreaterThan(0);
  },
);

const TOOLS = {
  pnpm: ["none"],
  "changesets@2": ["yarn", "pnpm"],
  "changesets@3": ["yarn", "pnpm", "npm", "bun"],
} as const;

function toolOf({ native }: FoundWorkspace): string {
  const { tool } = (native ?? { tool: "none" }) as { readonly tool: string | { type: string } };
  return typeof tool === "string" ? tool : tool.type;
}

test("leaves a manifest that is invalid JSON, unnamed or a link to the planner's finder", async () => {
  const settings = { packages: ["packages/*"], catalogs: {}, patched: [] };
  const sound = { "package.json": "{}", "packages/a/package.json": '{ "name": "a" }' };
  await using fixture = await fixtureOf(sound);
  expect(plainWorkspace(fixture.path, "changesets@3", settings)?.packages).toHaveLength(1);
  for (const text of ["{", "[]", "{}"]) {
    await using bad = await fixtureOf({ ...sound, "packages/b/package.json": text });
    expect(plainWorkspace(bad.path, "changesets@3", settings)).toBeUndefined();
  }
  await fixture.mkdir("packages/c");
  symlinkSync("../a/package.json", fixture.getPath("packages/c/package.json"));
  expect(plainWorkspace(fixture.path, "changesets@3", settings)).toBeUndefined();
});

test.for<readonly ["changesets@2" | "changesets@3", string, Readonly<Record<string, string>>]>([
  ["changesets@2", "lerna.json", { "lerna.json": "{}" }],
  ["changesets@2", "an empty list", { "package.json": '{ "workspaces": [] }' }],
  ["changesets@2", "a pattern that is not a text", { "package.json": '{ "workspaces": [1] }' }],
  ["changesets@2", "bolt", { "package.json": '{ "bolt": { "workspaces": ["libs/*"] } }' }],
  ["changesets@3", "no lockfile", { "package.json": '{ "workspaces": ["packages/*"] }' }],
])("leaves a workspace of %s with %s to the planner's finder", async ([planner, , files]) => {
  await using fixture = await fixtureOf({
    "package.json": '{ "workspaces": ["packages/*"] }',
    "packages/a/package.json": '{ "name": "a" }',
    ...files,
  });
  expect(plainWorkspace(fixture.path, planner, undefined)).toBeUndefined();
});

test("finds packages of Changesets 2 where a negated pattern excludes none, and below a last `**`", async () => {
  const patterns = ["packages/*", "packages/a/test/**", "!.tmp/**", "apps/*"];
  await using fixture = await fixtureOf({
    "package.json": "{}",
    "packages/a/package.json": '{ "name": "a" }',
    "packages/a/test/package.json": '{ "name": "own" }',
    "packages/a/test/one/two/package.json": '{ "name": "two" }',
    ".tmp/c/package.json": '{ "name": "c" }',
    "pnpm-workspace.yaml": JSON.stringify({ packages: patterns }),
  });
  const foldersFound = (packages: readonly string[]) =>
    plainWorkspace(fixture.path, "changesets@2", {
      packages,
      catalogs: {},
      patched: [],
    })?.packages.map(({ relativeDir }) => relativeDir);
  expect(foldersFound(patterns)).toEqual(["packages/a", "packages/a/test/one/two"]);
  for (const negated of ["!packages/a", "!.tmp/x|packages/a", "!*/a", "!{.tmp,packages}/a"])
    expect(foldersFound(["packages/*", negated]), negated).toBeUndefined();
});

test("leaves pnpm-workspace.yaml without a list to the planner's finder", async () => {
  await using fixture = await fixtureOf({
    "package.json": '{ "workspaces": ["packages/*"] }',
    "package-lock.json": "",
    "packages/a/package.json": '{ "name": "a" }',
  });
  const found = plainWorkspace(fixture.path, "changesets@3", undefined);
  expect(found?.packages).toHaveLength(1);
  const settings = { catalogs: {}, patched: [] };
  expect(plainWorkspace(fixture.path, "changesets@3", settings)).toBeUndefined();
});

test.runIf(process.platform !== "win32")(
  "finds the packages of each folder in memory, whatever was read before it",
  () => {
    const contents = { x: Buffer.from('{"name":"x"}'), y: Buffer.from('{"name":"y"}') };
    const commit = fc.record({
      names: fc.dictionary(fc.constantFrom("a", "b"), fc.constantFrom("x", "y"), {
        noNullPrototype: true,
      }),
      as: fc.constantFrom("file", "folder", "link"),
      pattern: fc.constantFrom("packages/*", "packages/a"),
    });
    fc.assert(
      fc.property(fc.array(commit, { minLength: 2 }), (commits) => {
        for (const { names, as, pattern } of commits) {
          const memory = new MemoryFolder(tmpdir());
          memory.put("package.json", { content: contents.x });
          memory.put("packages/b/inner", { as });
          for (const [folder, name] of Object.entries(names))
            memory.put(`packages/${folder}/package.json`, { content: contents[name] });
          const settings = { packages: [pattern], catalogs: {}, patched: [] };
          const found = plainWorkspace(memory.root, "changesets@3", settings);
          memory.dispose();
          const expected = ["a", "b"].flatMap((folder) => {
            const isFound = names[folder] && (pattern === "packages/*" || folder === "a");
            return isFound ? [[`packages/${folder}`, names[folder]]] : [];
          });
          expect(
            found?.packages.map(({ relativeDir, manifest }) => [relativeDir, manifest.name]),
          ).toEqual(expected);
        }
      }),
    );
  },
);

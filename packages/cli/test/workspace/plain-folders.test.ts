import { mkdirSync, realpathSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { getPackagesSync } from "@manypkg/get-packages";
import fc from "fast-check";
import { createFixture } from "fs-fixture";
import { expect, test } from "vitest";
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
  ..."./packages/* libs/*/ {libs,apps}/* packages/[ab] * **/* packages/a/** missing/* examples/**".split(
    " ",
  ),
  ..."packages/.hidden packages/.hidden/* .tmp/a !.tmp/** !packages/.hidden/** !libs/.git".split(
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

const FINDERS = {
  pnpm: findPnpmProjects,
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

test.runIf(process.platform !== "win32").for(["changesets@3", "pnpm"] as const)(
  "finds what the finder of %s finds in a generated tree, or leaves it to it",
  { timeout: 240_000 },
  async (planner) => {
    let plain = 0;
    await fc.assert(
      fc.asyncProperty(layouts, async ({ folders, bare, patterns, links, target }) => {
        await using fixture = await createFixture({
          "package.json": JSON.stringify({ name: "root" }),
          "pnpm-workspace.yaml": JSON.stringify({ packages: patterns }),
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
        const settings = { packages: patterns, catalogs: {}, patched: [] };
        const found = plainWorkspace(root, planner, settings);
        if (!found) return;
        plain += 1;
        expect(found).toEqual(FINDERS[planner](root, settings));
      }),
      { numRuns: 150 },
    );
    expect(plain).toBeGreaterThan(10);
  },
);

test("leaves a manifest that is invalid JSON, unnamed or a link to the planner's finder", async () => {
  const settings = { packages: ["packages/*"], catalogs: {}, patched: [] };
  const sound = { "package.json": "{}", "packages/a/package.json": '{ "name": "a" }' };
  await using fixture = await createFixture(sound);
  expect(plainWorkspace(fixture.path, "changesets@3", settings)?.packages).toHaveLength(1);
  for (const text of ["{", "[]", "{}"]) {
    await using bad = await createFixture({ ...sound, "packages/b/package.json": text });
    expect(plainWorkspace(bad.path, "changesets@3", settings)).toBeUndefined();
  }
  await fixture.mkdir("packages/c");
  symlinkSync("../a/package.json", fixture.getPath("packages/c/package.json"));
  expect(plainWorkspace(fixture.path, "changesets@3", settings)).toBeUndefined();
});

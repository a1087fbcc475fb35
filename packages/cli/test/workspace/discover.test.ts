import { realpathSync, symlinkSync } from "node:fs";
import { PLANNERS } from "@release-policy/core";
import fc from "fast-check";
import { fixtureOf } from "../kit/fixture.ts";
import { expect, test } from "vitest";
import { foundByTool, foundByUs } from "../kit/finders.ts";
import { type Files, LAYOUTS, pkg, pnpm } from "../kit/layouts.ts";
import { folder } from "../kit/workspace.ts";
import { runs, sampled } from "../kit/sampling.ts";

// pnpm is a process for each layout, the others are functions.
const CASES = PLANNERS.flatMap((planner) => {
  const layouts = Object.entries(LAYOUTS);
  const some = planner === "pnpm" ? sampled(layouts) : layouts;
  return some.map(([name, files]) => ({ name, files, planner }));
});

test.for(CASES)(
  "$planner: finds the same packages as the tool with $name",
  async ({ files, planner }) => {
    const fixture = await folder(files);
    const root = realpathSync(fixture.path);
    expect(await foundByUs(root, planner)).toEqual(foundByTool(root, planner));
  },
);

test.for(PLANNERS)("%s: follows links to folders like the tool", async (planner) => {
  const fixture = await folder(pnpm("packages/**"));
  const root = realpathSync(fixture.path);
  symlinkSync("../libs", `${root}/packages/linked`);
  symlinkSync("../libs/c", `${root}/packages/one`);
  expect(await foundByUs(root, planner)).toEqual(foundByTool(root, planner));
});

test.for(PLANNERS)("%s: resolves patterns outside the root like the tool", async (planner) => {
  const files = pnpm("packages/*", "../beside/*");
  const inner = Object.entries(files).map(([path, text]) => [`inner/${path}`, text] as const);
  const fixture = await folder({
    ...Object.fromEntries(inner),
    "beside/x/package.json": pkg("x"),
  });
  const root = realpathSync(fixture.getPath("inner"));
  expect(await foundByUs(root, planner)).toEqual(foundByTool(root, planner));
});

const DIRS = [
  "packages/a",
  "packages/b",
  "packages/a/inner",
  "packages/.x",
  "packages/deep/x",
  "packages/deep/x/y",
  "libs/c",
  "libs/d d",
  "apps/ü",
  "packages/a/node_modules/z",
  "tools",
];
const PATTERNS = [
  "packages/*",
  "packages/**",
  "libs/*",
  "apps/*",
  "!packages/b",
  "!**/inner/**",
  "!**/inner",
  "!libs/**",
  "./packages/*",
  "tools",
  "{libs,apps}/*",
  "**",
  "packages/*/*",
  ".",
  "libs/*/",
  "*/c",
  "packages/**/x",
  "packages/[ab]",
  "packages/?",
  "!packages/deep/**",
];

const patterns = fc.option(fc.shuffledSubarray(PATTERNS, { minLength: 1, maxLength: 4 }));
const layouts = fc
  .record({
    dirs: fc.subarray(DIRS, { minLength: 1 }),
    names: fc.array(fc.constantFrom("x", "y"), { maxLength: 3 }),
    inPnpm: patterns,
    inManifest: patterns,
    lock: fc.constantFrom("yarn.lock", "package-lock.json", "none"),
  })
  .map(({ dirs, names, inPnpm, inManifest, lock }): Files => ({
    "package.json": pkg("root", inManifest ? { workspaces: inManifest } : {}),
    ...(inPnpm ? { "pnpm-workspace.yaml": JSON.stringify({ packages: inPnpm }) } : {}),
    [lock]: "",
    ...Object.fromEntries(dirs.map((dir, i) => [`${dir}/package.json`, pkg(names[i] ?? `p${i}`)])),
  }));

test.for(PLANNERS)(
  "%s: finds the same packages as the tool in generated workspaces",
  { timeout: 240_000 },
  async (planner) => {
    await fc.assert(
      fc.asyncProperty(layouts, async (files) => {
        await using fixture = await fixtureOf(files);
        const root = realpathSync(fixture.path);
        expect(await foundByUs(root, planner)).toEqual(foundByTool(root, planner));
      }),
      { numRuns: runs(60), seed: 20_261_122 },
    );
  },
);

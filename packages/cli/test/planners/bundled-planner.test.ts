import { appendFileSync, cpSync, mkdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { installedPlanner } from "../../src/planners/installation.ts";
import { check } from "../../src/index.ts";
import { commitAll, gitIn } from "../kit/run-example.ts";
import { workspace } from "../kit/workspace.ts";

const require = createRequire(import.meta.url);
const PLANNER = realpathSync(
  dirname(dirname(require.resolve("@changesets/assemble-release-plan"))),
);
const PACKAGES = ["assemble-release-plan", "errors", "get-dependents-graph", "should-skip-package"];

/** A workspace with a copy of the planner that is bundled, and its folder of packages. */
async function withPlanner() {
  const fixture = await workspace({ planner: "changesets@3" });
  const modules = join(fixture.path, "node_modules/@changesets");
  mkdirSync(join(modules, "cli"), { recursive: true });
  writeFileSync(join(modules, "cli/package.json"), '{ "version": "3.0.3" }');
  for (const name of PACKAGES)
    // What pnpm has there are links to the one copy for all workspaces.
    cpSync(realpathSync(join(dirname(PLANNER), name)), join(modules, name), { recursive: true });
  return { fixture, modules };
}

test("uses the bundled planner for an installed one with the same code", async () => {
  const { fixture } = await withPlanner();
  expect(installedPlanner(fixture.path)?.isBundled).toBe(true);
  // Its semver is not there, without which it could not be loaded.
  const { planner } = await check({ cwd: fixture.path });
  expect(planner).toMatchObject({ version: "7.0.0", from: "workspace" });
});

test.each(PACKAGES)("detects that %s was patched", async (name) => {
  const { fixture, modules } = await withPlanner();
  appendFileSync(join(modules, name, "dist/index.mjs"), "\n");
  expect(installedPlanner(fixture.path)?.isBundled).toBe(false);
});

test("detects that a package of the planner is missing", async () => {
  const { fixture, modules } = await withPlanner();
  rmSync(join(modules, "errors"), { recursive: true });
  expect(installedPlanner(fixture.path)?.isBundled).toBe(false);
});

test.each(["cli", "assemble-release-plan"])("ignores %s if its manifest is null", async (name) => {
  const { fixture, modules } = await withPlanner();
  writeFileSync(join(modules, name, "package.json"), "null");
  expect(installedPlanner(fixture.path)).toBeUndefined();
});

test("does not reject a committed planner that is not run", async () => {
  const { fixture } = await withPlanner();
  gitIn(fixture.path, "init", "-q", "-b", "main");
  gitIn(fixture.path, "add", "-f", "node_modules");
  commitAll(fixture.path, "all");
  expect((await check({ cwd: fixture.path })).planner.from).toBe("workspace");
});

// The least that a check has to do which plans as Changesets 3 does: start Node, read what the plan is made of, and call
// Changesets' own functions for the config and the plan. It knows the form of the bench's changesets, and judges nothing.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { nativePlanner } from "../../packages/cli/src/planners/changesets/native.ts";
import {
  type Package3,
  type Packages3,
  validateConfig3,
  withoutUnread,
} from "../../packages/cli/src/workspace/changesets/changesets-3.ts";

const rootDir = process.cwd();
const packages: Package3[] = [];
const json = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));

function walk(dir: string, depth: number): void {
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) {
      if (depth > 0 && entry.name !== "node_modules" && entry.name !== ".git")
        walk(path, depth - 1);
    } else if (entry.name === "package.json" && dir !== rootDir)
      packages.push({ dir, packageJson: json(path) as Package3["packageJson"] });
  }
}

walk(rootDir, 3);
const changesets = readdirSync(".changeset").flatMap((name) => {
  if (!name.endsWith(".md")) return [];
  const [, head = "", summary = ""] = readFileSync(join(".changeset", name), "utf8").split("---\n");
  const releases = head
    .trimEnd()
    .split("\n")
    .map((line) => line.slice(1).split('": '))
    .map(([of = "", type = ""]) => ({ name: of, type }));
  return [{ id: name.slice(0, -3), summary: summary.trim(), releases }];
});
const rootPackage = { dir: rootDir, packageJson: json("package.json") };
const native = withoutUnread({ packages, rootDir, rootPackage } as unknown as Packages3);
const { config } = validateConfig3(json(".changeset/config.json"), native.packages);
async function plan(): Promise<void> {
  const { assemble } = await nativePlanner(3, undefined);
  const { releases } = assemble(changesets, native.packages, config as never, undefined);
  process.exitCode = releases.length > 0 ? 0 : 1;
}

void plan();

import { readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { packageAt, sumOfPackage } from "../../packages/cli/src/planners/bundled-planner.ts";

const FILE = "packages/cli/src/planners/bundled-planner.ts";
const PLANNER = "@changesets/assemble-release-plan";

/** The sums of the bundled planner of Changesets 3 and of what it imports. Throws where one is more than one file. */
export function bundledPlanner(root: string): Record<string, string> {
  const folder = realpathSync(join(root, "packages/cli/node_modules", PLANNER));
  const sums = ["assemble-release-plan", ...importsOf(folder)].toSorted().map((name) => {
    const found = packageAt(join(dirname(folder), name))!;
    return `  "@changesets/${name}": "${sumOfPackage(found)}",\n`;
  });
  const text = readFileSync(join(root, FILE), "utf8");
  const [before = "", after = ""] = text.split(/(?<=: begin\n)[^]*(?= {2}\/\/ end)/);
  return { [FILE]: `${before}${sums.join("")}${after}` };
}

function importsOf(folder: string): readonly string[] {
  const code = readFileSync(join(folder, "dist/index.mjs"), "utf8");
  const names = [...code.matchAll(/^import .* from "([^"]+)"/gm)].map(([, name = ""]) => name);
  const inner = names.flatMap((name) => {
    if (name.startsWith(".")) throw new Error(`${folder} is more than one file`);
    const [, own] = /^@changesets\/(.*)$/.exec(name) ?? [];
    return own === undefined ? [] : [own, ...importsOf(join(dirname(folder), own))];
  });
  return [...new Set(inner)];
}

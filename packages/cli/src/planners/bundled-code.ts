import { readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";

const PLANNER = "../../node_modules/@changesets/assemble-release-plan";

/** Throws if a package is more than one file. */
function codeFrom(folder: string): Readonly<Record<string, string>> {
  const code = readFileSync(join(folder, "dist/index.mjs"), "utf8");
  const all = { [`@changesets/${folder.split(/[\\/]/).at(-1)!}`]: code };
  for (const [, name = ""] of code.matchAll(/^import .* from "([^"]+)"/gm)) {
    if (name.startsWith(".")) throw new Error(`${folder} is more than one file`);
    const [, own] = /^@changesets\/(.*)$/.exec(name) ?? [];
    if (own !== undefined) Object.assign(all, codeFrom(join(dirname(folder), own)));
  }
  return all;
}

/**
 * The code of the bundled planner of Changesets 3 and of each package of Changesets that it imports, by name. In a
 * bundle, a file of JSON replaces this one (codeOfPlanner in bundling.ts).
 */
export const bundledCode = codeFrom(realpathSync(join(import.meta.dirname, PLANNER)));

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** The bytes of every file of a workspace, by path, but for what is installed and git's own. */
export const bytesOf = (root: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !/[\\/](?:node_modules|\.git)[\\/]/.test(path))
      .map((path) => [path.slice(root.length), readFileSync(path, "latin1")] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );

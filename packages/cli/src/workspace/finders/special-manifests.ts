import { type Stats, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { globSync } from "tinyglobby";
import { CannotJudge } from "../../errors.ts";
import { packagePatterns, textsIn } from "../package-patterns.ts";
import type { WorkspaceSettings } from "../workspace-file.ts";

/**
 * Refuses manifests that are pipes, devices or sockets, links to them too: a finder of packages would wait for the end of
 * them, and read a device until the memory is full. Throws `CannotJudge` with all of them.
 */
export function refuseSpecialManifests(
  root: string,
  settings: WorkspaceSettings | undefined,
): void {
  const patterns = packagePatterns(root, settings)
    .flatMap(([, list]) => textsIn(list))
    .filter((pattern) => !pattern.startsWith("!"));
  const folders = new Set(patterns.flatMap((pattern) => foldersOf(root, pattern)));
  const special = [...folders]
    .map((folder) => `${folder.replace(/\/$/, "")}/package.json`)
    .filter((path) => isSpecial(statAt(join(root, path))));
  if (special.length === 0) return;
  throw new CannotJudge(
    ...special.toSorted().map((path) => ({
      message: `${path} is a pipe or device (expected a regular file)`,
      help: "replace it with a regular file",
      at: { path, line: 1, column: 1 },
    })),
  );
}

/** The folders that a pattern means. Nearly all are names and stars, for which listing is enough. */
function foldersOf(root: string, pattern: string): readonly string[] {
  const parts = pattern.split("/").filter((part) => part !== "" && part !== ".");
  if (!parts.every((part) => part === "*" || !/[*?[\](){}!+@|\\]/.test(part))) {
    return globSync(parts.join("/"), {
      cwd: root,
      onlyDirectories: true,
      expandDirectories: false,
      ignore: ["**/node_modules"],
    });
  }
  return parts.reduce<readonly string[]>(
    (folders, part) =>
      folders.flatMap((folder) => {
        const names = part === "*" ? entryNames(join(root, folder)) : [part];
        return names.map((name) => (folder === "" ? name : `${folder}/${name}`));
      }),
    [""],
  );
}

function entryNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function statAt(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

const isSpecial = (stat: Stats | undefined): boolean =>
  stat !== undefined && !stat.isFile() && !stat.isDirectory();

import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { PackageFiles } from "@release-policy/api";
import { CannotJudge } from "../../errors.ts";
import { readText } from "../../files/files.ts";
import { pathIn } from "../../api/report-files.ts";
import type { Manifest } from "../../workspace/manifest.ts";

const MOST_ENTRIES = 200_000;
const MOST_BYTES = 20_000_000;

/**
 * The declaration files in the folder of a package: regular files, in folders that are not links, without those of
 * its dependencies. Throws `CannotJudge` if there are too many files.
 */
export function packageFolder(root: string, dir: string, manifest: Manifest): PackageFiles {
  return {
    manifest: manifest as Readonly<Record<string, unknown>>,
    paths: filesBelow(join(root, dir), /\.d\.[mc]?ts$/),
    read: (path) => readText(root, pathIn(dir, path), MOST_BYTES) ?? "",
  };
}

/** The paths of matching files below a folder, sorted; none if it is missing. */
export function filesBelow(folder: string, name: RegExp): readonly string[] {
  const found: string[] = [];
  const folders = [""];
  let seen = 0;
  for (const inside of folders)
    for (const entry of folderEntries(join(folder, inside))) {
      if (++seen > MOST_ENTRIES)
        throw new CannotJudge({ message: `${folder} has more than ${MOST_ENTRIES} files` });
      const path = inside === "" ? entry.name : `${inside}/${entry.name}`;
      if (entry.isDirectory()) {
        if (entry.name !== "node_modules" && !entry.name.startsWith(".")) folders.push(path);
      } else if (entry.isFile() && name.test(entry.name)) found.push(path);
    }
  return found.toSorted();
}

function folderEntries(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

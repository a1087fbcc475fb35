import { constants, cpSync, mkdtempSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

/** A copy of the repository in a temporary folder: the working tree never contains a mutant. */
export function copyOf(root: string): string {
  const copy = mkdtempSync(join(tmpdir(), "mutants-"));
  // Libraries are not mutated: copying their 700 MB would only take time.
  const libraries = "node_modules/.pnpm";
  cpSync(root, copy, {
    recursive: true,
    preserveTimestamps: true,
    verbatimSymlinks: true,
    mode: constants.COPYFILE_FICLONE,
    filter: (path) => basename(path) !== ".git" && path !== join(root, libraries),
  });
  symlinkSync(join(root, libraries), join(copy, libraries), "junction");
  return copy;
}

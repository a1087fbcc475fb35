import type { Entry, EntryFilter } from "../commit-tree.ts";
import { type Repository, gitAside, splitNul } from "../git.ts";

/** What git says of the files in the folder of a workspace. */
interface ListedFiles {
  /** Neither in the index nor ignored. */
  readonly untracked: readonly string[];
  /**
   * Of the index; undefined if one of them is being merged, not checked out, marked as unchanged, which git then does not
   * look at, or has a name that is not UTF-8.
   */
  readonly tracked: (isIncluded: EntryFilter) => readonly Entry[] | undefined;
}

/** One process for both: the index costs next to nothing beside looking into every folder. */
export async function listedFiles(root: Repository): Promise<ListedFiles> {
  const list = ["ls-files", "-z", "-v", "--stage", "--others", "--exclude-standard"];
  const lines = splitNul(await gitAside(root, list));
  return {
    untracked: lines.flatMap((line) => (line.startsWith(OTHER) ? line.slice(OTHER.length) : [])),
    tracked: (isIncluded) => indexEntries(lines, isIncluded),
  };
}

const OTHER = "? ";
const USUAL = "H ";

/** `H 100644 <blob> 0`, a tab, then the path. */
export function indexEntries(
  lines: readonly string[],
  isIncluded: EntryFilter,
): readonly Entry[] | undefined {
  const entries: Entry[] = [];
  for (const line of lines) {
    if (line.startsWith(OTHER)) continue;
    // Most of them are not included, and are not taken apart.
    const tab = line.indexOf("\t");
    const path = line.slice(tab + 1);
    const mode = line.slice(2, 8);
    if (!isIncluded(path, mode)) continue;
    if (!line.startsWith(USUAL) || path.includes("\uFFFD")) return undefined;
    entries.push({ path, mode, object: line.slice(9, line.indexOf(" ", 9)) });
  }
  return entries;
}

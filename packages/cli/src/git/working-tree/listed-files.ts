import type { Entry } from "../commit-tree.ts";
import { type Repository, gitAside, splitNul } from "../git.ts";

/** What git says of the files in the folder of a workspace. */
interface ListedFiles {
  /** Neither in the index nor ignored. */
  readonly untracked: readonly string[];
  /** In the index; undefined if one has a name that is not UTF-8, or is being merged. */
  readonly tracked: () => readonly Entry[] | undefined;
}

/** One process for both: the index costs next to nothing beside looking into every folder. */
export async function listedFiles(root: Repository): Promise<ListedFiles> {
  const list = ["ls-files", "-z", "-t", "--stage", "--others", "--exclude-standard"];
  const lines = splitNul(await gitAside(root, list));
  const [untracked = [], staged = []] = [true, false].map((isOther) =>
    lines.filter((line) => line.startsWith(OTHER) === isOther),
  );
  return {
    untracked: untracked.map((line) => line.slice(OTHER.length)),
    tracked: () => entriesOf(staged),
  };
}

const OTHER = "? ";

/** `H 100644 <blob> 0`, a tab, then the path. */
function entriesOf(lines: readonly string[]): readonly Entry[] | undefined {
  const entries: Entry[] = [];
  for (const line of lines) {
    const tab = line.indexOf("\t");
    const [, mode = "", object = "", stage] = line.slice(0, tab).split(" ");
    const path = line.slice(tab + 1);
    if (stage !== "0" || path.includes("\uFFFD")) return undefined;
    entries.push({ path, mode, object });
  }
  return entries;
}

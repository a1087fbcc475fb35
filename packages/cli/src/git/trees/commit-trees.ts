import { decodedName } from "../../files/files.ts";
import type { Entry, EntryFilter } from "../commit-tree.ts";
import { GitRefused, tooManyFiles } from "../git.ts";
import type { ObjectReader } from "./object-reader.ts";

/** Folders may contain each other many times: a few objects then stand for more paths than can be listed. */
export const MOST = { folders: 200_000, files: 3_000_000 } as const;

/** Commits whose trees are remembered together. */
const GENERATION = 16;

/**
 * The selected files of commits, found through their trees. Folder contents are only read if the folder differs from
 * the previous commit's: adjacent commits share nearly all of them.
 */
export class CommitTrees {
  readonly #reader: ObjectReader;
  readonly #isIncluded: EntryFilter;
  #known = new Map<string, Promise<readonly Entry[]>>();
  /** Of the commits before these: what none of them shares is forgotten, or a long history fills the memory. */
  #before = new Map<string, Promise<readonly Entry[]>>();
  #count = 0;
  #folders = 0;
  #files = 0;

  readonly #most: Readonly<Record<keyof typeof MOST, number>>;

  /** Whether to read a file only depends on its path and mode. */
  constructor(
    reader: ObjectReader,
    isIncluded: EntryFilter,
    most: Readonly<Record<keyof typeof MOST, number>> = MOST,
  ) {
    this.#reader = reader;
    this.#isIncluded = isIncluded;
    this.#most = most;
  }

  /**
   * `folder` is that of the workspace in the repository, `""` or `apps/web`. Throws `GitRefused` without the commit, and
   * `CannotJudge` where it has too many files.
   */
  filesOf(commit: string, folder: string): Promise<readonly Entry[]> {
    this.#count += 1;
    this.#folders = this.#files = 0;
    if (this.#count % GENERATION === 0) [this.#before, this.#known] = [this.#known, new Map()];
    return this.#below(`${commit}:${folder}`, "");
  }

  /** Different files may be selected in the same folder at another path. */
  #below(tree: string, path: string): Promise<readonly Entry[]> {
    const key = `${tree} ${path}`;
    const found = this.#known.get(key) ?? this.#before.get(key) ?? this.#look(tree, path);
    this.#known.set(key, found);
    return found;
  }

  async #look(tree: string, path: string): Promise<readonly Entry[]> {
    const found = await this.#reader.read(tree);
    // A commit need not have the folder of the workspace; below it, a tree that is missing would hide its files.
    if (!found && path === "" && (await this.#reader.read(tree.split(":", 1)[0]!))) return [];
    if (found?.type !== "tree" || !found.content) throw new GitRefused("a tree is missing");
    const entries = treeEntries(found.content, found.object.length / 2);
    this.#folders += 1;
    this.#files += entries.length;
    if (this.#folders > this.#most.folders || this.#files > this.#most.files) throw tooManyFiles();
    const fullOf = ({ name }: TreeEntry): string => (path === "" ? name : `${path}/${name}`);
    const folders = entries.filter(({ mode }) => mode === "40000");
    const below = await Promise.all(
      folders.map((folder) => this.#below(folder.object, fullOf(folder))),
    );
    let folder = 0;
    return entries.flatMap((entry): readonly Entry[] => {
      const { mode, object, undecodable } = entry;
      if (mode === "40000") {
        const inside = below[folder++]!;
        return undecodable ? inside.map((one) => ({ ...one, undecodable })) : inside;
      }
      const full = fullOf(entry);
      if (!this.#isIncluded(full, mode)) return [];
      return [{ path: full, mode, object, ...(undecodable ? { undecodable } : {}) }];
    });
  }
}

export interface TreeEntry extends Pick<Entry, "mode" | "object" | "undecodable"> {
  readonly name: string;
}

/** `<mode> <name>`, a NUL, and the bytes of the object's name. */
export function treeEntries(
  content: Buffer,
  bytes: number,
  decoded: typeof decodedName = decodedName,
): TreeEntry[] {
  const entries: TreeEntry[] = [];
  for (let at = 0; at < content.length;) {
    const end = content.indexOf(0, at);
    const space = content.indexOf(32, at);
    const mode = canonicalMode(content.toString("latin1", at, space));
    const { name, undecodable } = decoded(content.subarray(space + 1, end));
    at = end + 1 + bytes;
    const object = content.toString("hex", end + 1, at);
    entries.push({ name, mode, object, ...(undecodable ? { undecodable } : {}) });
  }
  return entries;
}

/** As `git ls-tree` prints it: the first releases of git wrote other permissions, and some tools a zero before it. */
function canonicalMode(written: string): string {
  const mode = Number.parseInt(written, 8);
  switch (mode & 0o170000) {
    case 0o040000:
      return "40000";
    case 0o100000:
      return mode & 0o100 ? "100755" : "100644";
    case 0o120000:
      return "120000";
    default:
      return "160000";
  }
}

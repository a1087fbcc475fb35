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
    const read = await this.#reader.read(tree);
    // A commit need not have the folder of the workspace; below it, a tree that is missing would hide its files.
    if (!read && path === "" && (await this.#reader.read(tree.split(":", 1)[0]!))) return [];
    if (read?.type !== "tree" || !read.content) throw new GitRefused("a tree is missing");
    const { content, object } = read;
    const found: (Entry | Folder)[] = [];
    // Most files are not included: of them, only the names are read.
    this.#files += eachEntry(content, object.length / 2, (mode, start, end, last) => {
      const { name, undecodable } = treeName(content, start, end);
      const full = path === "" ? name : `${path}/${name}`;
      if (mode !== TREE && !this.#isIncluded(full, mode)) return;
      const own = content.toString("hex", end + 1, last);
      const odd = undecodable ? ({ undecodable } as const) : {};
      found.push(
        mode === TREE
          ? { path: full, tree: own, ...odd }
          : { path: full, mode, object: own, ...odd },
      );
    });
    this.#folders += 1;
    if (this.#folders > this.#most.folders || this.#files > this.#most.files) throw tooManyFiles();
    const folders = found.flatMap((one) => ("tree" in one ? [this.#inside(one)] : []));
    const below = (await Promise.all(folders)).values();
    return found.flatMap((one) => ("tree" in one ? below.next().value! : one));
  }

  async #inside({ path, tree, undecodable }: Folder): Promise<readonly Entry[]> {
    const entries = await this.#below(tree, path);
    return undecodable ? entries.map((one) => ({ ...one, undecodable })) : entries;
  }
}

/** A folder in a tree. */
interface Folder extends Pick<Entry, "path" | "undecodable"> {
  readonly tree: string;
}

export interface TreeEntry extends Pick<Entry, "mode" | "object" | "undecodable"> {
  readonly name: string;
}

/** The entries of a tree. Names are decoded as the caller says. */
export function treeEntries(
  content: Buffer,
  bytes: number,
  decoded: typeof decodedName,
): TreeEntry[] {
  const entries: TreeEntry[] = [];
  eachEntry(content, bytes, (mode, start, end, last) => {
    const { name, undecodable } = decoded(content.subarray(start, end));
    const object = content.toString("hex", end + 1, last);
    entries.push({ name, mode, object, ...(undecodable ? { undecodable } : {}) });
  });
  return entries;
}

/** Most names are plain, and need no buffer of their own. */
function treeName(content: Buffer, start: number, end: number): ReturnType<typeof decodedName> {
  const name = content.toString("utf8", start, end);
  return name.includes("\uFFFD") ? decodedName(content.subarray(start, end)) : { name };
}

/** Where the name of an entry starts and ends, and where the bytes of its object end, which follow a NUL. */
type Visit = (mode: string, start: number, end: number, last: number) => void;

/**
 * `<mode> <name>`, a NUL, and the bytes of the object's name, for each entry. Gives how many there are. Byte by byte, because
 * a search by Node takes longer than most of these texts.
 */
function eachEntry(content: Buffer, bytes: number, visit: Visit): number {
  let count = 0;
  for (let at = 0; at < content.length; count += 1) {
    let mode = 0;
    for (; content[at] !== SPACE && at < content.length; at += 1)
      mode = mode * 8 + octalDigit(content[at]!);
    const start = at + 1;
    let end = start;
    while (content[end] !== 0 && end < content.length) end += 1;
    if (end >= content.length) throw new GitRefused("a tree is not valid");
    at = end + 1 + bytes;
    visit(canonicalMode(mode), start, end, at);
  }
  return count;
}

const SPACE = 32;

const octalDigit = (byte: number): number => (byte >= 48 && byte < 56 ? byte - 48 : Number.NaN);

export const TREE = "40000";

/** As `git ls-tree` prints it: the first releases of git wrote other permissions, and some tools a zero before it. */
function canonicalMode(mode: number): string {
  switch (mode & 0o170000) {
    case 0o040000:
      return TREE;
    case 0o100000:
      return mode & 0o100 ? "100755" : "100644";
    case 0o120000:
      return "120000";
    default:
      return "160000";
  }
}

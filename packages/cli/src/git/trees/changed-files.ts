import { byCodeUnit } from "@release-policy/core/internal";
import { isRegular } from "../commit-tree.ts";
import { GitRefused, tooManyFiles } from "../git.ts";
import { MOST, TREE, type TreeEntry, treeEntries } from "./commit-trees.ts";
import type { ObjectReader } from "./object-reader.ts";

export interface ChangedFile {
  /** git's letter: A, M, D. */
  readonly status: string;
  /** Relative to the workspace. */
  readonly path: string;
  /** The base's blob; undefined if it has no regular file there. */
  readonly before?: string;
  /** The head's blob, if git knows it without reading the file. */
  readonly after?: string;
}

/** A side of a comparison: a folder, its files, or nothing. */
type Side = ReadonlyMap<string, TreeEntry>;

const NOTHING: Side = new Map();

/**
 * What `git diff --raw --no-renames` says of a folder of two commits, in its order, without a process: most changes differ
 * in a few folders. Undefined where only git knows: without one of the folders, or where git did not write one. Throws
 * `GitRefused` without an object, and `CannotJudge` where there are too many files.
 */
export async function changedFiles(
  reader: ObjectReader,
  before: string,
  after: string,
): Promise<readonly ChangedFile[] | undefined> {
  let [folders, entriesRead] = [0, 0];
  let isOdd = false;

  async function sideOf(tree: string | undefined): Promise<Side> {
    if (tree === undefined) return NOTHING;
    const found = await reader.read(tree);
    if (found?.type !== "tree" || !found.content) {
      if (tree.includes(":")) isOdd = true;
      else throw new GitRefused("a tree is missing");
      return NOTHING;
    }
    const entries = treeEntries(found.content, found.object.length / 2, (name) => ({
      name: name.toString("latin1"),
    }));
    folders += 1;
    entriesRead += entries.length;
    if (folders > MOST.folders || entriesRead > MOST.files) throw tooManyFiles();
    const sorted = entries.map(sortedAs);
    isOdd ||= sorted.some((name, i) => i > 0 && byCodeUnit(sorted[i - 1]!, name) >= 0);
    const side = new Map(entries.map((entry) => [entry.name, entry]));
    isOdd ||= side.size < entries.length;
    return side;
  }

  async function compare(
    one: string | undefined,
    other: string | undefined,
    path: string,
  ): Promise<readonly ChangedFile[]> {
    const [left, right] = await Promise.all([sideOf(one), sideOf(other)]);
    const pairs = [...new Set([...left.keys(), ...right.keys()])].flatMap((name) => {
      const [was, is] = [left.get(name), right.get(name)];
      if (was?.object === is?.object && was?.mode === is?.mode) return [];
      const full = `${path}${Buffer.from(name, "latin1").toString("utf8")}`;
      const trees = [treeIn(was), treeIn(is)] as const;
      const file = changedFile(full, fileIn(was), fileIn(is));
      return [
        ...(file ? [{ name, found: Promise.resolve([file]) }] : []),
        ...(trees.some((tree) => tree !== undefined)
          ? [{ name: `${name}/`, found: compare(...trees, `${full}/`) }]
          : []),
      ];
    });
    const ordered = pairs.toSorted((a, b) => byCodeUnit(a.name, b.name));
    return (await Promise.all(ordered.map(({ found }) => found))).flat();
  }

  const files = await compare(before, after, "");
  return isOdd ? undefined : files;
}

/** How git sorts the entries of a tree: by their bytes, a folder with a slash at its end. */
const sortedAs = ({ name, mode }: TreeEntry): string => (mode === TREE ? `${name}/` : name);

const treeIn = (entry: TreeEntry | undefined): string | undefined =>
  entry?.mode === TREE ? entry.object : undefined;
const fileIn = (entry: TreeEntry | undefined): TreeEntry | undefined =>
  entry?.mode === TREE ? undefined : entry;

function changedFile(
  path: string,
  was: TreeEntry | undefined,
  is: TreeEntry | undefined,
): ChangedFile | undefined {
  if (!was && !is) return undefined;
  const status = !was ? "A" : !is ? "D" : kindOf(was) === kindOf(is) ? "M" : "T";
  return {
    status,
    path,
    ...(was && isRegular(was) ? { before: was.object } : {}),
    ...(is && isRegular(is) ? { after: is.object } : {}),
  };
}

/** A file, a link or a submodule. */
const kindOf = ({ mode }: TreeEntry): string => mode.slice(0, 3);

import { isSafePath } from "../files/files.ts";
import { type Repository, git, splitNul } from "./git.ts";
import { fetchedSizes } from "./objects.ts";

/** A file of a commit. */
export interface Entry {
  /** Relative to the workspace. */
  readonly path: string;
  readonly mode: string;
  readonly object: string;
}

export interface Blob extends Entry {
  readonly size: number;
}

export const isRegular = ({ mode }: Entry): boolean => mode === "100644" || mode === "100755";

/** Where the workspace lies in its repository. */
export const workspacePrefix = (repository: Repository): string =>
  typeof repository === "string"
    ? git(repository, ["rev-parse", "--show-prefix"]).toString().trim()
    : repository.prefix;

/** The files of a commit in the folder of the workspace, those that are wanted. */
export function commitEntries(
  repository: Repository,
  commit: string,
  wanted: (path: string) => boolean,
): Entry[] {
  const prefix = workspacePrefix(repository);
  const below = prefix ? [prefix] : [];
  const args = ["ls-tree", "-r", "-z", "--full-tree", commit, "--", ...below];
  return splitNul(git(repository, args)).flatMap((line): Entry[] => {
    const [meta = "", full = ""] = line.split("\t", 2);
    const [mode = "", , object = ""] = meta.split(" ");
    const path = full.slice(prefix.length);
    return isSafePath(path) && wanted(path) ? [{ path, mode, object }] : [];
  });
}

/** The same with their sizes, which a partial clone would have to fetch every file for: only of those wanted. */
export function blobsOf(
  repository: Repository,
  commit: string,
  wanted: (path: string) => boolean,
): Blob[] {
  const entries = commitEntries(repository, commit, wanted);
  const objects = entries.filter(({ mode }) => mode !== "160000").map(({ object }) => object);
  const sizes = fetchedSizes(repository, objects);
  return entries.map((entry) => ({ ...entry, size: sizes.get(entry.object) ?? 0 }));
}

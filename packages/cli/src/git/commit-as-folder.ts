import { tmpdir } from "node:os";
import { join } from "node:path";
import { byCodeUnit, remembered } from "@release-policy/core/internal";
import { CannotJudge, type Obstacle } from "../errors.ts";
import {
  type DocumentsToRead,
  LARGEST_DOCUMENT,
  MOST_GUIDES,
  guideMatcher,
} from "../files/documents.ts";
import { SIZE_LIMITS, entryAt, isSafePath, undecodableObstacle } from "../files/files.ts";
import {
  type WrittenFile,
  isInstalled,
  isOddManifest,
  isRefused,
  isReleasePath,
  manifestTwins,
  nameFault,
  spellingObstacle,
  writtenFile,
} from "../files/release-files.ts";
import { removeEntry, temporaryFolder } from "../files/temporary-folder.ts";
import { MemoryFolder } from "../files/writing/memory-folder.ts";
import { LARGEST, putFile } from "../files/writing/put-file.ts";
import {
  type Entry,
  type EntryFilter,
  commitEntries,
  isHollow,
  isRegular,
  refuseHollowPackages,
  withFolders,
} from "./commit-tree.ts";
import { GitRefused, type Repository } from "./git.ts";
import { fetchedSizes, readBlobs } from "./objects.ts";
import { commitOf, isFullName } from "./refs.ts";

/** A commit, written out as a minimal workspace: manifests, workspace files, changesets and policies. */
export interface CommitFolder {
  readonly root: string;
  readonly commit: string;
  readonly dispose: () => void;
}

const MOST_FILES = 20_000;
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Reads a commit as git objects and writes what a release depends on into a separate folder. No checkout, so no
 * filter, hook or link of the commit ever runs; lockfiles are written empty, because package discovery only checks
 * that they exist. Throws `CannotJudge` with every path that a planner may read but we do not: a link, a submodule, a
 * file that is too large, a name that cannot be written. `isIncluded` selects some of these files. In memory, only the
 * functions in files.ts can read them.
 */
export function writeCommit(
  repository: Repository,
  ref: string,
  isIncluded?: EntryFilter,
  place: "disk" | "memory" = "disk",
): CommitFolder {
  const commit = isFullName(ref) ? ref : commitOf(repository, ref);
  const entries = releaseEntries(repository, commit, isIncluded);
  const files = filesToWrite(entries);
  const sizes = fetchedSizes(
    repository,
    files.flatMap(({ as, object }) => (as === "text" ? [object] : [])),
  );
  const sizeOf = ({ as, object }: FileToWrite): number => {
    const size = as === "text" ? sizes.get(object) : 0;
    if (size === undefined) throw new GitRefused("an object is missing");
    return size;
  };
  refuseSizes(ref, files, sizeOf);
  const memory = place === "memory" ? new MemoryFolder(tmpdir()) : undefined;
  const root = memory?.root ?? temporaryFolder();
  const dispose = () => (memory ? memory.dispose() : removeEntry(root));
  try {
    const read = files.filter((file) => file.as === "text" && sizeOf(file) <= LARGEST);
    const contents = readBlobs(
      repository,
      read.map(({ object }) => object),
    );
    const contentOf = new Map(read.map((file, i) => [file, contents[i]]));
    const folders = new Set<string>();
    for (const file of files)
      putFile(root, file, contentOf.get(file) ?? sizeInFolder(file), folders);
    refuseHollowPackages(repository, commit, root, entries);
  } catch (error) {
    dispose();
    throw error;
  }
  return { root, commit, dispose };
}

/** The files of a commit that a filter includes. Throws `CannotJudge` where there is no such commit. */
export function releaseEntries(
  repository: Repository,
  commit: string,
  isIncluded: EntryFilter = isPlannerInput,
): readonly Entry[] {
  try {
    return commitEntries(repository, commit, isIncluded);
  } catch (error) {
    if (error instanceof GitRefused) commitOf(repository, commit);
    throw error;
  }
}

/** The size of a file whose content is too large to be read. Changesets alone may be. */
export const sizeInFolder = ({ as }: WrittenFile): number | undefined =>
  as === "text" ? LARGEST + 1 : undefined;

/** A file of a commit at its place in the folder. */
export interface FileToWrite extends WrittenFile {
  readonly object: string;
}

/** What a release depends on, and what could hide some of it. */
export const isPlannerInput: EntryFilter = (path, mode) =>
  isReleasePath(path) || (isHollow(mode) && !isInstalled(path));

/** Whether the content of the file is read. */
export const isReadFromCommit: EntryFilter = (path, mode) =>
  mode !== "160000" && (writtenFile(path, mode)?.as === "text" || isHollow(mode));

/** Every file that is written. Throws `CannotJudge` with all paths that are neither written nor of no importance. */
export function filesToWrite(entries: readonly Entry[]): readonly FileToWrite[] {
  const obstacles: Obstacle[] = [];
  const doubles: Obstacle[] = [];
  let mayBeTwins = false;
  const files = new Map<string, FileToWrite>();
  for (const entry of entries) {
    const read = readEntry(entry);
    if (!read.isNamed) continue;
    obstacles.push(...read.obstacles);
    mayBeTwins ||= read.mayBeTwin === true;
    const { file } = read;
    const other = file && files.get(file.path);
    if (other && (other.as !== file.as || file.as === "text")) doubles.push(twice(file.path));
    else if (file) files.set(file.path, { path: file.path, as: file.as, object: entry.object });
  }
  if (mayBeTwins) obstacles.push(...manifestTwins(new Set(namedPaths(entries))));
  obstacles.push(...doubles);
  if (obstacles.length > 0) throw new CannotJudge(...obstacles);
  return [...files.values()];
}

const namedPaths = (entries: readonly Entry[]): readonly string[] =>
  entries.filter((entry) => readEntry(entry).isNamed).map(({ path }) => path);

interface ReadEntry {
  /** Whether it is at a place that a release is read from. */
  readonly isNamed: boolean;
  readonly obstacles: readonly Obstacle[];
  readonly file?: WrittenFile | undefined;
  /** Whether it may be the same file as another manifest on macOS and Windows. */
  readonly mayBeTwin?: boolean;
}

/** By mode and path: neighbouring commits share most of them. */
const knownEntries = remembered((mode) =>
  remembered((path): ReadEntry =>
    isReleasePath(path)
      ? {
          isNamed: true,
          obstacles: pathObstacles(path, mode),
          file: writtenFile(path, mode),
          mayBeTwin: isOddManifest(path),
        }
      : { isNamed: false, obstacles: [] },
  ),
);

function readEntry({ path, mode, undecodable }: Entry): ReadEntry {
  const known = knownEntries(mode)(path);
  return undecodable ? { ...known, obstacles: [undecodableObstacle(path)] } : known;
}

const twice = (path: string): Obstacle => ({
  message: `${path} is in the commit twice`,
  help: "run `git fsck`: git did not write this commit",
  at: { path, line: 1, column: 1 },
});

function pathObstacles(path: string, mode: string): readonly Obstacle[] {
  const at = { path, line: 1, column: 1 };
  const fault = nameFault(path);
  if (fault !== undefined)
    return [{ message: `${path} cannot be read: ${fault}`, help: "rename it", at }];
  if (!isRefused(path, mode)) return spellingObstacle(path);
  return [
    {
      message: `${path} is not a regular file in the commit`,
      help: "replace it with a regular file",
      at,
    },
  ];
}

/** An invalid changeset is a finding; any other invalid file stops the reading. */
const isChangeset = ({ path }: WrittenFile): boolean =>
  path.startsWith(".changeset/") && path.endsWith(".md");

/** Throws `CannotJudge` with everything that is too large, or one too many. */
export function refuseSizes(
  ref: string,
  files: readonly FileToWrite[],
  sizeOf: (file: FileToWrite) => number,
): void {
  const obstacles: Obstacle[] = [];
  let bytes = 0;
  for (const file of files) {
    const { path } = file;
    const size = sizeOf(file);
    bytes += Math.min(size, LARGEST);
    const limit = path.startsWith("policies/") ? SIZE_LIMITS.policy : SIZE_LIMITS.manifest;
    if (size <= limit || isChangeset(file)) continue;
    obstacles.push({
      message: `${path} is too large: ${size} bytes (limit: ${limit})`,
      at: { path, line: 1, column: 1 },
    });
  }
  if (files.length > MOST_FILES || bytes > MOST_BYTES) {
    obstacles.push({
      message: `${ref} is too large to check: ${files.length} manifests and changesets with ${bytes} bytes`,
    });
  }
  if (obstacles.length > 0) throw new CannotJudge(...obstacles);
}

/**
 * Writes the documents of a commit next to its manifests, and no other file: guides and the page with their text,
 * files that only have to exist without any. Links are not written; files above the limit only keep their size, so
 * that the reader skips them. Throws `CannotJudge` if all of them together are too large.
 */
export async function writeDocuments(
  repository: Repository,
  { root, commit }: Pick<CommitFolder, "root" | "commit">,
  needs: DocumentsToRead,
): Promise<void> {
  const named = new Set(needs.paths);
  const { blobs, read } = await documentsIn(repository, commit, needs);
  const sizes = fetchedSizes(
    repository,
    read.map(({ object }) => object),
  );
  const sizeOf = ({ object }: Entry): number => sizes.get(object) ?? 0;
  const readable = read.filter((entry) => sizeOf(entry) <= LARGEST_DOCUMENT);
  const bytes = readable.reduce((sum, entry) => sum + sizeOf(entry), 0);
  if (bytes > MOST_BYTES) {
    throw new CannotJudge({
      message: `the documents of ${commit} are too large to check: ${bytes} bytes`,
    });
  }
  const objects = readable.map(({ object }) => object);
  const contents = readBlobs(repository, objects);
  for (const [i, { path }] of readable.entries())
    writeMissing(root, { path, as: "text" }, contents[i]);
  for (const { path } of read) writeMissing(root, { path, as: "text" }, LARGEST_DOCUMENT + 1);
  for (const { path } of blobs) {
    for (const above of withFolders(path).filter((candidate) => named.has(candidate)))
      writeMissing(root, { path: above, as: above === path ? "empty" : "folder" });
  }
}

/** The documents of a commit: those to read, and with them those that only have to be there. */
export async function documentsIn(
  repository: Repository,
  commit: string,
  needs: DocumentsToRead,
): Promise<{ readonly blobs: readonly Entry[]; readonly read: readonly Entry[] }> {
  const isGuide = await guideMatcher(needs.guides);
  const single = new Set([...needs.changelogs, ...(needs.table ? [needs.table] : [])]);
  const isRead = (path: string) => single.has(path) || isGuide(path);
  const named = new Set(needs.paths);
  const isNamed = (path: string) => withFolders(path).some((above) => named.has(above));
  const isNeeded = (path: string) => isRead(path) || isNamed(path);
  const blobs = commitEntries(repository, commit, isNeeded).filter(
    (entry) => isRegular(entry) && isSafePath(entry.path) && !entry.undecodable,
  );
  // One more than is read, so that the reader sees that there are more.
  const read = blobs
    .filter(({ path }) => isRead(path))
    .toSorted((a, b) => byCodeUnit(a.path, b.path))
    .filter(({ path }, i) => i <= MOST_GUIDES || single.has(path));
  return { blobs, read };
}

/** Leaves what is there already. */
function writeMissing(root: string, file: WrittenFile, content?: Buffer | number): void {
  if (entryAt(join(root, file.path)) === "missing") putFile(root, file, content, new Set());
}

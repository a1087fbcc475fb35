import { existsSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { CannotJudge, type Obstacle, codeOf } from "../errors.ts";
import {
  type DocumentsToRead,
  LARGEST_DOCUMENT,
  MOST_GUIDES,
  guideMatcher,
} from "../files/documents.ts";
import { SIZE_LIMITS } from "../files/files.ts";
import { type Blob, type Entry, blobsOf, commitEntries, isRegular } from "./commit-tree.ts";
import type { Repository } from "./git.ts";
import { fetchedSizes, readBlobs } from "./objects.ts";
import { commitOf } from "./refs.ts";

/** A commit, written out as a minimal workspace: manifests, workspace files, changesets and policies. */
export interface CommitFolder {
  readonly root: string;
  readonly commit: string;
  readonly dispose: () => void;
}

const MOST_FILES = 20_000;
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Reads a commit as git objects and writes what a release depends on into a folder of its own. No checkout,
 * so no filter, hook or link of the commit ever runs; lock files are written empty, because the finders of
 * packages only ask whether they are there. Throws `CannotJudge` with every file that is a link, too large,
 * or one too many.
 */
export function writeCommit(repository: Repository, ref: string): CommitFolder {
  const commit = commitOf(repository, ref);
  const blobs = blobsOf(repository, commit, isWanted);
  const obstacles = commitObstacles(ref, blobs);
  if (obstacles.length > 0) throw new CannotJudge(...obstacles);
  const root = mkdtempSync(join(tmpdir(), "release-policy-"));
  const dispose = () => rmSync(root, { recursive: true, force: true });
  try {
    for (const [path, content] of contentsOf(repository, blobs)) {
      writeFileOf(root, path, content);
    }
  } catch (error) {
    dispose();
    throw error;
  }
  return { root, commit, dispose };
}

/** Why a commit must not be written out: what is a link, or too large, or one too many. */
export function commitObstacles(ref: string, blobs: readonly Blob[]): readonly Obstacle[] {
  const bytes = blobs.reduce((sum, { size }) => sum + size, 0);
  if (blobs.length <= MOST_FILES && bytes <= MOST_BYTES) return blobs.flatMap(blobObstacle);
  const message = `${ref} has ${blobs.length} manifests and changesets with ${bytes} bytes: more than is read`;
  return [...blobs.flatMap(blobObstacle), { message }];
}

/** Names that this file system cannot keep, or keeps apart from each other, are not a mistake of ours. */
function writeFileOf(root: string, path: string, content: Buffer | undefined): void {
  try {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    if (content) writeFileSync(join(root, path), content, { flag: "wx" });
    else mkdirSync(join(root, path));
  } catch (error) {
    if (!UNWRITABLE.has(codeOf(error) ?? "")) throw error;
    throw new CannotJudge({
      message: `${path.length > 100 ? `${path.slice(0, 100)}…` : path} cannot be written out: its name is too long, or another file has it`,
    });
  }
}

const UNWRITABLE = new Set(["EEXIST", "EINVAL", "EISDIR", "ENAMETOOLONG", "ENOENT", "ENOTDIR"]);

const MANIFEST = /(?:^|\/)package\.(?:json|yaml|json5)$/;
const SETTINGS = /^(?:pnpm-workspace\.yaml|lerna\.json|rush\.json)$/;
const FOLDERS = /^(?:\.changeset(?:\/pre)?|policies)\/[^/]+\.(?:md|json|ya?ml)$/;
export const LOCKS = /^(?:yarn\.lock|package-lock\.json|bun\.lockb?|pnpm-lock\.yaml)$/;
const ROOTS = /^(?:\.changeset|policies)$/;

export const isWanted = (path: string): boolean =>
  (MANIFEST.test(path) && !path.includes("node_modules/")) ||
  [SETTINGS, FOLDERS, LOCKS, ROOTS].some((pattern) => pattern.test(path));

/** Whether the text of the file is read: of a lock file only matters that it is there. */
export const isReadFromCommit = (path: string): boolean => isWanted(path) && !LOCKS.test(path);

/** A changeset at fault is a finding of its own; every other file at fault stops the reading. */
const isChangeset = ({ path }: Blob): boolean =>
  path.startsWith(".changeset/") && path.endsWith(".md");

function blobObstacle(blob: Blob): Obstacle[] {
  const { path, size } = blob;
  const at = { path, line: 1, column: 1 };
  if (isChangeset(blob) || LOCKS.test(path)) return [];
  if (!isRegular(blob))
    return [
      {
        message: `${path} is not a regular file in the commit`,
        help: "commit the file itself: links are not read",
        at,
      },
    ];
  const limit = path.startsWith("policies/") ? SIZE_LIMITS.policy : SIZE_LIMITS.manifest;
  return size > limit
    ? [{ message: `${path} has ${size} bytes; ${limit} are the most that is read`, at }]
    : [];
}

/** Path and content of each blob; without content where the file is to be told apart from a changeset. */
function* contentsOf(
  repository: Repository,
  blobs: readonly Blob[],
): Generator<[string, Buffer | undefined]> {
  const read = blobs.filter(
    (blob) => isRegular(blob) && isReadFromCommit(blob.path) && blob.size <= SIZE_LIMITS.manifest,
  );
  const contents = readBlobs(
    repository,
    read.map(({ object }) => object),
  );
  const contentOf = new Map(read.map((blob, i) => [blob, contents[i]]));
  for (const blob of blobs) {
    yield [blob.path, LOCKS.test(blob.path) ? Buffer.alloc(0) : contentOf.get(blob)];
  }
}

/**
 * Writes the documents of a commit beside its manifests, and no other file: guides and the page with their text, what
 * only has to be there without any. Links are not written; what is too large keeps its size alone, so that the reader
 * leaves it out. Throws `CannotJudge` where all of them together are too much.
 */
export async function writeDocuments(
  repository: Repository,
  { root, commit }: Pick<CommitFolder, "root" | "commit">,
  wanted: DocumentsToRead,
): Promise<void> {
  const named = new Set(wanted.paths);
  const { blobs, read } = await documentsIn(repository, commit, wanted);
  const sizes = fetchedSizes(
    repository,
    read.map(({ object }) => object),
  );
  const sizeOf = ({ object }: Entry): number => sizes.get(object) ?? 0;
  const readable = read.filter((entry) => sizeOf(entry) <= LARGEST_DOCUMENT);
  const bytes = readable.reduce((sum, entry) => sum + sizeOf(entry), 0);
  if (bytes > MOST_BYTES) {
    throw new CannotJudge({
      message: `the documents of ${commit} have ${bytes} bytes: more than is read`,
    });
  }
  const objects = readable.map(({ object }) => object);
  const contents = readBlobs(repository, objects);
  for (const [i, { path }] of readable.entries()) writeMissing(root, path, contents[i] ?? "");
  for (const { path } of read) {
    if (writeMissing(root, path, "")) truncateSync(join(root, path), LARGEST_DOCUMENT + 1);
  }
  for (const { path } of blobs) {
    for (const above of withFolders(path).filter((candidate) => named.has(candidate))) {
      if (above === path) writeMissing(root, path, "");
      else mkdirSync(join(root, above), { recursive: true });
    }
  }
}

/** The documents of a commit: those to read, and with them those that only have to be there. */
export async function documentsIn(
  repository: Repository,
  commit: string,
  wanted: DocumentsToRead,
): Promise<{ readonly blobs: readonly Entry[]; readonly read: readonly Entry[] }> {
  const isGuide = await guideMatcher(wanted.guides);
  const single = new Set([...wanted.changelogs, ...(wanted.table ? [wanted.table] : [])]);
  const isRead = (path: string) => single.has(path) || isGuide(path);
  const named = new Set(wanted.paths);
  const isNamed = (path: string) => withFolders(path).some((above) => named.has(above));
  const isAsked = (path: string) => isRead(path) || isNamed(path);
  const blobs = commitEntries(repository, commit, isAsked).filter(isRegular);
  // One more than is read, so that the reader sees that there are more.
  const read = blobs
    .filter(({ path }) => isRead(path))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
    .filter(({ path }, i) => i <= MOST_GUIDES || single.has(path));
  return { blobs, read };
}

/** The path and each folder above it. */
const withFolders = (path: string): readonly string[] => {
  const parts = path.split("/");
  return parts.map((_, i) => parts.slice(0, i + 1).join("/"));
};

/** False where something is there already. */
function writeMissing(root: string, path: string, content: Buffer | string): boolean {
  const full = join(root, path);
  if (existsSync(full)) return false;
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, content, { flag: "wx" });
  return true;
}

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { CannotJudge, codeOf, type Obstacle } from "../errors.ts";
import { SIZE_LIMITS } from "./files.ts";
import type { Repository } from "./git.ts";
import { readBlobs } from "./objects.ts";
import { commitOf } from "./refs.ts";
import { blobsOf, isRegular, type Blob } from "./tree.ts";

/** A commit, written out as a minimal workspace: manifests, workspace files, changesets and policies. */
export interface Scratch {
  readonly root: string;
  readonly commit: string;
  readonly dispose: () => void;
}

const MOST_FILES = 20_000;
export const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Reads a commit as git objects and writes what a release depends on into a folder of its own. No checkout,
 * so no filter, hook or link of the commit ever runs; lock files are written empty, because the finders of
 * packages only ask whether they are there. Throws `CannotJudge` with every file that is a link, too large,
 * or one too many.
 */
export function writeScratch(repository: Repository, ref: string): Scratch {
  const commit = commitOf(repository, ref);
  const blobs = blobsOf(repository, commit, isWanted);
  const obstacles = blobs.flatMap(obstacleOf);
  const bytes = blobs.reduce((sum, { size }) => sum + size, 0);
  if (blobs.length > MOST_FILES || bytes > MOST_BYTES) {
    obstacles.push({
      message: `${ref} has ${blobs.length} manifests and changesets with ${bytes} bytes: more than is read`,
    });
  }
  if (obstacles.length > 0) throw new CannotJudge(...obstacles);
  const root = mkdtempSync(join(tmpdir(), "release-policy-"));
  const dispose = () => rmSync(root, { recursive: true, force: true });
  try {
    for (const [path, content] of contentsOf(repository, blobs)) {
      put(root, path, content);
    }
  } catch (error) {
    dispose();
    throw error;
  }
  return { root, commit, dispose };
}

/** Names that this file system cannot keep, or keeps apart from each other, are not a mistake of ours. */
function put(root: string, path: string, content: Buffer | undefined): void {
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
const LOCKS = /^(?:yarn\.lock|package-lock\.json|bun\.lockb?|pnpm-lock\.yaml)$/;
const ROOTS = /^(?:\.changeset|policies)$/;

const isWanted = (path: string): boolean =>
  (MANIFEST.test(path) && !path.includes("node_modules/")) ||
  [SETTINGS, FOLDERS, LOCKS, ROOTS].some((pattern) => pattern.test(path));

/** Whether the text of the file is read: of a lock file only matters that it is there. */
export const isRead = (path: string): boolean => isWanted(path) && !LOCKS.test(path);

/** A changeset at fault is a finding of its own; every other file at fault stops the reading. */
const isChangeset = ({ path }: Blob): boolean =>
  path.startsWith(".changeset/") && path.endsWith(".md");

function obstacleOf(blob: Blob): Obstacle[] {
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
    (blob) => isRegular(blob) && isRead(blob.path) && blob.size <= SIZE_LIMITS.manifest,
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

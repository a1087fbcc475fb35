import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { CannotJudge, type Obstacle } from "../errors.ts";
import { isSafePath, SIZE_LIMITS } from "./files.ts";
import { git, splitNul } from "./git.ts";
import { commitOf } from "./refs.ts";

/** A commit, written out as a minimal workspace: manifests, workspace files, changesets and policies. */
export interface Scratch {
  readonly root: string;
  readonly commit: string;
  readonly dispose: () => void;
}

const MOST_FILES = 20_000;
export const MOST_BYTES = 64 * 1024 * 1024;

export interface Blob {
  readonly path: string;
  readonly mode: string;
  readonly object: string;
  readonly size: number;
}

/**
 * Reads a commit as git objects and writes what a release depends on into a folder of its own. No checkout,
 * so no filter, hook or link of the commit ever runs; lock files are written empty, because the finders of
 * packages only ask whether they are there. Throws `CannotJudge` with every file that is a link, too large,
 * or one too many.
 */
export function writeScratch(repository: string, ref: string): Scratch {
  const commit = commitOf(repository, ref);
  const prefix = prefixOf(repository);
  const blobs = blobsOf(repository, commit, prefix, isWanted);
  const obstacles = obstaclesOf(ref, blobs);
  if (obstacles.length > 0) throw new CannotJudge(...obstacles);
  const root = mkdtempSync(join(tmpdir(), "release-policy-"));
  const dispose = () => rmSync(root, { recursive: true, force: true });
  try {
    for (const [path, content] of contentsOf(repository, blobs)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      if (content) writeFileSync(join(root, path), content, { flag: "wx" });
      else mkdirSync(join(root, path));
    }
  } catch (error) {
    dispose();
    throw error;
  }
  return { root, commit, dispose };
}

/** Why a commit must not be written out: what is a link, or too large, or one too many. */
export function obstaclesOf(ref: string, blobs: readonly Blob[]): readonly Obstacle[] {
  const bytes = blobs.reduce((sum, { size }) => sum + size, 0);
  if (blobs.length <= MOST_FILES && bytes <= MOST_BYTES) return blobs.flatMap(obstacleOf);
  const message = `${ref} has ${blobs.length} manifests and changesets with ${bytes} bytes: more than is read`;
  return [...blobs.flatMap(obstacleOf), { message }];
}

/** Where the workspace lies in its repository. */
export const prefixOf = (repository: string): string =>
  git(repository, ["rev-parse", "--show-prefix"]).toString().trim();

const MANIFEST = /(?:^|\/)package\.(?:json|yaml|json5)$/;
const SETTINGS = /^(?:pnpm-workspace\.yaml|lerna\.json|rush\.json)$/;
const FOLDERS = /^(?:\.changeset(?:\/pre)?|policies)\/[^/]+\.(?:md|json|ya?ml)$/;
export const LOCKS = /^(?:yarn\.lock|package-lock\.json|bun\.lockb?|pnpm-lock\.yaml)$/;
const ROOTS = /^(?:\.changeset|policies)$/;

/** The files of a commit below a folder of the repository, those that are wanted. */
export function blobsOf(
  repository: string,
  commit: string,
  prefix: string,
  wanted: (path: string) => boolean,
): Blob[] {
  const args = [
    "ls-tree",
    "-r",
    "-z",
    "-l",
    "--full-tree",
    commit,
    "--",
    ...(prefix ? [prefix] : []),
  ];
  return splitNul(git(repository, args)).flatMap((line): Blob[] => {
    const [meta = "", full = ""] = line.split("\t", 2);
    const [mode = "", , object = "", size = ""] = meta.split(/ +/);
    const path = full.slice(prefix.length);
    return isSafePath(path) && wanted(path)
      ? [{ path, mode, object, size: Number(size) || 0 }]
      : [];
  });
}

export const isWanted = (path: string): boolean =>
  (MANIFEST.test(path) && !path.includes("node_modules/")) ||
  [SETTINGS, FOLDERS, LOCKS, ROOTS].some((pattern) => pattern.test(path));

export const isRegular = ({ mode }: Pick<Blob, "mode">): boolean =>
  mode === "100644" || mode === "100755";

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
  repository: string,
  blobs: readonly Blob[],
): Generator<[string, Buffer | undefined]> {
  const read = blobs.filter(
    (blob) => isRegular(blob) && !LOCKS.test(blob.path) && blob.size <= SIZE_LIMITS.manifest,
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

/** What git has under a name. */
interface GitObject {
  readonly type: string;
  readonly content: Buffer;
}

/** The contents of blobs, in their order, from one process; undefined for what is missing or no blob. */
export const readBlobs = (repository: string, objects: readonly string[]): (Buffer | undefined)[] =>
  readObjects(repository, objects).map((found) =>
    found?.type === "blob" ? found.content : undefined,
  );

/** The objects of the names, in their order, from one process; undefined for what is missing, or has a line break. */
export function readObjects(
  repository: string,
  names: readonly string[],
): (GitObject | undefined)[] {
  const asked = names.filter((name) => !/[\r\n]/.test(name));
  if (asked.length === 0) return names.map(() => undefined);
  const output = git(repository, ["cat-file", "--batch"], `${asked.join("\n")}\n`);
  let offset = 0;
  return names.map((name) => {
    if (/[\r\n]/.test(name)) return undefined;
    const end = output.indexOf(10, offset);
    // A missing one is answered with its own name, which may look like anything but this.
    const head = /^[0-9a-f]{40,64} ([a-z]+) (\d+)$/.exec(output.toString("utf8", offset, end));
    offset = end + 1;
    if (!head) return undefined;
    const content = output.subarray(offset, offset + Number(head[2]));
    offset += content.length + 1;
    return { type: head[1]!, content };
  });
}

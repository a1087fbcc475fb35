import { type Dirent, type Stats, existsSync, lstatSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { byCodeUnit } from "@release-policy/core/internal";
import { CannotJudge, type Obstacle, codeOf } from "../errors.ts";

/** Larger files are not read: no manifest, changeset or policy that people write comes near. */
export const SIZE_LIMITS = {
  changeset: 256 * 1024,
  manifest: 4 * 1024 * 1024,
  policy: 256 * 1024,
  /** A report of a public API. */
  report: 4 * 1024 * 1024,
  /** pnpm-workspace.yaml */
  settings: 256 * 1024,
} as const;

type Entry = "file" | "folder" | "other" | "missing";

/** What exists at a path. Links are `other`: their target may be outside the workspace. */
export function entryAt(path: string): Entry {
  const stat = statOf(path);
  if (!stat) return "missing";
  if (stat.isFile()) return "file";
  return stat.isDirectory() ? "folder" : "other";
}

/**
 * Relative, and leads nowhere else. A tree can be made by hand, and a changeset can name anything: nothing may leave
 * the folder or mean something to an operating system.
 */
export const isSafePath = (path: string): boolean =>
  path
    .split("/")
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    .every((part) => !/^(?:|\.|\.\.|\.git)$/i.test(part) && !/[\u0000-\u001F\\:]/.test(part));

/** Throws `CannotJudge` if the file begins with a byte order mark: `JSON.parse`, with which planners read it, fails on it. */
export function refuseMark(root: string, path: string): void {
  if (!bytesInFile(join(root, path)).subarray(0, 3).equals(MARK)) return;
  throw new CannotJudge({
    message: `${path} starts with a byte order mark, but the release command cannot parse it`,
    help: "save it as UTF-8 without a byte order mark",
    at: { path, line: 1, column: 1 },
  });
}

const MARK = Buffer.from("\uFEFF");

/** The text of a regular file below the limit, without a byte order mark; undefined if missing. */
export function readText(root: string, path: string, limit: number): string | undefined {
  const full = join(root, path);
  const stat = statOf(full);
  if (!stat) return undefined;
  if (!stat.isFile()) {
    throw new CannotJudge({
      message: `${path} is not a regular file`,
      help: "replace it with a regular file",
      at: { path, line: 1, column: 1 },
    });
  }
  if (stat.size > limit) {
    throw new CannotJudge({
      message: `${path} is too large: ${stat.size} bytes (limit: ${limit})`,
      at: { path, line: 1, column: 1 },
    });
  }
  try {
    return textInFile(full).replace(/^\uFEFF/, "");
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** Of the entry itself, not of a link's target. */
function statOf(path: string): ReturnType<typeof entryOf> {
  try {
    return entryOf(path);
  } catch (error) {
    // A file where a folder should be on the way, or what Node's permission model keeps from this process.
    if (["ENOTDIR", "ERR_ACCESS_DENIED"].includes(codeOf(error) ?? "")) return undefined;
    throw error;
  }
}

/** The entries of a folder, sorted. Throws `CannotJudge` if one has a name that Node cannot open. */
export function listFolder(root: string, path: string) {
  const full = join(root, path);
  try {
    const entries = entriesIn(full);
    if (entries.some(({ name }) => name.includes("\uFFFD"))) refuseUndecodable(full, path);
    return entries.toSorted((a, b) => byCodeUnit(a.name, b.name));
  } catch (error) {
    if (error instanceof CannotJudge) throw error;
    throw unreadable(path, error);
  }
}

function refuseUndecodable(full: string, path: string): void {
  if (memoryEntry(full)) return;
  const obstacles = readdirSync(full, { encoding: "buffer" }).flatMap((bytes) => {
    const { name, undecodable } = decodedName(bytes);
    return undecodable ? [undecodableObstacle(path === "." ? name : `${path}/${name}`)] : [];
  });
  if (obstacles.length > 0) throw new CannotJudge(...obstacles);
}

export const undecodableObstacle = (path: string): Obstacle => ({
  message: `the name of ${path} is not UTF-8`,
  help: "rename the file",
  at: { path, line: 1, column: 1 },
});

/** A name as text; where its bytes are not UTF-8, they are shown as `\xff`, so that two names stay two. */
export function decodedName(bytes: Buffer): {
  readonly name: string;
  readonly undecodable?: boolean;
} {
  const name = bytes.toString("utf8");
  // Invalid bytes are always decoded as this character, which a valid name may have too.
  if (!name.includes("\uFFFD") || Buffer.from(name).equals(bytes)) return { name };
  const shown = bytes
    .toString("latin1")
    .replaceAll(/[\u0080-\u00FF]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16)}`);
  return { name: shown, undecodable: true };
}

/** A path as text, each of its names for itself: a folder keeps its name whatever a file in it is called. */
export function decodedPath(bytes: Buffer): ReturnType<typeof decodedName> {
  const names = bytes
    .toString("latin1")
    .split("/")
    .map((name) => decodedName(Buffer.from(name, "latin1")));
  const name = names.map((one) => one.name).join("/");
  return names.some(({ undecodable }) => undecodable) ? { name, undecodable: true } : { name };
}

const unreadable = (path: string, error: unknown): CannotJudge =>
  new CannotJudge({
    message: `cannot read ${path} (${codeOf(error) ?? "unknown error"})`,
    help: "check its permissions",
    at: { path, line: 1, column: 1 },
  });

/** The folder and those above it, the nearest first. */
export function* upwards(folder: string): Generator<string> {
  yield folder;
  const parent = dirname(folder);
  if (parent !== folder) yield* upwards(parent);
}

/**
 * The workspace root: the closest folder, from `cwd` upwards, with a pnpm-workspace.yaml; or with a `.changeset`
 * folder; or with a package.json. Throws `CannotJudge` if there is none.
 */
export function findRoot(cwd: string): string {
  const folders = [...upwards(resolve(cwd))];
  for (const mark of ["pnpm-workspace.yaml", ".changeset", "package.json"]) {
    const found = folders.find((folder) => entryAt(join(folder, mark)) !== "missing");
    if (found) return found;
  }
  throw new CannotJudge({
    message: `no workspace found in ${cwd} or its parent folders (expected package.json or pnpm-workspace.yaml)`,
    help: "run the command inside the workspace, or pass its folder with --dir",
  });
}

/** What is at a path in memory, with as much of Node's `Stats` and `Dirent` as readers ask for. */
export interface MemoryEntry extends Pick<
  Dirent,
  "name" | "isFile" | "isDirectory" | "isSymbolicLink"
> {
  readonly size: number;
  /** Of a file. Without content, it is only known that it is too large to be read. */
  readonly content: Buffer | undefined;
  /** Of a folder. */
  readonly entries: ReadonlyMap<string, MemoryEntry>;
}

/** Part of the name of every folder in memory. */
export const MEMORY_MARK = "release-policy-in-memory-";

interface Memory {
  /** What is at a path in the folder. */
  readonly at: (path: string) => MemoryEntry | undefined;
  /** The paths in the folder and what each is, without any content, and without what is in folders like `.changeset`. */
  readonly shape: string;
}

/** Folders in memory by their roots: see `MemoryFolder`. */
export const memories = new Map<string, Memory>();

/** What is at a path in memory: null if nothing is there, undefined if the path is on disk. */
export function memoryEntry(path: string): MemoryEntry | null | undefined {
  const start = memories.size === 0 ? -1 : path.indexOf(MEMORY_MARK);
  if (start === -1) return undefined;
  let end = start + MEMORY_MARK.length;
  while (end < path.length && path[end] !== "/" && path[end] !== "\\") end += 1;
  const memory = memories.get(path.slice(0, end));
  return memory && (memory.at(path.slice(end + 1) || ".") ?? null);
}

// All of a workspace is read by the functions below: they do what Node's do, on disk and in a `MemoryFolder`.

/** What is there itself, not what a link leads to. */
export function entryOf(
  path: string,
): Pick<Stats, "isFile" | "isDirectory" | "isSymbolicLink" | "size"> | undefined {
  const known = memoryEntry(path);
  return known === undefined ? lstatSync(path, { throwIfNoEntry: false }) : (known ?? undefined);
}

/** Whether something is there; of a link, whether its target is. In memory, links lead nowhere. */
export function exists(path: string): boolean {
  const known = memoryEntry(path);
  return known === undefined ? existsSync(path) : known?.isSymbolicLink() === false;
}

/**
 * The content of a file in memory; undefined on disk. Neighbouring commits share it, so that what was made of it can be
 * remembered by it.
 */
export const sharedContent = (path: string): Buffer | undefined => memoryEntry(path)?.content;

/** The bytes of a file. */
export function bytesInFile(path: string): Buffer {
  const known = memoryEntry(path);
  return known === undefined ? readFileSync(path) : contentOf(known);
}

/** The text of a file. */
export function textInFile(path: string): string {
  const entry = memoryEntry(path);
  // Node reads a text faster than it reads bytes and makes a text of them.
  if (entry === undefined) return readFileSync(path, "utf8");
  const content = contentOf(entry);
  const known = TEXTS.get(content);
  if (known !== undefined) return known;
  const text = content.toString("utf8");
  TEXTS.set(content, text);
  return text;
}

/** Neighbouring commits share contents. The same string is also found faster by what is remembered of it. */
const TEXTS = new WeakMap<Buffer, string>();

type FolderEntry = Pick<Dirent, "name" | "isFile" | "isDirectory" | "isSymbolicLink"> &
  Partial<Pick<MemoryEntry, "content">>;

/** The entries of a folder. Those in memory have their content, as `sharedContent` gives it. */
export function entriesIn(path: string): FolderEntry[] {
  const known = memoryEntry(path);
  if (known === undefined) return readdirSync(path, { withFileTypes: true });
  if (!known?.isDirectory()) throw failure(known ? "ENOTDIR" : "ENOENT");
  return [...known.entries.values()];
}

function contentOf(known: MemoryEntry | null): Buffer {
  if (!known?.isFile()) throw failure(known?.isDirectory() ? "EISDIR" : "ENOENT");
  if (!known.content) throw failure("EFBIG");
  return known.content;
}

const failure = (code: string): Error => Object.assign(new Error(code), { code });

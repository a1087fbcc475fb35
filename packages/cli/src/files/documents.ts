import { join } from "node:path";
import { type Document, type Sentence, say } from "@release-policy/core";
import { CannotJudge } from "../errors.ts";
import { entryAt, isSafePath, readText, textInFile } from "./files.ts";
import { headingsOf } from "./markdown-headings.ts";
import { onDisk } from "./writing/on-disk.ts";

/** The documents that rules read. */
export interface DocumentsToRead {
  /** Globs of upgrade guides. */
  readonly guides: readonly string[];
  /** The page with the maturity table. */
  readonly table?: string;
  /** Paths of changelogs whose text is needed. */
  readonly changelogs: readonly string[];
  /** Paths of which only matters whether something is there. */
  readonly paths: readonly string[];
}

export interface Documents {
  readonly documents: readonly Document[];
  readonly paths: readonly string[];
  /** What was left out, and why. */
  readonly notes: readonly Sentence[];
}

export const MOST_GUIDES = 200;
/** Of all guides: each is compared with each release. */
const MOST_HEADINGS = 5000;
/** Of a path that is matched with globs, in characters: a few `**` take time by the cube of it. */
export const LONGEST_PATH = 400;
/** Folders in folders that guides are looked for in. */
const DEEPEST = 32;
export const LARGEST_DOCUMENT = 1024 * 1024;

/** Reads them from a folder: regular files of bounded size and number; no link is followed. */
export async function readDocuments(root: string, needs: DocumentsToRead): Promise<Documents> {
  const found = await guidesIn(root, needs.guides);
  const matched = found.filter(isShort);
  const guides = matched.slice(0, MOST_GUIDES);
  const notes: Sentence[] = found
    .filter((path) => !isShort(path))
    .slice(0, 1)
    .map(
      (path) =>
        say`${path} is not read as a guide: its path is too long (limit: ${LONGEST_PATH} characters, ${DEEPEST - 1} folders)`,
    );
  if (matched.length > guides.length) {
    notes.push(
      say`too many files match ${"docs.guides"} of the policy (limit: ${MOST_GUIDES}): the rest is ignored`,
    );
  }
  let left = MOST_HEADINGS;
  const pages = needs.table === undefined || guides.includes(needs.table) ? [] : [needs.table];
  const changelogs = needs.changelogs.filter((path) => !guides.includes(path));
  const documents = [...guides, ...pages, ...changelogs].flatMap((path): Document[] => {
    try {
      const text = isReachable(root, path) ? readText(root, path, LARGEST_DOCUMENT) : undefined;
      if (text === undefined) return [];
      const all = pages.includes(path) ? [] : headingsOf(text);
      const headings = guides.includes(path) ? all.slice(0, left) : all;
      if (guides.includes(path)) left -= headings.length;
      if (headings.length < all.length)
        notes.push(
          say`${path}: too many headings in all guides (limit: ${MOST_HEADINGS}): the rest is ignored`,
        );
      return [
        { path, text, headings, ...(changelogs.includes(path) ? { kind: "changelog" } : {}) },
      ];
    } catch (error) {
      if (!(error instanceof CannotJudge)) throw error;
      notes.push(
        say`${path} is ignored: it is not a regular file of at most ${LARGEST_DOCUMENT} bytes`,
      );
      return [];
    }
  });
  return { documents, paths: needs.paths.filter((path) => isThere(root, path)), notes };
}

async function guidesIn(root: string, globs: readonly string[]): Promise<readonly string[]> {
  if (globs.length === 0) return [];
  const { globSync } = await import("tinyglobby");
  const found = globSync([...globs], {
    cwd: onDisk(root),
    ignore: IGNORED,
    expandDirectories: false,
    followSymbolicLinks: false,
    deep: DEEPEST + 1,
  });
  return found.filter(isSafePath).toSorted();
}

const isShort = (path: string): boolean =>
  path.length <= LONGEST_PATH && path.split("/").length <= DEEPEST;

/** Installed packages bring guides of their own. */
const IGNORED = ["**/node_modules/**"];

/** Whether a path is one of the guides, read as `readDocuments` reads the globs. */
export async function guideMatcher(globs: readonly string[]): Promise<(path: string) => boolean> {
  const { default: picomatch } = await import("picomatch");
  const isNegated = (glob: string) => glob.startsWith("!") && !glob.startsWith("!(");
  const isMatch = picomatch(
    globs.filter((glob) => !isNegated(glob)),
    { ignore: [...IGNORED, ...globs.filter(isNegated).map((glob) => glob.slice(1))] },
  );
  return (path) => isShort(path) && isMatch(path);
}

const isReachable = (root: string, path: string): boolean => {
  const folders = path.split("/").slice(0, -1);
  return folders.every((_, i) => entryAt(join(root, ...folders.slice(0, i + 1))) === "folder");
};

/** A regular file or a folder, reached through folders alone: a link could lead out of the workspace. */
const isThere = (root: string, path: string): boolean =>
  isSafePath(path) &&
  isReachable(root, path) &&
  ["file", "folder"].includes(entryAt(join(root, path)));

/**
 * The policy's page with its exact text; undefined if missing. Throws `CannotJudge` on a link, including in a parent
 * folder, and if it is too large.
 */
export function readPage(root: string, path: string): string | undefined {
  mustBeReachable(root, path);
  const text = readText(root, path, LARGEST_DOCUMENT);
  return text === undefined ? undefined : textInFile(join(root, path));
}

function mustBeReachable(root: string, path: string): void {
  if (isReachable(root, path)) return;
  throw new CannotJudge({
    message: `${path} is not in a folder of the workspace`,
    help: "create it as a regular folder",
    at: { path, line: 1, column: 1 },
  });
}

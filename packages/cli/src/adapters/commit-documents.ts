import { existsSync, mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CannotJudge } from "../errors.ts";
import { MOST_BYTES, type Scratch } from "./commit.ts";
import type { Repository } from "./git.ts";
import { guideMatcher, LARGEST_DOCUMENT, MOST_GUIDES, type Wanted } from "./documents.ts";
import { readBlobs } from "./objects.ts";
import { fetchedSizes } from "./prefetch.ts";
import { entriesOf, isRegular, type Entry } from "./tree.ts";

/**
 * Writes the documents of a commit beside its manifests, and no other file: guides and the page with their text, what
 * only has to be there without any. Links are not written; what is too large keeps its size alone, so that the reader
 * leaves it out. Throws `CannotJudge` where all of them together are too much.
 */
export async function writeDocuments(
  repository: Repository,
  { root, commit }: Pick<Scratch, "root" | "commit">,
  wanted: Wanted,
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
  for (const [i, { path }] of readable.entries()) put(root, path, contents[i] ?? "");
  for (const { path } of read) {
    if (put(root, path, "")) truncateSync(join(root, path), LARGEST_DOCUMENT + 1);
  }
  for (const { path } of blobs) {
    for (const above of withFolders(path).filter((candidate) => named.has(candidate))) {
      if (above === path) put(root, path, "");
      else mkdirSync(join(root, above), { recursive: true });
    }
  }
}

/** The documents of a commit: those to read, and with them those that only have to be there. */
export async function documentsIn(
  repository: Repository,
  commit: string,
  wanted: Wanted,
): Promise<{ readonly blobs: readonly Entry[]; readonly read: readonly Entry[] }> {
  const isGuide = await guideMatcher(wanted.guides);
  const single = new Set([...wanted.changelogs, ...(wanted.table ? [wanted.table] : [])]);
  const isRead = (path: string) => single.has(path) || isGuide(path);
  const named = new Set(wanted.paths);
  const isNamed = (path: string) => withFolders(path).some((above) => named.has(above));
  const isAsked = (path: string) => isRead(path) || isNamed(path);
  const blobs = entriesOf(repository, commit, isAsked).filter(isRegular);
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
function put(root: string, path: string, content: Buffer | string): boolean {
  const full = join(root, path);
  if (existsSync(full)) return false;
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, content, { flag: "wx" });
  return true;
}

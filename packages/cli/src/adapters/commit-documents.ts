import { existsSync, mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CannotJudge } from "../errors.ts";
import { blobsOf, isRegular, MOST_BYTES, prefixOf, readBlobs, type Scratch } from "./commit.ts";
import { guideMatcher, LARGEST_DOCUMENT, MOST_GUIDES, type Wanted } from "./documents.ts";

/**
 * Writes the documents of a commit beside its manifests, and no other file: guides and the page with their text, what
 * only has to be there without any. Links are not written; what is too large keeps its size alone, so that the reader
 * leaves it out. Throws `CannotJudge` where all of them together are too much.
 */
export async function writeDocuments(
  repository: string,
  { root, commit }: Pick<Scratch, "root" | "commit">,
  wanted: Wanted,
): Promise<void> {
  const isGuide = await guideMatcher(wanted.guides);
  const single = new Set([...wanted.changelogs, ...(wanted.table ? [wanted.table] : [])]);
  const isRead = (path: string) => single.has(path) || isGuide(path);
  const named = new Set(wanted.paths);
  const isNamed = (path: string) => withFolders(path).some((above) => named.has(above));
  const blobs = blobsOf(
    repository,
    commit,
    prefixOf(repository),
    (path) => isRead(path) || isNamed(path),
  ).filter(isRegular);
  // One more than is read, so that the reader sees that there are more.
  const read = blobs
    .filter(({ path }) => isRead(path))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
    .filter(({ path }, i) => i <= MOST_GUIDES || single.has(path));
  const readable = read.filter(({ size }) => size <= LARGEST_DOCUMENT);
  const bytes = readable.reduce((sum, { size }) => sum + size, 0);
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

import { readBlobs } from "./objects.ts";
import { git, GitRefused, splitNul, type Repository } from "./git.ts";

/** As many tags as a command line takes. */
const MOST = 500;

/**
 * The package.json files that name some packages, in whatever folder they lay at some tags, by tag; the least deep
 * first, since copies lie in fixtures. Two git processes.
 */
export function movedManifests(
  repository: Repository,
  moved: readonly { readonly name: string; readonly tag: string }[],
): ReadonlyMap<string, readonly Buffer[]> {
  const few = moved.slice(0, MOST);
  const patterns = [...new Set(few.map(({ name }) => name))].flatMap((name) => [
    "-e",
    JSON.stringify(name),
  ]);
  const tags = [...new Set(few.map(({ tag }) => tag))];
  const paths = hits(repository, patterns, tags)
    .filter((path) => !path.includes("node_modules/"))
    .toSorted((a, b) => depthOf(a) - depthOf(b));
  const found = new Map<string, Buffer[]>();
  for (const [i, content] of readBlobs(repository, paths).entries()) {
    const tag = paths[i]!.split(":", 1)[0]!;
    if (content) found.set(tag, [...(found.get(tag) ?? []), content]);
  }
  return found;
}

/** As `<tag>:<path from the repository's root>`, which is the name of the object too. */
function hits(
  repository: Repository,
  patterns: readonly string[],
  tags: readonly string[],
): string[] {
  const [first] = tags;
  if (first === undefined) return [];
  const how = ["grep", "-l", "-z", "--full-name", "--fixed-strings", "--no-recurse-submodules"];
  try {
    return splitNul(
      git(repository, [...how, ...patterns, ...tags, "--", ":(glob)**/package.json"]),
    );
  } catch (error) {
    // It exits with 1 where it finds nothing.
    if (error instanceof GitRefused) return [];
    throw error;
  }
}

const depthOf = (path: string): number => path.split("/").length;

import type { Addition, Package } from "@release-policy/core";
import { ownerOf, type Difference } from "./changes.ts";
import { gitAside, GitRefused, relativeTo, splitNul, type Repository } from "./git.ts";

/** Whether these were there before is asked of the history; of more, in one change, it is not. */
const MOST_ASKED = 5000;

/**
 * The files that a change adds, with the packages that they lie in. A file that only moves to another folder is none,
 * nor is one whose path was there at any time before: a folder that comes back. What a shallow clone does not know
 * counts as added.
 */
export async function additionsOf(
  root: Repository,
  { base, files }: Difference,
  packages: readonly Package[],
): Promise<readonly Addition[]> {
  const byDir = new Map(packages.map((pkg) => [pkg.dir, pkg]));
  const gone = new Set(
    files.filter(({ status }) => status === "D").flatMap((file) => movable(file.path, file.before)),
  );
  const added = files.flatMap((file) => {
    const owner = file.status === "A" ? ownerOf(byDir, file.path) : undefined;
    const isMoved = movable(file.path, file.after).some((one) => gone.has(one));
    return owner && !isMoved ? [{ path: file.path, package: owner.name }] : [];
  });
  const known = await everThere(root, base, added);
  return added.filter(({ path }) => !known.has(path));
}

/** A file's content and name, without its folder. A new name makes a migration a new one. */
const movable = (path: string, blob: string | undefined): string[] =>
  blob === undefined ? [] : [`${blob} ${path.slice(path.lastIndexOf("/") + 1)}`];

/** The paths that the history up to a commit has added at any time: one process for all. */
async function everThere(
  root: Repository,
  commit: string,
  added: readonly Addition[],
): Promise<ReadonlySet<string>> {
  const paths = added.map(({ path }) => path).filter((path) => !/[\n\r]/.test(path));
  if (paths.length === 0) return new Set();
  const log = [
    "--literal-pathspecs",
    "log",
    "--format=",
    "--name-only",
    "-z",
    "--diff-filter=A",
    "--no-renames",
    "--no-ext-diff",
    "--no-textconv",
    "--no-show-signature",
    "--full-history",
    "--root",
    relativeTo(root),
    "--stdin",
  ];
  try {
    const asked = paths.slice(0, MOST_ASKED);
    return new Set(splitNul(await gitAside(root, log, [commit, "--", ...asked, ""].join("\n"))));
  } catch (error) {
    if (error instanceof GitRefused) return new Set();
    throw error;
  }
}

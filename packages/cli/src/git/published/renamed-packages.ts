import type { Package } from "@release-policy/core/types";
import type { BaseManifest } from "../changes.ts";
import { GitRefused, type Repository, gitAside, relativeTo, splitNul } from "../git.ts";
import { commitOf } from "../refs.ts";
import { withoutOwnFilters } from "../working-tree/own-filters.ts";

interface Move {
  readonly from: string;
  readonly to: string;
}

/**
 * By removed package, its replacement in the head: a different name in the same folder, or the folder to which git
 * detects that most of its files moved. Nothing if git does not know.
 */
export async function renamedPackages(
  root: Repository,
  { base, ref }: { readonly base: string; readonly ref: string | undefined },
  removed: readonly Pick<BaseManifest, "name" | "path">[],
  packages: readonly Package[],
): Promise<Readonly<Record<string, string>>> {
  if (removed.length === 0) return {};
  const byDir = new Map(packages.map((pkg) => [pkg.dir, pkg.name]));
  const moves = removed.every(({ path }) => byDir.has(folderOf(path)))
    ? []
    : await movesSince(root, base, ref);
  return Object.fromEntries(
    removed.flatMap(({ name, path }) => {
      const dir = folderOf(path);
      const to = byDir.get(dir) ?? byDir.get(mostMoved(dir, moves, byDir) ?? "");
      return to === undefined ? [] : [[name, to]];
    }),
  );
}

const folderOf = (path: string): string => path.replace(/\/?[^/]*$/, "") || ".";

/** The package's folder in which most files of the old folder are now. */
function mostMoved(
  dir: string,
  moves: readonly Move[],
  byDir: ReadonlyMap<string, string>,
): string | undefined {
  const votes = new Map<string, number>();
  for (const { from, to } of moves) {
    if (!from.startsWith(`${dir}/`)) continue;
    const rest = from.slice(dir.length);
    // Also a file that is renamed itself votes for its folder.
    const target = to.endsWith(rest) ? to.slice(0, -rest.length) : folderOf(to);
    if (byDir.has(target)) votes.set(target, (votes.get(target) ?? 0) + 1);
  }
  return [...votes].toSorted(([, a], [, b]) => b - a)[0]?.[0];
}

async function movesSince(
  root: Repository,
  base: string,
  ref: string | undefined,
): Promise<readonly Move[]> {
  const diff = [
    "diff",
    "--raw",
    "-z",
    "--find-renames",
    "--diff-filter=R",
    "--no-ext-diff",
    "--no-textconv",
    "--ignore-submodules=dirty",
    relativeTo(root),
  ];
  try {
    const output =
      ref === undefined
        ? await gitAside(root, [...diff, base, "--"], undefined, await withoutOwnFilters(root))
        : await gitAside(root, [...diff, base, commitOf(root, ref), "--"]);
    const parts = splitNul(output);
    return parts.flatMap((_, i) =>
      i % 3 === 0 ? [{ from: parts[i + 1] ?? "", to: parts[i + 2] ?? "" }] : [],
    );
  } catch (error) {
    if (error instanceof GitRefused) return [];
    throw error;
  }
}

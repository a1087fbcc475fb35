import type { Package } from "@release-policy/core/types";
import { type BaseManifest, RAW_DIFF } from "../changes.ts";
import { GitRefused, type Repository, gitAside, relativeTo, splitNul } from "../git.ts";
import { commitOf } from "../refs.ts";
import { withoutOwnFilters } from "../working-tree/own-filters.ts";

/** A file of the base that is not in the head; `to` where git detects that it moved. */
interface GoneFile {
  readonly from: string;
  readonly blob: string;
  readonly to?: string;
}

type Removed = Pick<BaseManifest, "name" | "path" | "version">;

/**
 * By removed package, its replacement in the head: a different name in the same folder, or the folder to which git
 * detects that most of its files moved. Nothing if git does not know.
 */
export async function renamedPackages(
  root: Repository,
  { base, ref }: { readonly base: string; readonly ref: string | undefined },
  removed: readonly Removed[],
  packages: readonly Package[],
): Promise<Readonly<Record<string, string>>> {
  if (removed.length === 0) return {};
  const byDir = new Map(packages.map((pkg) => [pkg.dir, pkg]));
  const gone = removed.every(({ path }) => byDir.has(folderOf(path)))
    ? []
    : await goneSince(root, base, ref);
  return Object.fromEntries(
    removed.flatMap((one) => {
      const to = byDir.get(folderOf(one.path)) ?? movedTo(one, gone, byDir);
      return to === undefined ? [] : [[one.name, to.name]];
    }),
  );
}

const folderOf = (path: string): string => path.replace(/\/?[^/]*$/, "") || ".";

/**
 * The package in whose folder most files of the old one are now. All packages have files that resemble each other, such as
 * a license, so only files that one package has count. Where there are none, the version of the moved manifest shows it.
 */
function movedTo(
  { path, version }: Removed,
  gone: readonly GoneFile[],
  byDir: ReadonlyMap<string, Package>,
): Package | undefined {
  const dir = folderOf(path);
  const own = gone.filter(({ from }) => from.startsWith(`${dir}/`));
  const distinctive = own.filter(({ from }) => from !== path);
  const counted = distinctive.length > 0 ? distinctive : own;
  const votes = new Map<Package, number>();
  for (const { from, to } of counted) {
    const rest = from.slice(dir.length);
    // Also a file that is renamed itself votes for its folder.
    const target = to && byDir.get(to.endsWith(rest) ? to.slice(0, -rest.length) : folderOf(to));
    if (target) votes.set(target, (votes.get(target) ?? 0) + 1);
  }
  const most = [...votes].find(([, count]) => 2 * count > counted.length)?.[0];
  return distinctive.length > 0 || most?.version === version ? most : undefined;
}

/** Without those that the base has elsewhere too; manifests always. */
async function goneSince(
  root: Repository,
  base: string,
  ref: string | undefined,
): Promise<readonly GoneFile[]> {
  const diff = [
    "diff",
    ...RAW_DIFF,
    "--find-renames",
    "--diff-filter=DR",
    "--ignore-submodules=dirty",
    relativeTo(root),
  ];
  try {
    const [output, tree] = await Promise.all([
      ref === undefined
        ? gitAside(root, [...diff, base, "--"], undefined, await withoutOwnFilters(root))
        : gitAside(root, [...diff, base, commitOf(root, ref), "--"]),
      gitAside(root, ["ls-tree", "-r", "-z", "--full-tree", base]),
    ]);
    const counts = new Map<string, number>();
    for (const [, blob = ""] of tree.toString("latin1").matchAll(/(?:^|\0)\d+ blob (\w+)\t/g))
      counts.set(blob, (counts.get(blob) ?? 0) + 1);
    return goneFiles(splitNul(output)).filter(
      ({ from, blob }) => counts.get(blob) === 1 || from.endsWith("/package.json"),
    );
  } catch (error) {
    if (error instanceof GitRefused) return [];
    throw error;
  }
}

/** `:100644 000000 <blob> <blob> D`, then the path; after `R087` the new path too. */
function goneFiles(parts: readonly string[]): GoneFile[] {
  const files: GoneFile[] = [];
  for (let i = 0; i < parts.length; i += 2) {
    const [, , blob = "", , status = ""] = parts[i]!.split(" ");
    const from = parts[i + 1] ?? "";
    if (status.startsWith("R")) files.push({ from, blob, to: parts[++i + 1] ?? "" });
    else files.push({ from, blob });
  }
  return files;
}

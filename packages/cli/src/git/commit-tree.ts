import { patternFault } from "@release-policy/core";
import { WHOLE_FILES, remembered } from "@release-policy/core/internal";
import { posix } from "node:path";
import { CannotJudge, type Obstacle } from "../errors.ts";
import { LONGEST_PATH } from "../files/documents.ts";
import { decodedPath } from "../files/files.ts";
import { isManifest, isReleasePath } from "../files/release-files.ts";
import { mayHoldPackages, packagePatterns, textsIn } from "../workspace/package-patterns.ts";
import { readWorkspaceFile } from "../workspace/workspace-file.ts";
import { type Repository, git, splitNul } from "./git.ts";
import { readBlobs } from "./objects.ts";

/** A file of a commit. */
export interface Entry {
  /** Relative to the workspace. */
  readonly path: string;
  readonly mode: string;
  readonly object: string;
  /** True where the name is not UTF-8: then `path` shows its bytes, and no planner can open it. */
  readonly undecodable?: true;
}

/** Whether to read a file. */
export type EntryFilter = (path: string, mode: string) => boolean;

export const isRegular = ({ mode }: Pick<Entry, "mode">): boolean =>
  mode === "100644" || mode === "100755";

/** A link or a submodule: what may lie behind it is not in the tree of the commit. */
export const isHollow = (mode: string): boolean => mode === "120000" || mode === "160000";

/** The selected files of a commit in the workspace folder or below, whatever their names. */
export function commitEntries(
  repository: Repository,
  commit: string,
  isIncluded: EntryFilter,
  folder = ".",
): Entry[] {
  const prefix = typeof repository === "string" ? "" : repository.prefix;
  const path = folder === "." ? prefix : `${prefix}${folder}`;
  // In a working tree, git takes paths as relative to the folder that it runs in.
  const args = ["ls-tree", "-r", "-z", commit, "--", ...(path ? [path] : [])];
  const output = git(repository, args);
  let end = -1;
  return splitNul(output).flatMap((line): Entry[] => {
    const start = end + 1;
    end = output.indexOf(0, start);
    // A name may hold a tab.
    const tab = line.indexOf("\t");
    const [mode = "", , object = ""] = line.slice(0, tab).split(" ");
    const name = line.slice(tab + 1);
    const bytes = () => output.subarray(output.indexOf(9, start) + 1, end);
    const full = name.includes("\uFFFD") ? decodedPath(bytes()) : { name };
    const inside = full.name.slice(prefix.length);
    if (!isIncluded(inside, mode)) return [];
    return [{ path: inside, mode, object, ...(full.undecodable ? { undecodable: true } : {}) }];
  });
}

/** The path and each folder above it. */
export const withFolders = (path: string): readonly string[] => {
  const parts = path.split("/");
  return parts.map((_, i) => parts.slice(0, i + 1).join("/"));
};

/**
 * Throws `CannotJudge` with every link and submodule where package discovery looks: it would follow them, and find
 * packages outside the folder. Only reads the whole tree if there is one.
 */
export function refuseHollowPackages(
  repository: Repository,
  commit: string,
  root: string,
  entries: readonly Entry[],
): void {
  const hollow = entries.filter(({ path, mode }) => isHollow(mode) && !isReleasePath(path));
  if (hollow.length === 0) return;
  const mayHold = mayHoldAny(JSON.stringify(patternsOfCommit(root)));
  const found = hollow.filter(({ path }) => path.length > LONGEST_PATH || mayHold(path));
  if (found.length === 0) return;
  const tree = new Map(
    commitEntries(repository, commit, () => true).map(({ path, mode }) => [path, mode]),
  );
  const holders = foldersAbove(
    [...tree].flatMap(([path, mode]) => (isHollow(mode) || isManifest(path) ? [path] : [])),
  );
  const targets = readBlobs(
    repository,
    found.map(({ object }) => object),
  );
  const obstacles = found.flatMap(({ path, mode }, i): Obstacle[] => {
    const isSubmodule = mode === "160000";
    if (!isSubmodule && !mayBePackages(tree, holders, path, String(targets[i] ?? "/"))) return [];
    return [
      {
        message: `${path} is ${isSubmodule ? "a submodule" : "a link"} in a packages folder, but only regular files of the commit are read`,
        help: "replace it with a regular folder, or exclude it from the workspace packages",
        at: { path, line: 1, column: 1 },
      },
    ];
  });
  if (obstacles.length > 0) throw new CannotJudge(...obstacles);
}

/** Of a JSON list of patterns. */
const mayHoldAny = remembered((list) => mayHoldPackages(JSON.parse(list) as string[]), WHOLE_FILES);

/** Every folder that contains one of the paths, the root as `.`. */
function foldersAbove(paths: readonly string[]): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const path of paths) {
    let folder = posix.dirname(path);
    for (; !folders.has(folder); folder = posix.dirname(folder)) folders.add(folder);
  }
  return folders;
}

/** Whether packages may lie where a link leads: in a folder of the commit, or at an unknown place. */
function mayBePackages(
  tree: ReadonlyMap<string, string>,
  holders: ReadonlySet<string>,
  link: string,
  target: string,
): boolean {
  const path = posix.normalize(posix.join(posix.dirname(link), target)).replace(/\/$/, "");
  if (posix.isAbsolute(target) || path === ".." || path.startsWith("../")) return true;
  const own = tree.get(path);
  if (own !== undefined) return isHollow(own);
  const isUnknown = (above: string): boolean => isHollow(tree.get(above) ?? "");
  return withFolders(path).some(isUnknown) || holders.has(path);
}

/** Where finders look for packages in the folder. What cannot be read or is refused is reported when it is loaded. */
function patternsOfCommit(root: string): readonly string[] {
  try {
    const settings = readWorkspaceFile(root);
    const patterns = packagePatterns(root, settings)
      .flatMap(([, list]) => textsIn(list))
      .filter((pattern) => patternFault(pattern) === undefined);
    // pnpm then looks in every folder.
    return settings && !settings.packages ? [...patterns, "**"] : patterns;
  } catch (error) {
    if (error instanceof CannotJudge) return [];
    throw error;
  }
}

/** The names of the commits that a commit follows, in its text. */
export const parentsIn = (content: Buffer | undefined): readonly string[] => {
  const head = String(content).split("\n\n", 1)[0]!;
  return [...head.matchAll(/^parent ([0-9a-f]+)$/gm)].map(([, name]) => name!);
};

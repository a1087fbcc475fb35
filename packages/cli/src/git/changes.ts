import type { Addition, Changes, Package, Requirements } from "@release-policy/core/types";
import { LONGEST_PATH } from "../files/documents.ts";
import { type Manifest, requirementsOf } from "../workspace/manifest.ts";
import { type Entry, type EntryFilter, parentsIn } from "./commit-tree.ts";
import type { Folders } from "./commit-workspaces.ts";
import { GitRefused, type Repository, gitAside, relativeTo, splitNul } from "./git.ts";
import { mergeBase } from "./refs.ts";
import type { ChangedFile } from "./trees/changed-files.ts";
import { listedFiles } from "./working-tree/listed-files.ts";
import { withoutOwnFilters } from "./working-tree/own-filters.ts";

/** What differs between the base and the head. */
export interface Difference {
  readonly base: string;
  readonly files: readonly ChangedFile[];
  /** Of a working tree: files in git's index; undefined where one may not be as the base has it. */
  readonly tracked?: (isIncluded: EntryFilter) => readonly Entry[] | undefined;
}

/** Options with which git says what changed as `rawFiles` reads it, and runs no program of the repository for it. */
export const RAW_DIFF = ["--raw", "-z", "--no-abbrev", "--no-ext-diff", "--no-textconv"];

/**
 * The files that changed since the merge base with `since`: up to the commit `ref`, or up to the working tree
 * including uncommitted changes. Renames are a removal and an addition. Runs in parallel with reading the workspace.
 * A commit whose `parents` include `since` left it there, and then `changedFiles` may know what changed.
 * Throws `CannotJudge` with a fix if git fails.
 */
export async function differenceSince(
  root: Repository,
  since: string,
  ref?: string,
  { parents, changedFiles, objects }: Pick<Folders, "parents" | "changedFiles" | "objects"> = {},
): Promise<Difference> {
  if (ref === undefined) return await workingDifference(root, since, objects);
  const isParent = (await parents?.(ref))?.includes(since) === true;
  const known = isParent ? await changedFiles?.(since, ref) : undefined;
  if (known) return { base: since, files: known };
  const base = isParent ? since : mergeBase(root, since, ref);
  return { base, files: await diffFiles(root, ["--end-of-options", base, ref]) };
}

async function diffFiles(
  root: Repository,
  sides: readonly string[],
  env?: Readonly<Record<string, string>>,
): Promise<readonly ChangedFile[]> {
  const diff = ["diff", ...RAW_DIFF, "--no-renames", "--ignore-submodules=dirty", relativeTo(root)];
  return rawFiles(splitNul(await gitAside(root, [...diff, ...sides, "--"], undefined, env)));
}

async function workingDifference(
  root: Repository,
  since: string,
  objects: Folders["objects"],
): Promise<Difference> {
  const env = await withoutOwnFilters(root);
  const [known, found] = await Promise.all([
    unlessRefused(diffFiles(root, ["--merge-base", "--end-of-options", since], env)),
    unlessRefused(listedFiles(root)),
  ]);
  // Says why git refuses.
  const base =
    (known && objects && (await nearBase(since, known, objects))) ?? mergeBase(root, since, "HEAD");
  const { untracked, tracked } = found ?? (await listedFiles(root));
  // Between lines of history with several merge bases, git compares with none of them.
  const changed = known ?? (await diffFiles(root, [base], env));
  return {
    base,
    files: [...changed, ...untracked.map((path) => ({ status: "A", path }))],
    tracked,
  };
}

async function unlessRefused<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof GitRefused) return undefined;
    throw error;
  }
}

/** As many manifests are read in any case. */
const MOST_READ = 10;

/**
 * The merge base with `since` where that is the commit that is checked out, or one before it, as where a forge merges a
 * change. The process that says so also reads the manifests that were edited, which are asked for later.
 */
export async function nearBase(
  since: string,
  files: readonly ChangedFile[],
  objects: NonNullable<Folders["objects"]>,
): Promise<string | undefined> {
  const edited = manifestsIn(files).map(({ before }) => before);
  if (edited.length === 0 || edited.length > MOST_READ) return undefined;
  const [head, other] = await objects(["HEAD", `${since}^{commit}`, ...edited]);
  if (head?.type !== "commit" || !other) return undefined;
  return [head.object, ...parentsIn(head.content)].find((name) => name === other.object);
}

/** `:100644 100644 <blob before> <blob after> M`, then the path. */
export function rawFiles(parts: readonly string[]): ChangedFile[] {
  return parts.flatMap((meta, i): ChangedFile[] => {
    if (i % 2 === 1) return [];
    const [mode = "", modeAfter = "", before = "", after = "", status = ""] = meta.split(" ");
    const path = parts[i + 1] ?? "";
    return [
      {
        status,
        path,
        ...(mode.startsWith(":100") ? { before } : {}),
        ...(modeAfter.startsWith("100") && !/^0+$/.test(after) ? { after } : {}),
      },
    ];
  });
}

const NOTES: ReadonlySet<string> = new Set([".changeset/pre.json", ".changeset/ledger.yaml"]);

/** Whether the files show used changesets: Changesets deletes them or lists them in pre.json, pnpm in its ledger. */
export const useChangesets = (files: readonly ChangedFile[]): boolean =>
  files.some(
    ({ status, path }) => NOTES.has(path) || (status === "D" && /^\.changeset\/.*\.md$/.test(path)),
  );

/** The packages that the files lie in: the nearest folder above a file that is a package. */
export async function changedPackages(
  packages: readonly Package[],
  { files }: Difference,
  patterns: readonly string[],
): Promise<Changes["packages"]> {
  const { default: picomatch } = await import("picomatch");
  const byDir = new Map(packages.map((pkg) => [pkg.dir, pkg]));
  const matchers = patterns.map((pattern) => picomatch(pattern, {}, true));
  const changed = new Map<string, string[]>();
  for (const { path } of files) {
    if (path.startsWith(".changeset/") || path.startsWith("policies/")) continue;
    const pkg = ownerOf(byDir, path);
    const found = pkg && changed.get(pkg.name);
    if (!pkg || (found && found.length >= MOST_NAMED)) continue;
    const inside = pkg.dir === "." ? path : path.slice(pkg.dir.length + 1);
    // A path that is too long to be matched counts as one that matches.
    if (inside.length > LONGEST_PATH || matches(matchers, inside))
      changed.set(pkg.name, [...(found ?? []), path]);
  }
  return [...changed].map(([name, paths]) => ({ name, files: paths }));
}

/** How many changed files a finding names. */
const MOST_NAMED = 3;

interface Matcher {
  (path: string): boolean;
  readonly state?: { readonly negated?: boolean };
}

/** In the order of the patterns, a later `!` takes back what an earlier one gave: Changesets' own reading of them. */
const matches = (matchers: readonly Matcher[], path: string): boolean =>
  matchers.reduce<boolean>(
    (matched, matcher) =>
      matcher.state?.negated ? matched && matcher(path) : matched || matcher(path),
    false,
  );

/** The innermost package whose folder contains a path. */
function ownerOf(byDir: ReadonlyMap<string, Package>, path: string): Package | undefined {
  for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
    const pkg = byDir.get(path.slice(0, end));
    if (pkg) return pkg;
  }
  return byDir.get(".");
}

/** What the manifests that changed or went were on the base. */
export interface BaseManifest {
  readonly path: string;
  readonly name: string;
  readonly version: string | undefined;
  readonly isPrivate: boolean;
  /** Without the peers that a catalog has: that may have changed too. */
  readonly requirements: Requirements;
}

/** The manifests of the base that changed or went, read as blobs. `known` are the packages of the head. */
export async function baseManifests(
  { files }: Difference,
  known: { readonly has: (name: string) => boolean },
  read: (objects: readonly string[]) => Promise<readonly (Buffer | undefined)[]>,
): Promise<BaseManifest[]> {
  const manifests = manifestsIn(files);
  const contents = await read(manifests.map(({ before }) => before));
  return contents.flatMap((content, i) => {
    if (!content) return [];
    const manifest = manifestIn(String(content));
    const { name, version } = manifest;
    if (typeof name !== "string") return [];
    const requirements = requirementsOf(manifest, known, {});
    return [
      {
        path: manifests[i]!.path,
        name,
        version: typeof version === "string" ? version : undefined,
        isPrivate: manifest.private === true,
        requirements,
      },
    ];
  });
}

const manifestsIn = (files: readonly ChangedFile[]) =>
  files.flatMap(({ path, before }) =>
    before !== undefined && /(?:^|\/)package\.json$/.test(path) ? [{ path, before }] : [],
  );

function manifestIn(text: string): Manifest {
  try {
    return (JSON.parse(text) ?? {}) as Manifest;
  } catch {
    return {};
  }
}

/** The limit up to which the history is searched for earlier versions of added files. */
const MOST_ASKED = 5000;

/**
 * The files that a change adds, with their packages. Files that only move do not count, nor do paths that existed
 * before, such as a restored folder. What a shallow clone does not know counts as added.
 */
export async function additionsOf(
  root: Repository,
  { base, files }: Difference,
  packages: readonly Package[],
): Promise<readonly Addition[]> {
  const byDir = new Map(packages.map((pkg) => [pkg.dir, pkg]));
  const deleted = new Set(
    files.filter(({ status }) => status === "D").flatMap((file) => movable(file.path, file.before)),
  );
  const added = files.flatMap((file) => {
    const owner = file.status === "A" ? ownerOf(byDir, file.path) : undefined;
    const isMoved = movable(file.path, file.after).some((one) => deleted.has(one));
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
    const first = paths.slice(0, MOST_ASKED);
    return new Set(splitNul(await gitAside(root, log, [commit, "--", ...first, ""].join("\n"))));
  } catch (error) {
    if (error instanceof GitRefused) return new Set();
    throw error;
  }
}

import type { Changes, Package, Requirements } from "@release-policy/core";
import { gitAside, relativeTo, splitNul, type Repository } from "./git.ts";
import { commitOf, mergeBase } from "./refs.ts";
import { readBlobs } from "./objects.ts";
import { fetchedSizes } from "./prefetch.ts";
import { requirementsOf, type Manifest } from "./manifest.ts";

export interface ChangedFile {
  /** git's letter: A, M, D. */
  readonly status: string;
  /** Relative to the workspace. */
  readonly path: string;
  /** The blob that the base has there; undefined where it has none, or no regular file. */
  readonly before?: string;
  /** The blob that the head has there, where git knows it without reading the file. */
  readonly after?: string;
}

/** What differs between the base and the head. */
export interface Difference {
  readonly base: string;
  readonly files: readonly ChangedFile[];
}

/**
 * The files that changed since the head left `since`: between two commits where `ref` is given, else up to
 * the working tree with what is not committed yet. Renames are a removal and an addition. Runs beside the
 * reading of the workspace. Throws `CannotJudge` with what to do where git cannot tell.
 */
export async function differenceSince(
  root: Repository,
  since: string,
  ref?: string,
): Promise<Difference> {
  const base = mergeBase(root, since, ref ?? "HEAD");
  const diff = [
    "diff",
    "--raw",
    "-z",
    "--no-abbrev",
    "--no-renames",
    "--no-ext-diff",
    "--no-textconv",
    "--ignore-submodules=dirty",
    relativeTo(root),
  ];
  const [changed, untracked] = await Promise.all([
    gitAside(root, [...diff, base, ...(ref === undefined ? [] : [commitOf(root, ref)]), "--"]),
    ref === undefined
      ? gitAside(root, ["ls-files", "-z", "--others", "--exclude-standard"])
      : Buffer.alloc(0),
  ]);
  const added = splitNul(untracked).map((path) => ({ status: "A", path }));
  return { base, files: [...rawFiles(splitNul(changed)), ...added] };
}

/** `:100644 100644 <blob before> <blob after> M`, then the path. */
function rawFiles(parts: readonly string[]): ChangedFile[] {
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
    if (matches(matchers, inside)) changed.set(pkg.name, [...(found ?? []), path]);
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

/** The package in whose folder a path lies, the innermost. */
export function ownerOf(byDir: ReadonlyMap<string, Package>, path: string): Package | undefined {
  for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
    const pkg = byDir.get(path.slice(0, end));
    if (pkg) return pkg;
  }
  return byDir.get(".");
}

/** What the manifests that changed or went were on the base. */
export interface BaseManifest {
  readonly name: string;
  readonly version: string | undefined;
  /** Without the peers that a catalog has: that may have changed too. */
  readonly requirements: Requirements;
}

/** The manifests of the base that changed or went. `known` are the packages of the head. */
export function baseManifests(
  root: Repository,
  { files }: Difference,
  known: { readonly has: (name: string) => boolean },
): BaseManifest[] {
  const objects = files
    .filter(({ path }) => /(?:^|\/)package\.json$/.test(path))
    .flatMap(({ before }) => before ?? []);
  // A few are fetched as fast one by one.
  if (objects.length > 10) fetchedSizes(root, objects);
  return readBlobs(root, objects).flatMap((content) => {
    const manifest = manifestIn(String(content));
    const { name, version } = manifest;
    if (typeof name !== "string") return [];
    const requirements = requirementsOf(manifest, known, {});
    return [{ name, version: typeof version === "string" ? version : undefined, requirements }];
  });
}

function manifestIn(text: string): Manifest {
  try {
    return (JSON.parse(text) ?? {}) as Manifest;
  } catch {
    return {};
  }
}

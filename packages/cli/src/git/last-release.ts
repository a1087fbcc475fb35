import type { Package } from "@release-policy/core/types";
import {
  type Catalogs,
  type Manifest,
  asksCatalog,
  namedManifest,
  requirementsOf,
} from "../workspace/manifest.ts";
import {
  CATALOG_FILES,
  type CatalogsByFile,
  catalogsOfContent,
  mergedCatalogs,
} from "../workspace/catalogs.ts";

import { GitRefused, type Repository, git, splitNul, workspacePrefix } from "./git.ts";
import { readBlobs, readObjects } from "./objects.ts";

/** A package, a tag of its version, and its package.json at that tag. */
interface Tagged {
  readonly pkg: Package;
  readonly tag: string;
  readonly manifest: Manifest;
}

/**
 * The packages, each with the requirements of its last release, if a tag has the version in its package.json:
 * `name@1.2.3`, or `v1.2.3` and `1.2.3` with one published package. One git process reads all whose folder is
 * unchanged. Unchanged without such a tag, a readable manifest at it, or git.
 */
export function withReleased(
  repository: Repository,
  packages: readonly Package[],
): readonly Package[] {
  try {
    const tagged = atTags(repository, packages);
    const catalogs = catalogsAt(repository, tagged);
    const known = new Set(packages.map(({ name }) => name));
    const released = new Map(
      tagged.map(({ pkg, tag, manifest }) => [
        pkg,
        requirementsOf(manifest, known, catalogs.get(tag) ?? {}),
      ]),
    );
    return packages.map((pkg) => {
      const then = released.get(pkg);
      return then ? { ...pkg, released: then } : pkg;
    });
  } catch (error) {
    if (error instanceof GitRefused) return packages;
    throw error;
  }
}

function atTags(repository: Repository, packages: readonly Package[]): Tagged[] {
  const isAlone = packages.filter((pkg) => !pkg.private && !pkg.skipped).length === 1;
  const lookups = packages
    .filter(asks)
    .flatMap((pkg) => tagNames(pkg, isAlone).map((tag) => ({ pkg, name: pkg.name, tag })));
  // A file that is missing at a tag that is there has moved since.
  const prefix = workspacePrefix(repository);
  const objects = readObjects(
    repository,
    lookups.flatMap(({ pkg: { dir }, tag }) => [
      `${tag}:${prefix}${dir === "." ? "" : `${dir}/`}package.json`,
      tag,
    ]),
  );
  const found = lookups.map((one, i) => {
    const [file, tag] = objects.slice(2 * i, 2 * i + 2);
    return { ...one, manifest: manifestAtTag(file?.content, one.name), exists: tag !== undefined };
  });
  const moved = found.filter(({ manifest, exists }) => exists && !manifest);
  const elsewhere = moved.length > 0 ? movedManifests(repository, moved) : new Map();
  const all = found.flatMap(({ pkg, name, tag, manifest }): Tagged[] => {
    const others: readonly Buffer[] = elsewhere.get(tag) ?? [];
    const one = manifest ?? others.map((file) => manifestAtTag(file, name)).find(Boolean);
    return one ? [{ pkg, tag, manifest: one }] : [];
  });
  return all.filter(({ pkg }, i) => all.findIndex((other) => other.pkg === pkg) === i);
}

/** A package without requirements cannot require more than before, and one without `exports` exports everything. */
const asks = ({ requirements: { engines, peers, entries } }: Package): boolean =>
  entries !== undefined || Object.keys(engines).length > 0 || Object.keys(peers).length > 0;

/** What git lets a tag be called: other characters would lead elsewhere from one. */
const isTagName = (text: string): boolean =>
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  !/[\u0000-\u0020\u007F~^:?*[\\]|\.\.|@\{|\/\/|(?:^|\/)\./.test(text);

/** The possible tags of a package's version, as full references, since a branch may have the same name. */
export const tagNames = (
  { name, dir, version }: Pick<Package, "name" | "dir"> & { readonly version: string | undefined },
  isAlone: boolean,
): string[] =>
  version === undefined || dir.split("/").includes("..")
    ? []
    : [`${name}@${version}`, ...(isAlone ? [`v${version}`, version] : [])]
        .filter(isTagName)
        .map((tag) => `refs/tags/${tag}`);

/** Undefined for what is not a package.json of that package. */
function manifestAtTag(content: Buffer | undefined, name: string): Manifest | undefined {
  const manifest = namedManifest(content);
  return manifest?.name === name ? manifest : undefined;
}

/** The workspace's catalogs at the tags whose packages use them; none if unreadable. */
function catalogsAt(
  repository: Repository,
  tagged: readonly Tagged[],
): ReadonlyMap<string, Catalogs> {
  const tags = [
    ...new Set(tagged.filter((one) => asksCatalog(one.manifest)).map(({ tag }) => tag)),
  ];
  const prefix = workspacePrefix(repository);
  const contents = readBlobs(
    repository,
    tags.flatMap((tag) => CATALOG_FILES.map((file) => `${tag}:${prefix}${file}`)),
  );
  return new Map(
    tags.map((tag, i) => {
      const own = contents.slice(i * CATALOG_FILES.length);
      const read = CATALOG_FILES.map((file, k) => [file, catalogsOfContent(file, own[k])]);
      return [tag, mergedCatalogs(Object.fromEntries(read) as CatalogsByFile)];
    }),
  );
}

/** As many tags as a command line takes. */
const MOST = 500;

/**
 * The package.json files that name some packages, in whatever folder they lay at some tags, by tag; the least deep
 * first, since copies lie in fixtures. Two git processes.
 */
function movedManifests(
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
    // It exits with 1 if it finds nothing.
    if (error instanceof GitRefused) return [];
    throw error;
  }
}

const depthOf = (path: string): number => path.split("/").length;

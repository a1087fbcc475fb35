import type { Package } from "@release-policy/core";
import { CannotJudge } from "../errors.ts";
import { readBlobs, readObjects } from "./objects.ts";
import { prefixOf } from "./tree.ts";
import { SIZE_LIMITS } from "./files.ts";
import { GitRefused, type Repository } from "./git.ts";
import { asksCatalog, requirementsOf, type Manifest } from "./manifest.ts";
import { movedManifests } from "./moved-manifests.ts";
import type { Catalogs } from "./published-range.ts";
import { workspaceSettings, WORKSPACE_FILE } from "./workspace-file.ts";

/** A package, a tag of its version, and its package.json at that tag. */
interface Tagged {
  readonly pkg: Package;
  readonly tag: string;
  readonly manifest: Manifest;
}

/**
 * The packages, each with what its last release asked for, where a tag tells of the version in its package.json:
 * `name@1.2.3`, or `v1.2.3` and `1.2.3` where one package is published. One git process reads all that stayed in their
 * folders. Unchanged where there is no such tag, nothing readable at it, or no git.
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
  const wanted = packages
    .filter(asks)
    .flatMap((pkg) => tagsOf(pkg, isAlone).map((tag) => ({ pkg, name: pkg.name, tag })));
  // A file that is missing at a tag that is there has moved since.
  const prefix = prefixOf(repository);
  const objects = readObjects(
    repository,
    wanted.flatMap(({ pkg: { dir }, tag }) => [
      `${tag}:${prefix}${dir === "." ? "" : `${dir}/`}package.json`,
      tag,
    ]),
  );
  const found = wanted.map((one, i) => {
    const [file, tag] = objects.slice(2 * i, 2 * i + 2);
    return { ...one, manifest: manifestOf(file?.content, one.name), exists: tag !== undefined };
  });
  const moved = found.filter(({ manifest, exists }) => exists && !manifest);
  const elsewhere = moved.length > 0 ? movedManifests(repository, moved) : new Map();
  const all = found.flatMap(({ pkg, name, tag, manifest }): Tagged[] => {
    const others: readonly Buffer[] = elsewhere.get(tag) ?? [];
    const one = manifest ?? others.map((file) => manifestOf(file, name)).find(Boolean);
    return one ? [{ pkg, tag, manifest: one }] : [];
  });
  return all.filter(({ pkg }, i) => all.findIndex((other) => other.pkg === pkg) === i);
}

/** A package that asks for nothing now cannot ask for more than before, and one without `exports` lets everything be imported. */
const asks = ({ requirements: { engines, peers, entries } }: Package): boolean =>
  entries !== undefined || Object.keys(engines).length > 0 || Object.keys(peers).length > 0;

/** In full, since a branch may have the same name. */
const tagsOf = ({ name, dir, version }: Package, isAlone: boolean): string[] =>
  version === undefined || dir.split("/").includes("..")
    ? []
    : [`${name}@${version}`, ...(isAlone ? [`v${version}`, version] : [])]
        .filter(isTagName)
        .map((tag) => `refs/tags/${tag}`);

/** What git lets a tag be called: other characters would lead elsewhere from one. */
const isTagName = (text: string): boolean =>
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  !/[\u0000-\u0020\u007F~^:?*[\\]|\.\.|@\{|\/\/|(?:^|\/)\./.test(text);

/** Undefined for what is no package.json of that package. */
function manifestOf(content: Buffer | undefined, name: string): Manifest | undefined {
  if (!content || content.length > SIZE_LIMITS.manifest) return undefined;
  try {
    const data = JSON.parse(String(content).replace(/^\uFEFF/, "")) as Manifest | null;
    return data?.name === name ? data : undefined;
  } catch {
    return undefined;
  }
}

/** The catalogs of the workspace at the tags whose packages ask for them; none where it cannot be read. */
function catalogsAt(
  repository: Repository,
  tagged: readonly Tagged[],
): ReadonlyMap<string, Catalogs> {
  const tags = [
    ...new Set(tagged.filter((one) => asksCatalog(one.manifest)).map(({ tag }) => tag)),
  ];
  const files = readBlobs(
    repository,
    tags.map((tag) => `${tag}:${prefixOf(repository)}${WORKSPACE_FILE}`),
  );
  return new Map(tags.map((tag, i) => [tag, catalogsOf(files[i])]));
}

function catalogsOf(content: Buffer | undefined): Catalogs {
  if (!content || content.length > SIZE_LIMITS.manifest) return {};
  try {
    return workspaceSettings(String(content)).catalogs;
  } catch (error) {
    if (error instanceof CannotJudge) return {};
    throw error;
  }
}

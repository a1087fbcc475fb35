import { isDeepStrictEqual } from "node:util";
import type { Package } from "@release-policy/core/types";
import {
  CATALOG_FILES,
  type CatalogsByFile,
  catalogsOfContent,
  mergedCatalogs,
} from "../../workspace/catalogs.ts";
import type { Catalogs, Manifest } from "../../workspace/manifest.ts";
import type { Difference } from "../changes.ts";

/** What the head publishes with: its manifests by directory, and its catalogs. */
export interface Publishing {
  readonly manifests: ReadonlyMap<string, Manifest>;
  readonly catalogs: CatalogsByFile;
}

type ReadBlobs = (objects: readonly string[]) => Promise<readonly (Buffer | undefined)[]>;

/** Fields of a package.json that no user of the package gets. */
const DEVELOPMENT = [
  "devDependencies",
  "devEngines",
  "lint-staged",
  "packageManager",
  "pnpm",
  "resolutions",
  "overrides",
];
/** Scripts that run where a package is installed. */
const INSTALLING = ["preinstall", "install", "postinstall"];
/** Fields in which a catalog's range reaches users. */
const PUBLISHED = ["dependencies", "peerDependencies", "optionalDependencies"] as const;

/** The paths of changed manifests in which nothing changed that is published. */
export async function unpublishedManifests(
  { files }: Difference,
  { manifests }: Publishing,
  read: ReadBlobs,
): Promise<ReadonlySet<string>> {
  const edited = files.flatMap(({ path, before, status }) => {
    const dir = /^(?:(.+)\/)?package\.json$/.exec(path);
    const after = dir && manifests.get(dir[1] ?? ".");
    return after && status === "M" && before !== undefined ? [{ path, before, after }] : [];
  });
  const contents = await read(edited.map(({ before }) => before));
  return new Set(
    edited.flatMap(({ path, after }, i) => {
      const before = parsedManifest(contents[i]);
      return before && isDeepStrictEqual(publishedPart(before), publishedPart(after)) ? [path] : [];
    }),
  );
}

function publishedPart(manifest: object): object {
  const { scripts, ...fields } = manifest as Record<string, unknown>;
  const kept = Object.entries(fields).filter(([key]) => !DEVELOPMENT.includes(key));
  const run = Object.entries(scripts ?? {}).filter(([key]) => INSTALLING.includes(key));
  return { ...Object.fromEntries(kept), scripts: Object.fromEntries(run) };
}

/** By package, the file of the catalog whose entry moved under a range that the package publishes. */
export async function movedByCatalog(
  packages: readonly Package[],
  { files }: Difference,
  { manifests, catalogs: after }: Publishing,
  read: ReadBlobs,
): Promise<ReadonlyMap<string, string>> {
  const paths = CATALOG_FILES.filter((path) => files.some((file) => file.path === path));
  if (paths.length === 0) return new Map();
  const before: CatalogsByFile = {
    ...after,
    ...Object.fromEntries(
      await Promise.all(paths.map((path) => catalogsBefore(path, files, read))),
    ),
  };
  const [old, now] = [before, after].map(mergedCatalogs);
  const moved = (name: string, of: string): string | undefined => {
    const [then, next] = [old, now].map((one) => one?.[of]?.[name]);
    if (then === next) return undefined;
    return paths.findLast((path) => before[path][of]?.[name] !== after[path][of]?.[name]);
  };
  return new Map(
    packages.flatMap((pkg) => {
      const entries = catalogEntriesOf(manifests.get(pkg.dir) ?? {});
      const file = entries.map(([name, of]) => moved(name, of)).find((path) => path !== undefined);
      return file === undefined ? [] : [[pkg.name, file] as const];
    }),
  );
}

/** None if they cannot be read: then every entry counts as changed, which at most requires one changeset too many. */
async function catalogsBefore(
  path: (typeof CATALOG_FILES)[number],
  files: Difference["files"],
  read: ReadBlobs,
): Promise<readonly [string, Catalogs]> {
  const { before } = files.find((file) => file.path === path)!;
  const [content] = before === undefined ? [] : await read([before]);
  return [path, catalogsOfContent(path, content)];
}

const catalogEntriesOf = (manifest: Manifest): (readonly [string, string])[] =>
  PUBLISHED.flatMap((field) =>
    Object.entries(manifest[field] ?? {}).flatMap(([name, spec]) =>
      typeof spec === "string" && spec.startsWith("catalog:")
        ? [[name, spec.slice("catalog:".length).trim() || "default"] as const]
        : [],
    ),
  );

function parsedManifest(content: Buffer | undefined): Manifest | undefined {
  try {
    const data: unknown = content && JSON.parse(String(content).replace(/^\uFEFF/, ""));
    return typeof data === "object" && data !== null ? data : undefined;
  } catch {
    return undefined;
  }
}

import { isDeepStrictEqual } from "node:util";
import type { Package } from "@release-policy/core/types";
import {
  CATALOG_FILES,
  type CatalogsByFile,
  catalogsOfContent,
  mergedCatalogs,
} from "../../workspace/catalogs.ts";
import { type Catalogs, type Manifest, catalogEntry } from "../../workspace/manifest.ts";
import { isObjectOrArray } from "../../files/json.ts";
import type { Difference } from "../changes.ts";

/** What the head publishes with: its manifests by directory, and its catalogs. */
export interface Publishing {
  readonly manifests: ReadonlyMap<string, Manifest>;
  readonly catalogs: CatalogsByFile;
}

type ReadBlobs = (objects: readonly string[]) => Promise<readonly (Buffer | undefined)[]>;

/** Fields of a package.json that no user of the package gets. */
const DEVELOPMENT = [
  "ava",
  "commitlint",
  "devDependencies",
  "devEngines",
  "eslintConfig",
  "husky",
  "jest",
  "knip",
  "lint-staged",
  "mocha",
  "nx",
  "nyc",
  "overrides",
  "packageManager",
  "pnpm",
  "prettier",
  "resolutions",
  "simple-git-hooks",
  "size-limit",
  "stylelint",
  "wireit",
];
/** Scripts that run where a package is installed. */
const INSTALLING = ["preinstall", "install", "postinstall"];
/** Fields in which a catalog's range reaches users. */
const PUBLISHED = ["dependencies", "peerDependencies", "optionalDependencies"] as const;

/** The paths of changed manifests in which nothing changed that is published. */
export async function unpublishedManifests(
  difference: Difference,
  { manifests, catalogs }: Publishing,
  read: ReadBlobs,
): Promise<ReadonlySet<string>> {
  const { files } = difference;
  const edited = files.flatMap(({ path, before, status }) => {
    const dir = /^(?:(.+)\/)?package\.json$/.exec(path);
    const after = dir && manifests.get(dir[1] ?? ".");
    return after && status === "M" && before !== undefined ? [{ path, before, after }] : [];
  });
  if (edited.length === 0) return new Set();
  const contents = await read(edited.map(({ before }) => before));
  const old = mergedCatalogs(await catalogsOfBase(difference, catalogs, read));
  const now = mergedCatalogs(catalogs);
  return new Set(
    edited.flatMap(({ path, after }, i) => {
      const before = parsedManifest(contents[i]);
      return before && isDeepStrictEqual(publishedPart(before, old), publishedPart(after, now))
        ? [path]
        : [];
    }),
  );
}

function publishedPart(manifest: object, catalogs: Catalogs): object {
  const { scripts, ...fields } = manifest as Record<string, unknown>;
  const kept = Object.entries(fields).filter(([key]) => !DEVELOPMENT.includes(key));
  const run = Object.entries(scripts ?? {}).filter(([key]) => INSTALLING.includes(key));
  const ranges = PUBLISHED.flatMap((field) =>
    fields[field] === undefined ? [] : [[field, inPlaceOfCatalogs(fields[field], catalogs)]],
  );
  return {
    ...Object.fromEntries(kept),
    ...(Object.fromEntries(ranges) as object),
    scripts: Object.fromEntries(run),
  };
}

/** What a catalog has is published, whichever catalog it is. */
const inPlaceOfCatalogs = (ranges: unknown, catalogs: Catalogs): unknown =>
  isObjectOrArray(ranges)
    ? Object.fromEntries(
        Object.entries(ranges as Record<string, unknown>).map(([name, spec]) => [
          name,
          typeof spec === "string" ? (catalogEntry(name, spec, catalogs) ?? spec) : spec,
        ]),
      )
    : ranges;

/** By package, the file of the catalog whose entry moved under a range that the package publishes. */
export async function movedByCatalog(
  packages: readonly Package[],
  difference: Difference,
  { manifests, catalogs: after }: Publishing,
  read: ReadBlobs,
): Promise<ReadonlyMap<string, string>> {
  const paths = changedCatalogs(difference);
  if (paths.length === 0) return new Map();
  const before = await catalogsOfBase(difference, after, read);
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

const changedCatalogs = ({ files }: Difference) =>
  CATALOG_FILES.filter((path) => files.some((file) => file.path === path));

async function catalogsOfBase(
  difference: Difference,
  after: CatalogsByFile,
  read: ReadBlobs,
): Promise<CatalogsByFile> {
  const before = changedCatalogs(difference).map((path) =>
    catalogsBefore(path, difference.files, read),
  );
  return { ...after, ...Object.fromEntries(await Promise.all(before)) };
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
    return isObjectOrArray(data) ? data : undefined;
  } catch {
    return undefined;
  }
}

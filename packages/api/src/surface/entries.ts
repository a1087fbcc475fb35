import { CannotCompare } from "../compare.ts";
import {
  declarationsAt,
  expanded,
  isForTypeScript,
  leavesOf,
  starIn,
  subpathsOf,
} from "./exports.ts";
import { declarationsOf, isDeclarations, isInside } from "./resolve.ts";

/** A package.json, as data. */
export type PackageManifest = Readonly<Record<string, unknown>>;

/** A way into a package, and the declaration file that a consumer gets there. */
export interface Entry {
  /** `.`, `./server` */
  readonly entry: string;
  readonly types?: string;
  /** The target of the entry point if no declaration file was found. */
  readonly target?: string;
}

/**
 * The entry points of a package, as its consumers see them: with what `publishConfig` changes, by `exports`, and without
 * `exports` by `types`, `typings`, `typesVersions` and `main`. `paths` are those of its declaration files.
 */
export function entriesOf(manifest: PackageManifest, paths: readonly string[]): readonly Entry[] {
  const published = publishedManifest(manifest);
  const files = new Set(paths);
  const has = (path: string): boolean => files.has(path);
  if (published["exports"] === undefined) return withoutExports(published, has);
  const keys = subpathsOf(published["exports"]);
  refuseMany(Object.keys(keys).length);
  const entries = Object.keys(keys).flatMap((key) => {
    const isCode = leavesOf(keys[key]).some((leaf) => !/\.(?![mc]?[jt]sx?$|node$)\w+$/.test(leaf));
    if (!isCode) return [];
    const subpaths = expanded(keys, key, paths);
    if (subpaths.length === 0) return [{ entry: key, target: leavesOf(keys[key])[0]! }];
    return subpaths.map((entry): Entry => ({ entry, ...declarationsAt(keys, entry, has) }));
  });
  refuseMany(entries.length);
  return entries.filter(({ types, target }) => types !== undefined || target !== undefined);
}

const MOST_ENTRIES = 2000;

function refuseMany(count: number): void {
  if (count > MOST_ENTRIES)
    throw new CannotCompare(`package.json has ${count} entry points (limit: ${MOST_ENTRIES})`);
}

/** What npm and pnpm publish in place of some fields. */
export function publishedManifest(manifest: PackageManifest): PackageManifest {
  const { publishConfig } = manifest;
  if (typeof publishConfig !== "object" || publishConfig === null) return manifest;
  const fields = ["exports", "imports", "main", "types", "typings", "typesVersions"];
  const changed = Object.entries(publishConfig).filter(([name]) => fields.includes(name));
  return { ...manifest, ...Object.fromEntries(changed) };
}

function withoutExports(
  manifest: PackageManifest,
  has: (path: string) => boolean,
): readonly Entry[] {
  const named = ["typings", "types", "main"].flatMap((field) => {
    const value = manifest[field];
    return typeof value === "string" ? [value.replace(/^\.\//, "").replace(/\/$/, "")] : [];
  });
  const paths = pathsFor(manifest["typesVersions"]);
  const find = (path: string): string | undefined =>
    [...mapped(paths, path), path]
      .map((one) => declarationsOf(one, has))
      .find((one) => one !== undefined);
  const types = [...named, "index"].map(find).find((one) => one !== undefined);
  const [target] = named;
  const main: Entry[] =
    types === undefined
      ? target === undefined
        ? []
        : [{ entry: ".", target }]
      : [{ entry: ".", types }];
  const others = Object.keys(paths)
    .filter((key) => !key.includes("*") && !isDeclarations(key) && isInside(key))
    .flatMap((key): Entry[] => {
      const found = find(key);
      return found === undefined || found === types ? [] : [{ entry: `./${key}`, types: found }];
    });
  return [...main, ...others];
}

type Paths = Readonly<Record<string, readonly unknown[]>>;

/** The first part of `typesVersions` that is for the TypeScript of today. */
function pathsFor(versions: unknown): Paths {
  if (typeof versions !== "object" || versions === null) return {};
  const [, paths] = Object.entries(versions).find(([range]) => isForTypeScript(range)) ?? [];
  if (typeof paths !== "object" || paths === null) return {};
  return Object.fromEntries(
    Object.entries(paths as Record<string, unknown>).flatMap(([key, value]) =>
      Array.isArray(value) ? [[key, value]] : [],
    ),
  );
}

function mapped(paths: Paths, path: string): readonly string[] {
  const fit = Object.keys(paths)
    .filter((key) => key === path || starIn(key, path) !== undefined)
    .toSorted((a, b) => b.length - a.length);
  const key = fit.includes(path) ? path : fit[0];
  if (key === undefined) return [];
  const star = starIn(key, path) ?? "";
  return paths[key]!.flatMap((one) =>
    typeof one === "string" ? [one.replace(/^\.\//, "").replaceAll("*", () => star)] : [],
  );
}

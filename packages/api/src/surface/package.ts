import { CannotCompare, type Surface } from "../compare.ts";
import { type Entry, type PackageManifest, entriesOf, publishedManifest } from "./entries.ts";
import { declarationsAt, subpathsOf } from "./exports.ts";
import { type HasFile, isDeclarations, isInside, mentionOf, resolveMention } from "./resolve.ts";
import { specifiersOf, withSpecifiers } from "./specifiers.ts";
import { withoutVersions } from "./version-constants.ts";

/** A package wherever its files are: in a folder, a commit or a tarball. */
export interface PackageFiles {
  /** Its package.json, as data. */
  readonly manifest: PackageManifest;
  /** At least all of its declaration files, from the package's folder, with `/`. Nothing else is read. */
  readonly paths: readonly string[];
  readonly read: (path: string) => string;
}

/** An entry point with its declarations; without, where a consumer gets none there. */
export interface EntryPoint extends Entry {
  readonly surface?: Surface;
  /** Files that its declarations mention, but that the package does not have: `dist/index.d.ts: ./gone.js`. */
  readonly missing: readonly string[];
}

/**
 * The public API of a package: each entry point of its package.json with the declaration files reachable from it.
 * Mentions of the package's own name or of its `imports` become relative, and the types of version constants become
 * `string`. Throws `CannotCompare` if there is too much to read.
 */
export function entryPoints({ manifest, paths, read }: PackageFiles): readonly EntryPoint[] {
  const inside = paths.filter((path) => isDeclarations(path) && isInside(path));
  const files = new Set(inside);
  const has: HasFile = (path) => files.has(path);
  const own = ownModules(manifest, has);
  const known = new Map<string, ReadFile>();
  let size = 0;
  return entriesOf(manifest, inside).map((one): EntryPoint => {
    if (one.types === undefined) return { ...one, missing: [] };
    const reached = new Set([one.types]);
    for (const path of reached) for (const target of file(path).targets) reached.add(target);
    const texts = [...reached].map((path) => [path, file(path).text] as const);
    return {
      ...one,
      surface: { entry: one.types, files: Object.fromEntries(texts) },
      missing: [...reached].flatMap((path) => file(path).missing),
    };
  });

  function file(path: string): ReadFile {
    const before = known.get(path);
    if (before) return before;
    const raw = read(path);
    size += raw.length;
    if (size > MOST_CHARACTERS)
      throw new CannotCompare(`the declarations have more than ${MOST_CHARACTERS} characters`);
    const found = readFile(path, withoutVersions(raw), has, own);
    known.set(path, found);
    return found;
  }
}

const MOST_CHARACTERS = 20_000_000;

interface ReadFile {
  readonly text: string;
  readonly targets: readonly string[];
  readonly missing: readonly string[];
}

function readFile(path: string, raw: string, has: HasFile, own: OwnModules): ReadFile {
  const specifiers = specifiersOf(raw, own.name);
  const text = withSpecifiers(raw, specifiers, ({ name, isReference }) => {
    const target = isReference ? undefined : own.fileOf(name);
    return target === undefined ? undefined : mentionOf(path, target, false);
  });
  const targets: string[] = [];
  const missing: string[] = [];
  for (const one of specifiers) {
    const target =
      resolveMention(path, one, has) ?? (one.isReference ? undefined : own.fileOf(one.name));
    if (target !== undefined) targets.push(target);
    else if (one.isReference || /^[./]/.test(one.name)) missing.push(`${path}: ${one.name}`);
  }
  return { text, targets, missing };
}

interface OwnModules {
  readonly name: string;
  readonly fileOf: (mention: string) => string | undefined;
}

/** The files that a package mentions by its own name, or as `#…`. */
function ownModules(manifest: PackageManifest, has: HasFile): OwnModules {
  const { name, exports, imports } = publishedManifest(manifest);
  const [outside, inside] = [subpathsOf(exports), (imports ?? {}) as Record<string, unknown>];
  const own = typeof name === "string" ? name : "";
  const fileOf = (mention: string): string | undefined => {
    if (mention.startsWith("#")) return declarationsAt(inside, mention, has).types;
    if (own === "" || (mention !== own && !mention.startsWith(`${own}/`))) return undefined;
    return declarationsAt(outside, `.${mention.slice(own.length)}`, has).types;
  };
  return { name: own, fileOf };
}

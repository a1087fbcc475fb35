import satisfies from "semver/functions/satisfies.js";
import { CannotCompare } from "../compare.ts";
import { type HasFile, isDeclarations, isInside, replacedExtension } from "./resolve.ts";

/** The `exports` or `imports` of a package.json, of any shape. */
type Target = unknown;
type Keys = Readonly<Record<string, Target>>;

/** What TypeScript 7 tries: older versions are selected by `types@…` and `typesVersions`. */
export const isForTypeScript = (range: string): boolean => satisfies("7.0.2", range);

const MODES = [["import"], ["node", "import"], ["node", "require"]] as const;

/**
 * The declarations that a consumer gets for a key, or otherwise its target. Like TypeScript but unlike Node, a
 * condition whose file is missing falls through to the next one.
 */
export function declarationsAt(
  keys: Keys,
  subpath: string,
  has: HasFile,
): { readonly types?: string; readonly target?: string } {
  const key = keyFor(Object.keys(keys), subpath);
  if (key === undefined) return {};
  const star = starIn(key, subpath) ?? "";
  let target: string | undefined;
  for (const mode of MODES) {
    const found = walk(keys[key], new Set<string>(["types", "default", ...mode]), 0);
    if (found !== undefined) return found === null ? {} : { types: found };
  }
  return target === undefined ? {} : { target };

  /** Null where the package says that there is nothing. */
  function walk(
    at: Target,
    conditions: ReadonlySet<string>,
    depth: number,
  ): string | null | undefined {
    refuseDepth(depth);
    if (at === null) return null;
    if (typeof at === "string") {
      const path = at.replaceAll("*", () => star);
      target ??= path;
      if (!path.startsWith("./") || !isInside(path.slice(2))) return undefined;
      return [path.slice(2), ...replacedExtension(path.slice(2))].find(
        (one) => isDeclarations(one) && has(one),
      );
    }
    if (typeof at !== "object") return undefined;
    for (const [name, inner] of Object.entries(at)) {
      const isMet =
        Array.isArray(at) ||
        conditions.has(name) ||
        (name.startsWith("types@") && isForTypeScript(name.slice("types@".length)));
      const found = isMet ? walk(inner, conditions, depth + 1) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

function refuseDepth(depth: number): void {
  if (depth > 50) throw new CannotCompare("package.json nests its exports too deeply");
}

/** The keys that are entry points, as an object. */
export function subpathsOf(exports: Target): Keys {
  if (typeof exports !== "object" || exports === null || Array.isArray(exports))
    return { ".": exports };
  const keys = Object.entries(exports).filter(([key]) => key.startsWith("."));
  return keys.length > 0 ? Object.fromEntries(keys) : { ".": exports };
}

/** The entry points under a key: for a `*`, one for each matching declaration file. */
export function expanded(keys: Keys, key: string, files: readonly string[]): readonly string[] {
  if (!key.includes("*")) return [key];
  const names = Object.keys(keys);
  const subpaths = leavesOf(keys[key]).flatMap((leaf) => {
    const path = leaf.replace(/^\.\//, "");
    // Where a pattern does not say the extension, a consumer writes it.
    const isOpen = path.endsWith("*");
    return files.flatMap((file) => {
      const forms = [...(isOpen ? [] : [file]), file.replace(/\.d\.([mc]?)ts$/, ".$1js")];
      const star = forms.map((form) => starIn(path, form)).find((one) => one !== undefined);
      return star === undefined ? [] : [key.replace("*", () => star)];
    });
  });
  return [...new Set(subpaths)].filter((subpath) => keyFor(names, subpath) === key).toSorted();
}

/** All files that a key may resolve to. */
export function leavesOf(target: Target, depth = 0): readonly string[] {
  if (typeof target === "string") return [target];
  if (typeof target !== "object" || target === null) return [];
  refuseDepth(depth);
  return Object.values(target).flatMap((inner) => leavesOf(inner, depth + 1));
}

/** The key that decides about a subpath: it itself, or the pattern that says most about it. */
function keyFor(keys: readonly string[], subpath: string): string | undefined {
  if (keys.includes(subpath) && !subpath.includes("*")) return subpath;
  return keys
    .filter((key) => starIn(key, subpath) !== undefined)
    .toSorted((a, b) => b.indexOf("*") - a.indexOf("*") || b.length - a.length)[0];
}

/** What replaces the `*` of a pattern. */
export function starIn(pattern: string, path: string): string | undefined {
  const at = pattern.indexOf("*");
  if (at < 0) return undefined;
  const [start, end] = [pattern.slice(0, at), pattern.slice(at + 1)];
  const isLong = path.length > start.length + end.length;
  return isLong && path.startsWith(start) && path.endsWith(end)
    ? path.slice(start.length, path.length - end.length)
    : undefined;
}

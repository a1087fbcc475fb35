import { posix } from "node:path";
import { mentionOf, resolveMention } from "../surface/resolve.ts";
import { specifiersOf, withSpecifiers } from "../surface/specifiers.ts";
import type { Surface } from "../compare.ts";

/**
 * The files of a surface under stable names, the entry point first, then by name, with mentions of each other
 * renamed. Bundlers put a hash into the names of files that entry points share.
 */
export function stableFiles({ entry, files }: Surface): readonly (readonly [string, string])[] {
  const has = (path: string): boolean => Object.hasOwn(files, path);
  const mentions = new Map(Object.keys(files).map((path) => [path, specifiersOf(files[path]!)]));
  // In the order in which they are mentioned, which no hash has a say in.
  const reached = new Set([entry]);
  for (const path of reached)
    for (const one of mentions.get(path)!) {
      const target = resolveMention(path, one, has);
      if (target !== undefined) reached.add(target);
    }
  const names = namesFor([...reached]);
  const taken = new Set(names.values());
  const [first, ...others] = [...reached].map((path): readonly [string, string] => {
    const name = names.get(path)!;
    const text = withSpecifiers(files[path]!, mentions.get(path)!, (one) => {
      const target = resolveMention(path, one, has);
      if (target === undefined) return undefined;
      const isRight = resolveMention(name, one, (it) => taken.has(it)) === names.get(target);
      return isRight ? undefined : mentionOf(name, names.get(target)!, one.isReference);
    });
    return [name, text];
  });
  return [first!, ...others.toSorted(([a], [b]) => (a < b ? -1 : 1))];
}

function namesFor(paths: readonly string[]): ReadonlyMap<string, string> {
  const folder = commonFolder(paths);
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const path of paths) {
    const [, stem = "", extension = ""] = /^(.*?)(\.d\.[mc]?ts)$/.exec(path.slice(folder.length))!;
    const plain = withoutHash(stem);
    let name = `${plain}${extension}`;
    for (let i = 2; taken.has(name); i++) name = `${plain}-${i}${extension}`;
    taken.add(name);
    names.set(path, name);
  }
  return names;
}

/** With a trailing slash; empty if there is none. */
function commonFolder([first = "", ...others]: readonly string[]): string {
  let folder = `${posix.dirname(first)}/`;
  while (folder !== "./" && others.some((path) => !path.startsWith(folder)))
    folder = `${posix.dirname(folder)}/`;
  return folder === "./" ? "" : folder;
}

/** `types-BxR2k1` and `chunk-D3kx9f2a` without what changes with each build. */
function withoutHash(stem: string): string {
  const [, plain, hash] =
    /^(.*[^/-])[-.~]([\w-]{8})$/.exec(stem) ?? /^(.*[^/-])[-.~](\w{6,12})$/.exec(stem) ?? [];
  return plain !== undefined && isHash(hash!) ? plain : stem;
}

/** `component`, `two-words`, `userProfile` and `es2020` are words. */
const isHash = (text: string): boolean =>
  !text.split(/[-_]/).every((part) => /^[A-Za-z]?[a-z]*(?:[A-Z][a-z]{2,})*\d*$/.test(part));

import { isObjectOrArray } from "../files/json.ts";
/** A file that a manifest names, with its path of keys. */
export interface EntryFile {
  readonly pointer: readonly string[];
  /** From the package's folder, without `./`; may have a `*`. */
  readonly path: string;
}

/**
 * Conditions that users' tools set. A workspace's own, such as `source`, often point to files that are deliberately
 * not published.
 */
const PUBLIC_CONDITIONS =
  /^(?:types(?:@.+)?|import|require|node|node-addons|browser|module|module-sync|default|development|production|react-server|worker)$/;

const MOST_DEPTH = 20;

/** The files that `exports`, `main`, `types` and `bin` name. */
export function entryFiles(manifest: Readonly<Record<string, unknown>>): readonly EntryFile[] {
  const { exports: exported, main, types, typings, bin } = manifest;
  return [
    ...(exported === undefined || exported === null
      ? fileAt(["main"], main)
      : exportedFiles(exported, ["exports"], 0)),
    ...fileAt(["types"], types),
    ...fileAt(["typings"], typings),
    ...(isObjectOrArray(bin)
      ? Object.entries(bin).flatMap(([name, path]) => fileAt(["bin", name], path))
      : fileAt(["bin"], bin)),
  ];
}

function exportedFiles(
  value: unknown,
  pointer: readonly string[],
  depth: number,
): readonly EntryFile[] {
  if (typeof value === "string") return value.startsWith("./") ? fileAt(pointer, value) : [];
  if (!isObjectOrArray(value) || depth > MOST_DEPTH) return [];
  // Of a list, a resolver takes the first that it understands.
  if (Array.isArray(value)) return exportedFiles(value[0], [...pointer, "0"], depth + 1);
  return Object.entries(value).flatMap(([key, inner]) =>
    key.startsWith(".") || PUBLIC_CONDITIONS.test(key)
      ? exportedFiles(inner, [...pointer, key], depth + 1)
      : [],
  );
}

const fileAt = (pointer: readonly string[], value: unknown): readonly EntryFile[] =>
  typeof value === "string" && value !== "" && !/^(?:\.\.\/|\/|\w+:)/.test(value)
    ? [{ pointer, path: value.replace(/^(?:\.\/+)+/, "").replace(/\/+$/, "") }]
    : [];

/** Whether one of the paths is the file: as it is written, or, outside of `exports`, with what Node and TypeScript add. */
export function isPresent(
  { pointer, path }: EntryFile,
  paths: readonly string[],
  known: ReadonlySet<string>,
): boolean {
  if (path === "" || path === ".") return true;
  const star = path.indexOf("*");
  if (star !== -1) {
    const [start, end] = [path.slice(0, star), path.slice(path.lastIndexOf("*") + 1)];
    return paths.some((one) => one.startsWith(start) && one.endsWith(end));
  }
  if (known.has(path)) return true;
  if (pointer[0] === "exports" || pointer[0] === "bin") {
    // `"./features/": "./features/"`, of Node 16 and before.
    return pointer[0] === "exports" && paths.some((one) => one.startsWith(`${path}/`));
  }
  const ends =
    pointer[0] === "main"
      ? [".js", ".json", ".node", "/index.js", "/index.json", "/index.node"]
      : [".d.ts", ".d.mts", ".d.cts", ".ts", "/index.d.ts"];
  return ends.some((end) => known.has(`${path}${end}`));
}

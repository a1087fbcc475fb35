import type { PackageManager } from "../../files/package-manager.ts";
import { SIZE_LIMITS, readText } from "../../files/files.ts";
import { jsonTrees } from "../../files/on-demand.ts";
import { plainYaml } from "../../files/yaml/yaml-values.ts";
import { isObjectOrArray } from "../../files/json.ts";

/** What a lockfile pins of a package. */
export interface LockedPackage {
  readonly version: string;
  /** Of the tarball, `sha512-…`. Yarn 2 and later only pin a checksum of their own archive. */
  readonly integrity?: string;
}

/** Larger than the lockfiles of the largest monorepos. */
const MOST_BYTES = 64 * 1024 * 1024;

const LOCKFILES: Readonly<
  Record<PackageManager, readonly (readonly [string, typeof inYarnLock])[]>
> = {
  pnpm: [["pnpm-lock.yaml", inPnpmLock]],
  npm: [["package-lock.json", inNpmLock]],
  yarn: [["yarn.lock", inYarnLock]],
  bun: [["bun.lock", inBunLock]],
};

/** What the lockfile pins of a dependency of the root; undefined without the lockfile, or if it is not pinned there. */
export function lockedPackage(
  root: string,
  manager: PackageManager,
  name: string,
): LockedPackage | undefined {
  for (const [path, read] of LOCKFILES[manager]) {
    const text = readText(root, path, MOST_BYTES);
    const locked = text === undefined ? undefined : read(text, name, root);
    if (locked !== undefined) return locked;
  }
  return undefined;
}

function inPnpmLock(text: string, name: string): LockedPackage | undefined {
  const lock = plainYaml(text)?.value;
  const importer = lockedValue(lock, "importers", ".");
  const version = ["devDependencies", "dependencies", "optionalDependencies"]
    .map((field) => lockedValue(importer, field, name, "version"))
    .find((one) => typeof one === "string")
    ?.replace(/\(.*$/s, "");
  return lockedOf(
    version,
    lockedValue(lock, "packages", `${name}@${version}`, "resolution", "integrity"),
  );
}

function inNpmLock(text: string, name: string): LockedPackage | undefined {
  const entry = lockedValue(jsonTrees().parse(text), "packages", `node_modules/${name}`);
  return lockedOf(lockedValue(entry, "version"), lockedValue(entry, "integrity"));
}

function inBunLock(text: string, name: string): LockedPackage | undefined {
  const entry = lockedValue(jsonTrees().parse(text), "packages", name);
  if (!Array.isArray(entry)) return undefined;
  const [spec, , , integrity] = entry as readonly unknown[];
  const prefix = `${name}@`;
  const version =
    typeof spec === "string" && spec.startsWith(prefix) ? spec.slice(prefix.length) : undefined;
  return lockedOf(version, integrity);
}

/**
 * Blocks of Yarn 1 and later: a line of patterns, then indented lines. Of several versions, the one that the root asks for.
 */
function inYarnLock(text: string, name: string, root: string): LockedPackage | undefined {
  const blocks = text
    .split(/\r?\n(?=\S)/)
    .filter((one) => one.startsWith(`"${name}@`) || one.startsWith(`${name}@`));
  const patterns = blocks.length > 1 ? rangesOf(root, name) : undefined;
  const block = patterns
    ? blocks.find((one) => patternsOfBlock(one).some((pattern) => patterns.includes(pattern)))
    : blocks[0];
  const field = (key: string): string | undefined =>
    block
      ?.split(/\r?\n/)
      .map((line) => new RegExp(`^  ${key}:? "?([^"\\s]+)"?$`).exec(line)?.[1])
      .find((value) => value !== undefined);
  return lockedOf(field("version"), field("integrity"));
}

/** As the block begins: `"a@^1.0.0", "a@^1.1.0":`, or `"a@npm:^1.0.0, a@npm:^1.1.0":`. */
const patternsOfBlock = (block: string): readonly string[] =>
  block
    .split(/:?\r?\n/, 1)[0]!
    .replaceAll('"', "")
    .split(", ");

/** The patterns that the manifest of the root makes. Yarn 2 and later name the protocol. */
function rangesOf(root: string, name: string): readonly string[] {
  const manifest = jsonTrees().parse(readText(root, "package.json", SIZE_LIMITS.manifest) ?? "{}");
  return ["devDependencies", "dependencies", "optionalDependencies"].flatMap((field) => {
    const range = lockedValue(manifest, field, name);
    return typeof range === "string" ? [`${name}@${range}`, `${name}@npm:${range}`] : [];
  });
}

const lockedOf = (version: unknown, integrity: unknown): LockedPackage | undefined =>
  typeof version === "string"
    ? { version, ...(typeof integrity === "string" ? { integrity } : {}) }
    : undefined;

function lockedValue(value: unknown, ...keys: readonly string[]): unknown {
  let at = value;
  for (const key of keys) {
    if (!isObjectOrArray(at) || !Object.hasOwn(at, key)) return undefined;
    at = (at as Readonly<Record<string, unknown>>)[key];
  }
  return at;
}

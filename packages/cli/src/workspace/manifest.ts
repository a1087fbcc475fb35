import { remembered } from "@release-policy/core/internal";
import type { Dependency, DependencyField, Requirements } from "@release-policy/core/types";
import validRange from "semver/ranges/valid.js";
import { SIZE_LIMITS } from "../files/files.ts";
import { isObjectOrArray } from "../files/json.ts";
import type { WorkspaceSettings } from "./workspace-file.ts";

/** A package.json, as far as a release depends on it. */
export interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly private?: boolean;
  readonly workspaces?: unknown;
  readonly bolt?: unknown;
  readonly packageManager?: unknown;
  readonly devEngines?: unknown;
  readonly catalog?: unknown;
  readonly catalogs?: unknown;
  readonly resolutions?: unknown;
  readonly pnpm?: unknown;
  readonly scripts?: unknown;
  readonly patchedDependencies?: unknown;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly engines?: Readonly<Record<string, string>>;
  readonly exports?: unknown;
  readonly publishConfig?: unknown;
}

/** What a package.json says; undefined if it has no name, is too large or cannot be read. */
export function namedManifest(content: Buffer | string | undefined): Manifest | undefined {
  if (!content || content.length > SIZE_LIMITS.manifest) return undefined;
  try {
    const manifest = JSON.parse(String(content).replace(/^\uFEFF/, "")) as Manifest | null;
    return typeof manifest?.name === "string" ? manifest : undefined;
  } catch {
    return undefined;
  }
}

/** Of `workspace:`: the version of the dependency is not written. */
export const MARKS: readonly string[] = ["*", "^", "~"];

const isOfCatalog = (spec: string): boolean => spec.startsWith("catalog:");

/** Of what should be a record of texts, those that are. */
export const textsOf = (value: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(isObjectOrArray(value) ? value : {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    ),
  );

/** Not what every object has, such as `constructor`: a stranger names the keys. */
const ownOf = <T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined =>
  record && Object.hasOwn(record, key) ? record[key] : undefined;

const PLAIN = /^[\^~]?(?:0|[1-9]\d{0,8})\.(?:0|[1-9]\d{0,8})\.(?:0|[1-9]\d{0,8})$/;

/** True for what semver takes for a range: no tag, path or URL. */
export const isRange = (text: string): boolean =>
  PLAIN.test(text) || (!text.includes(":") && isOtherRange(text));

/** Parsing is most of what a range costs, and a workspace says the same few thousands of times. */
const isOtherRange = remembered((text) => validRange(text) !== null);

/** The package's requirements: `known` are the packages of its workspace. */
export const requirementsOf = (
  { engines, peerDependencies, exports: exported }: Manifest,
  known: { readonly has: (name: string) => boolean },
  catalogs: Catalogs,
): Requirements => ({
  engines: engines ? textsOf(engines) : NONE,
  ...exportedEntries(exported),
  peers: peerDependencies ? outerPeers(textsOf(peerDependencies), known, catalogs) : NONE,
});

const NONE: Readonly<Record<string, string>> = {};

const outerPeers = (
  peers: Readonly<Record<string, string>>,
  known: { readonly has: (name: string) => boolean },
  catalogs: Catalogs,
): Requirements["peers"] =>
  Object.fromEntries(
    Object.entries(peers).flatMap(([name, spec]) => {
      if (known.has(name)) return [];
      if (!isOfCatalog(spec)) return [[name, spec]];
      const range = publishedRange(name, spec, undefined, catalogs);
      return range === undefined ? [] : [[name, range]];
    }),
  );

/** Paths such as `./server`; conditions alone, or a plain file, are the entry `.`. */
function exportedEntries(exported: unknown): Pick<Requirements, "entries"> {
  if (exported === undefined || exported === null) return {};
  const keys = typeof exported === "object" ? Object.keys(exported) : [];
  const paths = keys.filter((key) => key.startsWith("."));
  const open = paths.filter((key) => (exported as Record<string, unknown>)[key] !== null);
  return { entries: paths.length > 0 ? open : ["."] };
}

/** Whether a package's requirements depend on the catalogs of its workspace. */
export const asksCatalog = ({ peerDependencies }: Manifest): boolean =>
  Object.values(textsOf(peerDependencies)).some(isOfCatalog);

/** A package as its planner finds it. */
export interface FoundPackage {
  /** Absolute. */
  readonly dir: string;
  /** Relative to the root, with forward slashes; `.` is the root. */
  readonly relativeDir: string;
  readonly manifest: Manifest;
}

/** Of a package in that folder. */
export const manifestPathOf = (dir: string): string =>
  dir === "." ? "package.json" : `${dir}/package.json`;

/** The packages of a workspace, as the release command of one planner sees them. */
export interface FoundWorkspace {
  readonly root: string;
  readonly rootManifest: Manifest;
  readonly packages: readonly FoundPackage[];
  /** What the planner's own finder returned, for handing it on. */
  readonly native: unknown;
}

export type Edge = Pick<Dependency, "name" | "alias" | "field" | "spec">;

export const FIELDS: readonly DependencyField[] = [
  "dependencies",
  "devDependencies",
  "peerDependencies",
  "optionalDependencies",
];

/** The manifest's dependencies on workspace packages, under any name. */
export function edgesOf(
  manifest: Manifest,
  known: { readonly has: (name: string) => boolean },
  catalogs: Catalogs,
): Edge[] {
  const edges: Edge[] = [];
  for (const field of FIELDS) {
    const specs = manifest[field];
    if (!isObjectOrArray(specs)) continue;
    for (const key of Object.keys(specs)) {
      const spec = specs[key];
      // Most dependencies are on no package of the workspace, under no other name.
      if (typeof spec !== "string" || (!spec.includes(":") && !known.has(key))) continue;
      const { name = key } = specParts(catalogEntry(key, spec, catalogs) ?? spec);
      if (!known.has(name)) continue;
      edges.push(name === key ? { name, field, spec } : { name, alias: key, field, spec });
    }
  }
  return edges;
}

interface SpecParts {
  readonly name?: string;
  readonly range: string;
}

/** The parts of `npm:@acme/core@^1.2.0` and `workspace:@acme/core@^`; of other specs only the range. */
const specParts = remembered((spec): SpecParts => {
  const [, protocol, rest] = /^(npm|workspace):(.*)$/s.exec(spec) ?? [];
  const isMark = protocol === "workspace" && MARKS.includes(rest ?? "");
  if (rest === undefined || isMark || isRange(rest)) return { range: rest ?? spec };
  const at = rest.lastIndexOf("@");
  if (/^[._/]/.test(rest) || (at <= 0 && protocol === "workspace")) return { range: rest };
  return at > 0
    ? { name: rest.slice(0, at), range: rest.slice(at + 1) }
    : { name: rest, range: "latest" };
});

export type Catalogs = WorkspaceSettings["catalogs"];

/** What a catalog has for a `catalog:` spec; undefined for any other spec. */
export function catalogEntry(name: string, spec: string, catalogs: Catalogs): string | undefined {
  if (!isOfCatalog(spec)) return undefined;
  return ownOf(ownOf(catalogs, spec.slice("catalog:".length).trim() || "default"), name);
}

/**
 * The range that pnpm writes for a spec when it packs the package, given the name in the manifest and the version that
 * the dependency has then: `workspace:^` is `^1.2.0`, `workspace:*` is `1.2.0`, `catalog:` what the catalog says. Undefined for
 * tags, paths, URLs and missing catalog entries.
 */
export function publishedRange(
  name: string,
  spec: string,
  version: string | undefined,
  catalogs: Catalogs,
): string | undefined {
  if (isOfCatalog(spec)) {
    const entry = catalogEntry(name, spec, catalogs);
    return entry === undefined || isOfCatalog(entry)
      ? undefined
      : publishedRange(name, entry, version, catalogs);
  }
  const { range: rest } = specParts(spec);
  if (!spec.startsWith("workspace:")) return isRange(rest) ? rest : undefined;
  if (rest !== "" && !MARKS.includes(rest) && isRange(rest)) return rest;
  if (version === undefined) return undefined;
  return rest === "^" || rest === "~" ? `${rest}${version}` : version;
}

import type { Dependency, DependencyField, Requirements } from "@release-policy/core";
import { publishedRange, type Catalogs } from "./published-range.ts";

/** A package.json, as far as a release depends on it. */
export interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly private?: boolean;
  readonly workspaces?: unknown;
  readonly resolutions?: unknown;
  readonly pnpm?: unknown;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly engines?: Readonly<Record<string, string>>;
  readonly exports?: unknown;
}

/** What the package asks of its surroundings: `known` are the packages of its workspace. */
export const requirementsOf = (
  { engines, peerDependencies, exports: exported }: Manifest,
  known: { readonly has: (name: string) => boolean },
  catalogs: Catalogs,
): Requirements => ({
  engines: textsOf(engines),
  ...entriesOf(exported),
  peers: Object.fromEntries(
    Object.entries(textsOf(peerDependencies)).flatMap(([name, spec]) => {
      if (known.has(name)) return [];
      if (!isOfCatalog(spec)) return [[name, spec]];
      const range = publishedRange(name, spec, undefined, catalogs);
      return range === undefined ? [] : [[name, range]];
    }),
  ),
});

/** Paths such as `./server`; conditions alone, or a plain file, are the entry `.`. */
function entriesOf(exported: unknown): Pick<Requirements, "entries"> {
  if (exported === undefined || exported === null) return {};
  const keys = typeof exported === "object" ? Object.keys(exported) : [];
  const paths = keys.filter((key) => key.startsWith("."));
  const open = paths.filter((key) => (exported as Record<string, unknown>)[key] !== null);
  return { entries: paths.length > 0 ? open : ["."] };
}

/** Whether what a package asks depends on the catalogs of its workspace. */
export const asksCatalog = ({ peerDependencies }: Manifest): boolean =>
  Object.values(textsOf(peerDependencies)).some(isOfCatalog);

const isOfCatalog = (spec: string): boolean => spec.startsWith("catalog:");

/** Of what should be a record of texts, those that are. */
const textsOf = (value: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(typeof value === "object" && value !== null ? value : {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    ),
  );

/** A package as its planner finds it. */
export interface FoundPackage {
  /** Absolute. */
  readonly dir: string;
  /** Relative to the root, with forward slashes; `.` is the root. */
  readonly relativeDir: string;
  readonly manifest: Manifest;
}

/** The packages of a workspace, as the release command of one planner sees them. */
export interface FoundWorkspace {
  readonly root: string;
  readonly rootManifest: Manifest;
  readonly packages: readonly FoundPackage[];
  /** What the planner's own finder returned, for handing it on. */
  readonly native: unknown;
}

export type Edge = Pick<Dependency, "name" | "field" | "spec">;

export const FIELDS: readonly DependencyField[] = [
  "dependencies",
  "devDependencies",
  "peerDependencies",
  "optionalDependencies",
];

/** The manifest's edges to packages that the workspace knows. */
export function edgesOf(manifest: Manifest, known: ReadonlyMap<string, unknown>): Edge[] {
  const edges: Edge[] = [];
  for (const field of FIELDS) {
    const specs = manifest[field];
    if (typeof specs !== "object" || specs === null) continue;
    for (const name of Object.keys(specs)) {
      const spec = specs[name];
      if (typeof spec === "string" && known.has(name)) edges.push({ name, field, spec });
    }
  }
  return edges;
}

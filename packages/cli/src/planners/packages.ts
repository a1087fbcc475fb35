import { satisfies } from "@release-policy/core/internal";
import type { Dependency, Package, PlannerId } from "@release-policy/core/types";
import {
  type Catalogs,
  type Edge,
  type FoundPackage,
  type FoundWorkspace,
  MARKS,
  edgesOf,
  publishedRange,
  requirementsOf,
} from "../workspace/manifest.ts";
import { isPathTo } from "./changesets/ranges.ts";

export interface PackageOptions {
  readonly planner: PlannerId;
  readonly catalogs: Catalogs;
  readonly skipped: (found: FoundPackage) => Package["skipped"];
  readonly workspaceProtocolOnly?: boolean;
}

/** The packages of the workspace with their edges to each other, each edge with whether the planner follows it. */
export function packageFacts(workspace: FoundWorkspace, options: PackageOptions): Package[] {
  const known = new Map(workspace.packages.map((found) => [found.manifest.name ?? "", found]));
  const twice = options.planner === "pnpm" ? namesTwice(workspace) : new Set<string>();
  return workspace.packages
    .filter(({ manifest }) => typeof manifest.name === "string" && manifest.name !== "")
    .map((found): Package => {
      const { manifest, relativeDir } = found;
      const skipped = options.skipped(found);
      return {
        name: twice.has(manifest.name!) ? `./${relativeDir}` : manifest.name!,
        dir: relativeDir,
        version: writtenVersion(manifest.version),
        private: manifest.private === true,
        ...(skipped ? { skipped } : {}),
        dependencies: dependenciesOf(edgesOf(manifest, known, options.catalogs), known, options),
        requirements: requirementsOf(manifest, known, options.catalogs),
      };
    });
}

/** What is not a text is shown as it is written; null counts as none, as the planners take it. */
function writtenVersion(version: unknown): string | undefined {
  if (version === undefined || version === null) return undefined;
  return typeof version === "string" ? version : JSON.stringify(version);
}

/** pnpm distinguishes two packages with the same name by their folders. */
function namesTwice({ packages }: FoundWorkspace): ReadonlySet<string> {
  const byName = Map.groupBy(packages, ({ manifest }) => manifest.name ?? "");
  return new Set([...byName].filter(([, found]) => found.length > 1).map(([name]) => name));
}

function dependenciesOf(
  edges: readonly Edge[],
  known: ReadonlyMap<string, FoundPackage>,
  options: PackageOptions,
): Dependency[] {
  // Changesets keeps one range a name, that of the last field, and follows all fields by it.
  const decisive = new Map<string, string>();
  for (const edge of edges) if (isSeen(edge)) decisive.set(edge.name, edge.spec);
  return edges.map((edge) => {
    const target = known.get(edge.name)!;
    const version = writtenVersion(target.manifest.version);
    const key = edge.alias ?? edge.name;
    const range = publishedRange(key, edge.spec, version, options.catalogs);
    const followed =
      options.planner === "pnpm"
        ? edge.spec.startsWith("workspace:")
        : edge.alias === undefined && follows(decisive.get(edge.name), target, options);
    return range === undefined ? { ...edge, followed } : { ...edge, range, followed };
  });
}

/** Changesets looks up dependencies by their keys, and leaves out paths that are only for development. */
const isSeen = ({ alias, field, spec }: Edge): boolean =>
  alias === undefined && !(field === "devDependencies" && /^(?:link|file):/.test(spec));

/** As `@changesets/get-dependents-graph` does: a workspace range, or a plain one that the version satisfies. */
export function follows(
  spec: string | undefined,
  target: FoundPackage,
  options: Pick<PackageOptions, "workspaceProtocolOnly">,
): boolean {
  if (spec === undefined) return false;
  const inWorkspace = spec.startsWith("workspace:");
  const range = inWorkspace ? spec.slice("workspace:".length) : spec;
  if (inWorkspace && (MARKS.includes(range) || isPathTo(range, target.relativeDir))) return true;
  if (!inWorkspace && options.workspaceProtocolOnly) return false;
  return satisfies(writtenVersion(target.manifest.version) ?? "", range);
}

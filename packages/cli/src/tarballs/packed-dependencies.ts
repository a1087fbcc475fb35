import {
  type Catalogs,
  FIELDS,
  catalogEntry,
  edgesOf,
  publishedRange,
  textsOf,
} from "../workspace/manifest.ts";

export const PACK_TOOLS = ["pnpm", "npm", "yarn"] as const;
/** What packs the packages that a release command publishes. */
export type PackTool = (typeof PACK_TOOLS)[number];

/** Specs by field and name. */
export type DependencySpecs = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * The dependencies that a tool writes into a packed manifest, by field. pnpm resolves `workspace:` and `catalog:`,
 * Yarn most of them, npm none. `versions` are those of the workspace's packages, by name. Undefined if the tool
 * refuses to pack.
 */
export function packedDependencies(
  tool: PackTool,
  manifest: Readonly<Record<string, unknown>>,
  versions: ReadonlyMap<string, string | undefined>,
  catalogs: Catalogs,
): DependencySpecs | undefined {
  const edges = edgesOf(manifest, versions, catalogs);
  const packed: Record<string, Record<string, string>> = {};
  for (const field of FIELDS)
    for (const [key, spec] of Object.entries(textsOf(manifest[field]))) {
      const edge = edges.find((one) => one.field === field && (one.alias ?? one.name) === key);
      const written = tool === "npm" ? spec : resolved(field, key, spec, edge?.name);
      if (written === undefined) return undefined;
      (packed[field] ??= {})[key] = written;
    }
  return packed;

  function resolved(field: string, key: string, spec: string, name = key): string | undefined {
    const isOfCatalog = spec.startsWith("catalog:");
    const entry = isOfCatalog ? catalogEntry(key, spec, catalogs) : spec;
    // Yarn leaves catalogs of optional dependencies as they are, and does not look at what an entry says.
    if (isOfCatalog && tool === "yarn" && entry !== undefined)
      return field === "optionalDependencies" ? spec : entry.replace(/^npm:/, "");
    if (!entry?.startsWith("workspace:")) return entry;
    const range = publishedRange(key, entry, versions.get(name), catalogs);
    return range !== undefined && name !== key ? `npm:${name}@${range}` : range;
  }
}

import { isRange } from "./ranges.ts";
import type { WorkspaceSettings } from "./workspace-file.ts";

export type Catalogs = WorkspaceSettings["catalogs"];

/**
 * The range that pnpm writes for a spec when it packs the package, given the version that the dependency has
 * then: `workspace:^` is `^1.2.0`, `workspace:*` is `1.2.0`, `catalog:` what the catalog says. Undefined for
 * tags, paths, URLs and missing catalog entries.
 */
export function publishedRange(
  name: string,
  spec: string,
  version: string | undefined,
  catalogs: Catalogs,
): string | undefined {
  if (spec.startsWith("catalog:")) {
    const entry = ownOf(ownOf(catalogs, spec.slice("catalog:".length) || "default"), name);
    return entry === undefined || entry.startsWith("catalog:")
      ? undefined
      : publishedRange(name, entry, version, catalogs);
  }
  if (!spec.startsWith("workspace:")) return isRange(spec) ? spec : undefined;
  const rest = spec.slice("workspace:".length).replace(/^.+@/, "");
  if (!["*", "^", "~", ""].includes(rest) && isRange(rest)) return rest;
  if (version === undefined) return undefined;
  return rest === "^" || rest === "~" ? `${rest}${version}` : version;
}

/** Not what every object has, such as `constructor`: a stranger names the keys. */
const ownOf = <T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined =>
  record && Object.hasOwn(record, key) ? record[key] : undefined;

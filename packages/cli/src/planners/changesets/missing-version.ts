import { type Facts, say } from "@release-policy/core/internal";
import type { ChangesetsConfig } from "../../workspace/changesets-config.ts";
import { FIELDS, type FoundWorkspace, isRange } from "../../workspace/manifest.ts";
import { isPathTo } from "./ranges.ts";

/**
 * The dependency on which Changesets 3 fails with a TypeError: it compares a range with a missing version. The first
 * one, with its place. Undefined if there is none.
 */
export function missingVersion(
  { packages, rootManifest }: FoundWorkspace,
  config: Pick<ChangesetsConfig, "bumpVersionsWithWorkspaceProtocolOnly">,
): Pick<NonNullable<Facts["refusal"]>, "message" | "at" | "help"> | undefined {
  const known = new Map(packages.map((found) => [found.manifest.name ?? "", found]));
  const dependents = [
    ...packages.filter(({ relativeDir }) => relativeDir !== "."),
    { relativeDir: ".", manifest: rootManifest },
  ];
  for (const { manifest, relativeDir } of dependents) {
    const path = manifestOf(relativeDir);
    for (const field of FIELDS) {
      // By their keys, as Changesets reads them: an alias means the package of that key to it.
      for (const [name, spec] of Object.entries(manifest[field] ?? {})) {
        const target = known.get(name);
        if (!target || typeof spec !== "string" || typeof target.manifest.version === "string")
          continue;
        if (!isCompared(spec, target.relativeDir, config)) continue;
        return {
          message: `${manifest.name ?? path} depends on ${name} as ${spec}, but ${name} has no version`,
          at: { path, line: 1, column: 1, pointer: [field, name] },
          help: say`add a version to ${manifestOf(target.relativeDir)}; if ${name} from the registry is intended, rename the package in ${target.relativeDir}`,
        };
      }
    }
  }
  return undefined;
}

function isCompared(
  spec: string,
  dir: string,
  config: Pick<ChangesetsConfig, "bumpVersionsWithWorkspaceProtocolOnly">,
): boolean {
  if (!spec.startsWith("workspace:")) {
    return !config.bumpVersionsWithWorkspaceProtocolOnly && (isRange(spec) || spec.includes(":"));
  }
  const range = spec.slice("workspace:".length);
  return !["*", "^", "~"].includes(range) && !isPathTo(range, dir);
}

const manifestOf = (dir: string): string => (dir === "." ? "package.json" : `${dir}/package.json`);

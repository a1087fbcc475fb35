import type { Facts } from "@release-policy/core";
import type { ChangesetsConfig } from "../../workspace/changesets-config.ts";
import { type FoundWorkspace, edgesOf, isRange } from "../../workspace/manifest.ts";
import { isPathTo } from "./ranges.ts";

/**
 * Where Changesets 3 fails with a TypeError: it compares a range with a version that the dependency does not have. Names
 * the first such dependency, with its place. Undefined where there is none.
 */
export function missingVersion(
  { packages, rootManifest }: FoundWorkspace,
  config: Pick<ChangesetsConfig, "bumpVersionsWithWorkspaceProtocolOnly">,
): Pick<NonNullable<Facts["refusal"]>, "message" | "at"> | undefined {
  const known = new Map(packages.map((found) => [found.manifest.name ?? "", found]));
  const dependents = [
    ...packages.filter(({ relativeDir }) => relativeDir !== "."),
    { relativeDir: ".", manifest: rootManifest },
  ];
  for (const { manifest, relativeDir } of dependents) {
    const path = relativeDir === "." ? "package.json" : `${relativeDir}/package.json`;
    for (const { name, field, spec } of edgesOf(manifest, known)) {
      const target = known.get(name)!;
      const hasVersion = typeof target.manifest.version === "string";
      if (hasVersion || !isCompared(spec, target.relativeDir, config)) continue;
      return {
        message: `${manifest.name ?? path} depends on ${name} as ${spec}, but ${name} has no version to compare that with`,
        at: { path, line: 1, column: 1, pointer: [field, name] },
      };
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

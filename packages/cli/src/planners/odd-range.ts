import { type Facts, say } from "@release-policy/core/internal";
import {
  FIELDS,
  type FoundWorkspace,
  type Manifest,
  manifestPathOf,
} from "../workspace/manifest.ts";

/** A manifest with its path from the root. */
export interface ManifestIn {
  readonly path: string;
  readonly manifest: Manifest;
}

/** Every manifest of the workspace, the root last. */
export const dependentsIn = ({ packages, rootManifest }: FoundWorkspace): readonly ManifestIn[] => [
  ...packages
    .filter(({ relativeDir }) => relativeDir !== ".")
    .map(({ relativeDir, manifest }) => ({ path: manifestPathOf(relativeDir), manifest })),
  { path: manifestPathOf("."), manifest: rootManifest },
];

/** The first range on a workspace package that is not a string, on which every planner fails. Undefined if there is none. */
export function oddRange(
  workspace: FoundWorkspace,
): Pick<NonNullable<Facts["refusal"]>, "message" | "at" | "help"> | undefined {
  const known = new Set(workspace.packages.map(({ manifest }) => manifest.name));
  for (const { path, manifest } of dependentsIn(workspace)) {
    for (const field of FIELDS) {
      for (const [name, range] of Object.entries<unknown>(manifest[field] ?? {})) {
        if (typeof range === "string" || !known.has(name)) continue;
        return {
          message: `${manifest.name ?? path} depends on ${name} as ${JSON.stringify(range)}, but a range must be a string`,
          at: { path, line: 1, column: 1, pointer: [field, name] },
          help: say`write a range between quotes, such as ${`"${name}": "^1.0.0"`}`,
        };
      }
    }
  }
  return undefined;
}

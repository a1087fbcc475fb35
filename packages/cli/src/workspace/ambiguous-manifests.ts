import { CannotJudge } from "../errors.ts";
import { type IsRead, oddKeys } from "../files/ambiguous-json-keys.ts";
import { SIZE_LIMITS, readText } from "../files/files.ts";
import type { FoundWorkspace } from "./manifest.ts";

const FIELDS = new Set([
  "dependencies",
  "devDependencies",
  "engines",
  "exports",
  "name",
  "optionalDependencies",
  "peerDependencies",
  "private",
  "version",
  "workspaces",
]);

const isReadField: IsRead = ([field = ""]) => FIELDS.has(field) || field === "__proto__";

/**
 * Rejects untrusted package.json files that parsers may read differently: a reviewer reads the first of two versions,
 * but the release uses the last. Throws `CannotJudge` with all of them.
 */
export function refuseOddManifests({ root, packages }: FoundWorkspace): void {
  const paths = new Set([
    "package.json",
    ...packages.map(({ relativeDir }) =>
      relativeDir === "." ? "package.json" : `${relativeDir}/package.json`,
    ),
  ]);
  const obstacles = [...paths].flatMap((path) =>
    oddKeys(path, readText(root, path, SIZE_LIMITS.manifest) ?? "", isReadField),
  );
  if (obstacles.length > 0) throw new CannotJudge(...obstacles);
}

import { CannotJudge, type Obstacle } from "../errors.ts";
import { FIELDS, type FoundWorkspace } from "./manifest.ts";

/** Throws `CannotJudge` where a name or a range is not a string: planners fail on it with a TypeError that names no place. */
export function refuseManifestFaults(workspace: FoundWorkspace): void {
  const faults = manifestFaults(workspace);
  if (faults.length > 0) throw new CannotJudge(...faults);
}

/** Each with its place. */
function manifestFaults({ packages, rootManifest }: FoundWorkspace): readonly Obstacle[] {
  const manifests = [
    { relativeDir: ".", manifest: rootManifest },
    ...packages.filter(({ relativeDir }) => relativeDir !== "."),
  ];
  return manifests.flatMap(({ relativeDir, manifest }) => {
    const path = relativeDir === "." ? "package.json" : `${relativeDir}/package.json`;
    const fault = (value: unknown, help: string, ...pointer: readonly string[]): Obstacle[] =>
      value === undefined || typeof value === "string"
        ? []
        : [
            {
              message: `\`${pointer.join(".")}\` is ${JSON.stringify(value).slice(0, 40)}, not a string`,
              help,
              at: { path, line: 1, column: 1, pointer },
            },
          ];
    const ranges = FIELDS.flatMap((field) =>
      Object.entries((manifest[field] ?? {}) as object).flatMap(([name, range]) =>
        fault(range, "write a range in quotes, such as ^1.2.0", field, name),
      ),
    );
    return [...fault(manifest.name, "write a name in quotes", "name"), ...ranges];
  });
}

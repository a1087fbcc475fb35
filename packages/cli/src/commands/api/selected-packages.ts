import { type PlannerId, closest } from "@release-policy/core";
import { CannotJudge } from "../../errors.ts";
import { SIZE_LIMITS, readText } from "../../files/files.ts";
import { parseJsonObject } from "../../files/json.ts";
import { choosePlanner } from "../../planners/choose.ts";
import { discover } from "../../workspace/discover.ts";
import type { Manifest } from "../../workspace/manifest.ts";
import { readWorkspaceFile } from "../../workspace/workspace-file.ts";

export interface SelectedPackage {
  readonly name: string;
  readonly dir: string;
  readonly version: string | undefined;
  readonly manifest: Manifest;
}

/** The packages of these names, or all of the workspace. Throws `CannotJudge` with the name that was meant. */
export async function selectedPackages(
  root: string,
  names: readonly string[],
  planner: PlannerId | undefined,
): Promise<{ readonly packages: readonly SelectedPackage[]; readonly isAlone: boolean }> {
  const settings = readWorkspaceFile(root);
  const text = readText(root, "package.json", SIZE_LIMITS.manifest);
  const rootManifest =
    text === undefined ? {} : (parseJsonObject("package.json", text) as Manifest);
  const { id } = choosePlanner(root, rootManifest, settings, planner, false);
  const found = (await discover(root, id, settings)).packages;
  const packages = found.flatMap(({ manifest, relativeDir }): SelectedPackage[] => {
    const { name, version } = manifest;
    if (typeof name !== "string" || name === "") return [];
    return [
      {
        name,
        dir: relativeDir,
        version: typeof version === "string" ? version : undefined,
        manifest,
      },
    ];
  });
  const known = packages.map(({ name }) => name);
  const wrong = names.find((name) => !known.includes(name));
  if (wrong !== undefined) {
    const suggestion = closest(wrong, known);
    throw new CannotJudge({
      message: `${wrong} is not a package of this workspace`,
      help: suggestion ? `did you mean ${suggestion}?` : "omit the names to take all packages",
    });
  }
  return {
    packages: names.length === 0 ? packages : packages.filter(({ name }) => names.includes(name)),
    isAlone: packages.filter(({ manifest }) => manifest.private !== true).length === 1,
  };
}

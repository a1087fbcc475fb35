import { join } from "node:path";
import { byCodeUnit } from "@release-policy/core/internal";
import { globSync } from "tinyglobby";
import { CannotJudge } from "../../errors.ts";
import { SIZE_LIMITS, readText } from "../../files/files.ts";
import { parseJsonObject } from "../../files/json.ts";
import type { FoundPackage, FoundWorkspace, Manifest } from "../manifest.ts";
import type { WorkspaceSettings } from "../workspace-file.ts";
import { yamlMapping } from "../yaml-mapping.ts";

/**
 * The projects of `pnpm -r`: the patterns of pnpm-workspace.yaml (all folders by default), the root always, nothing
 * below node_modules or bower_components; package.json before package.yaml. A test compares it with `pnpm list -r`:
 * importing pnpm's own discovery takes a second.
 */
export function findPnpmProjects(
  root: string,
  settings: WorkspaceSettings | undefined,
): FoundWorkspace {
  const patterns = [".", ...(settings?.packages ?? ["**"])];
  const paths = globSync(
    patterns.map((pattern) => pattern.replace(/\/?$/, "/package.{json,yaml,json5}")),
    {
      cwd: root,
      ignore: ["**/node_modules/**", "**/bower_components/**"],
      expandDirectories: false,
    },
  );
  const dirs = new Map<string, string>();
  for (const path of paths.toSorted(byPreference)) {
    const dir = path.split("/").slice(0, -1).join("/") || ".";
    if (!dirs.has(dir)) dirs.set(dir, path);
  }
  const packages = [...dirs]
    .toSorted(([a], [b]) => byCodeUnit(a, b))
    .map(([relativeDir, path]): FoundPackage => ({
      dir: relativeDir === "." ? root : join(root, relativeDir),
      relativeDir,
      manifest: readManifest(root, path),
    }));
  const rootManifest = packages.find(({ relativeDir }) => relativeDir === ".")?.manifest ?? {};
  return { root, rootManifest, packages, native: undefined };
}

const ENDINGS = [".json", ".yaml", ".json5"];
const byPreference = (a: string, b: string): number =>
  ENDINGS.findIndex((end) => a.endsWith(end)) - ENDINGS.findIndex((end) => b.endsWith(end));

function readManifest(root: string, path: string): Manifest {
  const text = readText(root, path, SIZE_LIMITS.manifest) ?? "";
  if (path.endsWith(".yaml")) return yamlMapping(path, text);
  if (path.endsWith(".json")) return parseJsonObject(path, text);
  throw new CannotJudge({
    message: `${path}: JSON5 manifests are not supported`,
    help: "convert it to package.json or package.yaml",
    at: { path, line: 1, column: 1 },
  });
}

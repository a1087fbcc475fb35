import { existsSync, lstatSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { byCodeUnit } from "@release-policy/core/internal";
import type { PlannerId } from "@release-policy/core/types";
import { SIZE_LIMITS } from "../../files/files.ts";
import type { FoundPackage, FoundWorkspace, Manifest } from "../manifest.ts";
import { type WorkspaceSettings, isObject } from "../workspace-file.ts";
import { type WalkOptions, plainFolders } from "./plain-folders.ts";

const OPTIONS: Readonly<Record<Exclude<PlannerId, "changesets@2">, WalkOptions>> = {
  "changesets@3": { ignored: new Set(["node_modules"]), prunes: true },
  pnpm: { ignored: new Set(["node_modules", "bower_components"]), prunes: false },
};

/**
 * The packages of a workspace whose pnpm-workspace.yaml has plain patterns and whose manifests are in order, as nearly all
 * are; undefined for any other, which the planner's own finder reads, or refuses.
 */
export function plainWorkspace(
  root: string,
  planner: PlannerId,
  settings: WorkspaceSettings | undefined,
): FoundWorkspace | undefined {
  if (planner === "changesets@2" || sep !== "/") return undefined;
  const patterns = settings?.packages ?? (planner === "pnpm" ? ["**"] : []);
  const rootManifest = plainManifest(root);
  // With `workspaces`, the lockfile decides which list applies.
  if (!rootManifest || (planner === "changesets@3" && rootManifest.workspaces !== undefined))
    return undefined;
  const folders = plainFolders(root, patterns, OPTIONS[planner]);
  if (!folders) return undefined;
  const packages: FoundPackage[] = [];
  for (const relativeDir of planner === "pnpm" ? new Set([".", ...folders.map(orRoot)]) : folders) {
    const dir = relativeDir === "" || relativeDir === "." ? root : `${root}/${relativeDir}`;
    const manifest = plainManifest(dir);
    if (manifest) packages.push({ dir, relativeDir, manifest });
    else if (manifest === null || (planner === "pnpm" && hasOtherManifest(dir))) return undefined;
  }
  packages.sort((a, b) => byCodeUnit(a.relativeDir, b.relativeDir));
  const own = { root, rootManifest, packages };
  if (planner === "pnpm") return { ...own, native: undefined };
  if (!packages.every(({ relativeDir, manifest }) => relativeDir !== "" && manifest.name))
    return undefined;
  const native = {
    tool: { type: "pnpm" },
    packages: packages.map(asPackage),
    rootPackage: asPackage({ dir: root, relativeDir: ".", manifest: rootManifest }),
    rootDir: root,
  };
  return { ...own, native };
}

const orRoot = (folder: string): string => (folder === "" ? "." : folder);

/** As @manypkg/get-packages has a package. */
const asPackage = ({ dir, relativeDir, manifest }: FoundPackage) => ({
  dir,
  relativeDir,
  packageJson: manifest,
});

const hasOtherManifest = (dir: string): boolean =>
  ["package.yaml", "package.json5"].some((name) => existsSync(join(dir, name)));

/** Undefined if missing; null if it is not a regular file below the limit with a JSON object. */
function plainManifest(dir: string): Manifest | null | undefined {
  const path = `${dir}/package.json`;
  try {
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (!stat) return undefined;
    if (!stat.isFile() || stat.size > SIZE_LIMITS.manifest) return null;
    const data: unknown = JSON.parse(readFileSync(path, "utf8"));
    return isObject(data) ? data : null;
  } catch {
    return null;
  }
}

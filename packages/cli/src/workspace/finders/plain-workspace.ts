import { join, sep } from "node:path";
import { byCodeUnit } from "@release-policy/core/internal";
import type { PlannerId } from "@release-policy/core/types";
import { SIZE_LIMITS, entryOf, exists, sharedContent, textInFile } from "../../files/files.ts";
import { asKey } from "../../files/json.ts";
import type { FoundPackage, FoundWorkspace, Manifest } from "../manifest.ts";
import { type WorkspaceSettings, isObject } from "../workspace-file.ts";
import { type WalkOptions, plainFolders } from "./plain-folders.ts";

const OPTIONS: Readonly<Record<PlannerId, WalkOptions>> = {
  "changesets@2": { ignored: new Set(["node_modules"]), prunes: true },
  "changesets@3": { ignored: new Set(["node_modules"]), prunes: true },
  pnpm: { ignored: new Set(["node_modules", "bower_components"]), prunes: false },
};

/** Where a workspace lists its packages, in the words of @manypkg/get-packages. */
interface PackageList {
  readonly tool: "pnpm" | "yarn" | "npm" | "bun";
  readonly patterns: readonly string[];
}

/**
 * The packages of a workspace whose pnpm-workspace.yaml, or `workspaces` in package.json, has plain patterns and whose
 * manifests are in order, as nearly all are; undefined for any other, which the planner's own finder reads, or refuses.
 */
export function plainWorkspace(
  root: string,
  planner: PlannerId,
  settings: WorkspaceSettings | undefined,
): FoundWorkspace | undefined {
  if (sep !== "/") return undefined;
  const rootManifest = plainManifest(root);
  const list = rootManifest && LISTS[planner](root, rootManifest, settings);
  const folders = list && plainFolders(root, list.patterns, OPTIONS[planner]);
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
  const native =
    planner === "changesets@2"
      ? {
          tool: list.tool,
          packages: packages.map(asPackage1),
          root: asPackage1({ dir: root, manifest: rootManifest }),
        }
      : {
          tool: { type: list.tool },
          packages: packages.map(asPackage),
          rootPackage: asPackage({ dir: root, relativeDir: ".", manifest: rootManifest }),
          rootDir: root,
        };
  return { ...own, native };
}

type ListOf = (
  root: string,
  manifest: Manifest,
  settings: WorkspaceSettings | undefined,
) => PackageList | undefined;

/** Undefined where the patterns come from elsewhere, such as lerna.json, or are in no usual form. */
const LISTS: Readonly<Record<PlannerId, ListOf>> = {
  "changesets@2": (root, { workspaces, bolt }, settings) => {
    if (bolt !== undefined || exists(join(root, "lerna.json"))) return undefined;
    const list =
      workspaces === undefined
        ? listInSettings(settings)
        : packageList("yarn", patternsIn(workspaces));
    const patterns = list && withoutIdle(list.patterns);
    // The finder applies a negated pattern only to those before it, and finds a folder twice where one pattern of two has `./`.
    if (!patterns || patterns.some((one) => /^!|^\.\//.test(one))) return undefined;
    // Its `**` does not match its own folder.
    return { ...list, patterns: patterns.map((one) => one.replace(/(^|\/)\*\*$/, "$1**/*")) };
  },
  "changesets@3": (root, { workspaces }, settings) => {
    if (workspaces === undefined) return listInSettings(settings);
    const patterns = patternsIn(workspaces);
    const has = (file: string): boolean => exists(join(root, file));
    // The lockfile decides which list applies.
    if (!patterns || has("yarn.lock")) return packageList("yarn", patterns);
    if (settings) return listInSettings(settings);
    if (Array.isArray(workspaces) && has("package-lock.json")) return packageList("npm", patterns);
    return has("bun.lock") || has("bun.lockb") ? packageList("bun", patterns) : undefined;
  },
  pnpm: (_, __, settings) => packageList("pnpm", settings?.packages ?? ["**"]),
};

const NAME = /^\.?[\w@-]+$/;
const NEGATED = /^!\.?[\w@-]+(?:\/(?:\.?[\w@-][\w@.-]*|\*{1,2}))*$/;

/** The patterns without negated ones such as `!.tmp/**`, where no other pattern matches anything in that folder. */
function withoutIdle(patterns: readonly string[]): readonly string[] {
  const firstOf = (pattern: string): string => pattern.split("/", 1)[0]!.toLowerCase();
  const firsts = patterns.filter((one) => !one.startsWith("!")).map(firstOf);
  return patterns.filter((pattern) => {
    const name = firstOf(pattern.slice(1));
    const isApart = (first: string): boolean =>
      first === "*" ? name.startsWith(".") : NAME.test(first) && first !== name;
    return !(NEGATED.test(pattern) && firsts.every(isApart));
  });
}

const packageList = (
  tool: PackageList["tool"],
  patterns: readonly string[] | undefined,
): PackageList | undefined => patterns && { tool, patterns };

const listInSettings = (settings: WorkspaceSettings | undefined): PackageList | undefined =>
  packageList("pnpm", settings?.packages);

/** The patterns in `workspaces`; undefined if it is not a list of texts, or an object with one. */
function patternsIn(workspaces: unknown): readonly string[] | undefined {
  const list = isObject(workspaces) ? workspaces["packages"] : workspaces;
  return Array.isArray(list) && list.every((one) => typeof one === "string") ? list : undefined;
}

const orRoot = (folder: string): string => (folder === "" ? "." : folder);

/** As @manypkg/get-packages has a package. */
const asPackage = ({ dir, relativeDir, manifest }: FoundPackage) => ({
  dir,
  relativeDir,
  packageJson: manifest,
});

/** As version 1 has it. */
const asPackage1 = ({ dir, manifest }: Pick<FoundPackage, "dir" | "manifest">) => ({
  dir,
  packageJson: manifest,
});

const hasOtherManifest = (dir: string): boolean =>
  ["package.yaml", "package.json5"].some((name) => exists(join(dir, name)));

/** Undefined if missing; null if it is not a regular file below the limit with a JSON object. */
function plainManifest(dir: string): Manifest | null | undefined {
  const path = `${dir}/package.json`;
  try {
    const stat = entryOf(path);
    if (!stat) return undefined;
    if (!stat.isFile() || stat.size > SIZE_LIMITS.manifest) return null;
    const content = sharedContent(path);
    const known = content && PARSED.get(content);
    if (known) return known;
    const data: unknown = JSON.parse(textInFile(path));
    if (!isObject(data)) return null;
    const { name } = data;
    if (typeof name === "string") data["name"] = asKey(name);
    if (content) PARSED.set(content, data);
    return data;
  } catch {
    return null;
  }
}

/** Planners only read manifests, so that commits can share them. */
const PARSED = new WeakMap<Buffer, Manifest>();

import { join, relative, sep } from "node:path";
import type { PlannerId } from "@release-policy/core/types";
import { CannotJudge, type Obstacle, messageOf } from "../errors.ts";
import { SIZE_LIMITS, readText, refuseMark } from "../files/files.ts";
import { parseJsonObject } from "../files/json.ts";
import { FIELDS, type FoundPackage, type FoundWorkspace, type Manifest } from "./manifest.ts";
import { plainWorkspace } from "./finders/plain-workspace.ts";
import { type WorkspaceSettings, readWorkspaceFile } from "./workspace-file.ts";

/**
 * The packages that the planner's own release command finds: `@manypkg/get-packages` 1 under Changesets 2,
 * which prefers `package.json#workspaces`; 3 under Changesets 3, which prefers pnpm-workspace.yaml; pnpm's list
 * under pnpm. Throws `CannotJudge` with every manifest that cannot be read.
 */
export async function discover(
  root: string,
  planner: PlannerId,
  settings: WorkspaceSettings | undefined,
): Promise<FoundWorkspace> {
  const plain = plainWorkspace(root, planner, settings);
  if (plain) return withoutProto(plain);
  const { onDisk } = await import("../files/writing/on-disk.ts");
  return await discoverOnDisk(onDisk(root), planner, settings);
}

async function discoverOnDisk(
  root: string,
  planner: PlannerId,
  settings: WorkspaceSettings | undefined,
): Promise<FoundWorkspace> {
  (await import("./finders/special-manifests.ts")).refuseSpecialManifests(root, settings);
  try {
    return withoutProto(await find(root, planner, settings));
  } catch (error) {
    if (error instanceof CannotJudge) throw error;
    const bad = await findBadManifests(root);
    if (bad.length > 0) throw new CannotJudge(...bad);
    throw new CannotJudge({ message: `cannot list the packages: ${parseFailure(error)}` });
  }
}

async function find(
  root: string,
  planner: PlannerId,
  settings: WorkspaceSettings | undefined,
): Promise<FoundWorkspace> {
  if (planner === "changesets@2") return await withManypkg1(root);
  if (planner === "changesets@3") return await withManypkg3(root);
  const { findPnpmProjects } = await import("./finders/pnpm-projects.ts");
  return findPnpmProjects(root, settings);
}

/** What JSON.parse says quotes the text. */
const parseFailure = (error: unknown): string =>
  error instanceof SyntaxError ? "a package.json is not valid JSON" : messageOf(error);

const PROTO = "__proto__";

/** The planners look dependencies up in objects by their names, where this one is not a key like others. Throws `CannotJudge`. */
export function withoutProto(workspace: FoundWorkspace): FoundWorkspace {
  const bad = workspace.packages.filter(
    ({ manifest }) =>
      Object.hasOwn(manifest, PROTO) ||
      FIELDS.some((field) => Object.hasOwn(manifest[field] ?? {}, PROTO)),
  );
  if (bad.length === 0) return workspace;
  throw new CannotJudge(
    ...bad.map(({ relativeDir }) => {
      const path = relativeDir === "." ? "package.json" : `${relativeDir}/package.json`;
      return {
        message: `${path} contains the name \`${PROTO}\``,
        help: "delete it: this is not a valid package name",
        at: { path, line: 1, column: 1 },
      };
    }),
  );
}

interface Found1 {
  readonly root: { readonly dir: string; readonly packageJson: Manifest };
  readonly packages: readonly { readonly dir: string; readonly packageJson: Manifest }[];
}

async function withManypkg1(root: string): Promise<FoundWorkspace> {
  const { getPackagesSync } = await import("manypkg-get-packages-1");
  const native: Found1 = getPackagesSync(root);
  return found(native.root.dir, native.root.packageJson, native.packages, native);
}

async function withManypkg3(root: string): Promise<FoundWorkspace> {
  const { getPackagesSync } = await import("@manypkg/get-packages");
  const native = getPackagesSync(root);
  const rootManifest = (native.rootPackage?.packageJson ?? {}) as Manifest;
  return found(native.rootDir, rootManifest, native.packages, native);
}

const relativeDir = (root: string, dir: string): string =>
  relative(root, dir).split(sep).join("/") || ".";

const found = (
  root: string,
  rootManifest: Manifest,
  packages: Found1["packages"],
  native: unknown,
): FoundWorkspace => ({
  root,
  rootManifest,
  native,
  packages: packages.map(({ dir, packageJson }): FoundPackage => ({
    dir,
    relativeDir: relativeDir(root, dir),
    manifest: packageJson,
  })),
});

/** Every package.json that stops the finder, with its place: the finders throw at the first and do not name it. */
async function findBadManifests(root: string): Promise<readonly Obstacle[]> {
  const { globSync } = await import("tinyglobby");
  const paths = new Set(["package.json"]);
  for (const pattern of patternsOf(root)) {
    for (const path of globSync(join(pattern, "package.json").replaceAll("\\", "/"), {
      cwd: root,
      ignore: ["**/node_modules/**"],
    })) {
      paths.add(path);
    }
  }
  return [...paths].toSorted().flatMap((path) => obstaclesIn(root, path));
}

function patternsOf(root: string): readonly string[] {
  const settings = readWorkspaceFile(root);
  let workspaces: unknown;
  try {
    const text = readText(root, "package.json", SIZE_LIMITS.manifest);
    workspaces =
      text === undefined ? undefined : parseJsonObject("package.json", text)["workspaces"];
  } catch {
    workspaces = undefined;
  }
  const listed = Array.isArray(workspaces)
    ? workspaces
    : ((workspaces as { packages?: unknown } | undefined)?.packages ?? []);
  return [...(settings?.packages ?? []), ...(Array.isArray(listed) ? listed.map(String) : [])];
}

function obstaclesIn(root: string, path: string): readonly Obstacle[] {
  try {
    const text = readText(root, path, SIZE_LIMITS.manifest);
    if (text === undefined) return [{ message: `${path} is missing` }];
    const { name } = parseJsonObject(path, text);
    refuseMark(root, path);
    if (path === "package.json" || (typeof name === "string" && name !== "")) return [];
    const at = { path, line: 1, column: 1 };
    return [{ message: `${path} has no name`, help: "give the package a name", at }];
  } catch (error) {
    return error instanceof CannotJudge ? error.obstacles : [];
  }
}

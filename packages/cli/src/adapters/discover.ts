import { relative, sep } from "node:path";
import { getPackagesSync } from "@manypkg/get-packages";
import type { PlannerId } from "@release-policy/core";
import { CannotJudge, messageOf } from "../errors.ts";
import { findBadManifests } from "./bad-manifests.ts";
import type { WorkspaceSettings } from "./workspace-file.ts";
import { FIELDS, type FoundPackage, type FoundWorkspace, type Manifest } from "./manifest.ts";

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
  try {
    return withoutProto(await find(root, planner, settings));
  } catch (error) {
    if (error instanceof CannotJudge) throw error;
    const bad = await findBadManifests(root);
    if (bad.length > 0) throw new CannotJudge(...bad);
    throw new CannotJudge({ message: `cannot list the packages: ${reasonOf(error)}` });
  }
}

async function find(
  root: string,
  planner: PlannerId,
  settings: WorkspaceSettings | undefined,
): Promise<FoundWorkspace> {
  if (planner === "changesets@2") return await withManypkg1(root);
  if (planner === "changesets@3") return withManypkg3(root);
  const { findPnpmProjects } = await import("./pnpm-projects.ts");
  return findPnpmProjects(root, settings);
}

/** What JSON.parse says quotes the text. */
const reasonOf = (error: unknown): string =>
  error instanceof SyntaxError ? "one of them is not JSON" : messageOf(error);

const PROTO = "__proto__";

/** The planners keep packages in objects by their names, where this one is no key like others. */
function withoutProto(workspace: FoundWorkspace): FoundWorkspace {
  const bad = workspace.packages.filter(
    ({ manifest }) =>
      manifest.name === PROTO ||
      Object.hasOwn(manifest, PROTO) ||
      FIELDS.some((field) => Object.hasOwn(manifest[field] ?? {}, PROTO)),
  );
  if (bad.length === 0) return workspace;
  throw new CannotJudge(
    ...bad.map(({ relativeDir }) => {
      const path = relativeDir === "." ? "package.json" : `${relativeDir}/package.json`;
      return {
        message: `${path} names something \`${PROTO}\``,
        help: "take it out: no package can be called that",
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
  const { getPackages2 } = await import("./changesets-2.ts");
  const native: Found1 = getPackages2(root);
  return found(native.root.dir, native.root.packageJson, native.packages, native);
}

function withManypkg3(root: string): FoundWorkspace {
  const native = getPackagesSync(root);
  const rootManifest = (native.rootPackage?.packageJson ?? {}) as Manifest;
  return found(native.rootDir, rootManifest, native.packages, native);
}

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

const relativeDir = (root: string, dir: string): string =>
  relative(root, dir).split(sep).join("/") || ".";

import { isDeepStrictEqual } from "node:util";
import type { Package } from "@release-policy/core/types";
import { CannotJudge } from "../../errors.ts";
import { type Catalogs, type Manifest, catalogsOf } from "../../workspace/manifest.ts";
import {
  WORKSPACE_FILE,
  type WorkspaceSettings,
  workspaceSettings,
} from "../../workspace/workspace-file.ts";
import type { Difference } from "../changes.ts";

/** What the head publishes with: its manifests by directory, and its settings. */
export interface Publishing {
  readonly manifests: ReadonlyMap<string, Manifest>;
  readonly settings: WorkspaceSettings | undefined;
  readonly rootManifest: Manifest;
}

type ReadBlobs = (objects: readonly string[]) => Promise<readonly (Buffer | undefined)[]>;

/** Fields of a package.json that no user of the package gets. */
const DEVELOPMENT = [
  "devDependencies",
  "devEngines",
  "lint-staged",
  "packageManager",
  "pnpm",
  "resolutions",
  "overrides",
];
/** Scripts that run where a package is installed. */
const INSTALLING = ["preinstall", "install", "postinstall"];
/** Fields in which a catalog's range reaches users. */
const PUBLISHED = ["dependencies", "peerDependencies", "optionalDependencies"] as const;

/** The paths of changed manifests in which nothing changed that is published. */
export async function unpublishedManifests(
  { files }: Difference,
  { manifests }: Publishing,
  read: ReadBlobs,
): Promise<ReadonlySet<string>> {
  const edited = files.flatMap(({ path, before, status }) => {
    const dir = /^(?:(.+)\/)?package\.json$/.exec(path);
    const after = dir && manifests.get(dir[1] ?? ".");
    return after && status === "M" && before !== undefined ? [{ path, before, after }] : [];
  });
  const contents = await read(edited.map(({ before }) => before));
  return new Set(
    edited.flatMap(({ path, after }, i) => {
      const before = parsedManifest(contents[i]);
      return before && isDeepStrictEqual(publishedPart(before), publishedPart(after)) ? [path] : [];
    }),
  );
}

function publishedPart(manifest: object): object {
  const { scripts, ...fields } = manifest as Record<string, unknown>;
  const kept = Object.entries(fields).filter(([key]) => !DEVELOPMENT.includes(key));
  const run = Object.entries(scripts ?? {}).filter(([key]) => INSTALLING.includes(key));
  return { ...Object.fromEntries(kept), scripts: Object.fromEntries(run) };
}

/** By package, the file of the catalog whose entry moved under a range that the package publishes. */
export async function movedByCatalog(
  packages: readonly Package[],
  { files }: Difference,
  { manifests, settings, rootManifest }: Publishing,
  read: ReadBlobs,
): Promise<ReadonlyMap<string, string>> {
  const paths = [WORKSPACE_FILE, "package.json"].filter((path) =>
    files.some((file) => file.path === path),
  );
  if (paths.length === 0) return new Map();
  const objects = paths.map((path) => files.find((file) => file.path === path)!.before);
  const contents = await read(objects.flatMap((object) => object ?? []));
  const textOf = (path: string) => contents[paths.filter((_, i) => objects[i]).indexOf(path)];
  const before = catalogsOf(
    paths.includes(WORKSPACE_FILE) ? settingsOf(textOf(WORKSPACE_FILE)) : settings,
    paths.includes("package.json") ? (parsedManifest(textOf("package.json")) ?? {}) : rootManifest,
  );
  const after = catalogsOf(settings, rootManifest);
  const isMoved = (name: string, catalog: string): boolean =>
    after[catalog]?.[name] !== before[catalog]?.[name];
  return new Map(
    packages.flatMap((pkg) => {
      const manifest = manifests.get(pkg.dir);
      return manifest && catalogEntriesOf(manifest).some(([name, of]) => isMoved(name, of))
        ? [[pkg.name, fileOf(paths, settings?.catalogs)] as const]
        : [];
    }),
  );
}

const fileOf = (paths: readonly string[], inWorkspaceFile: Catalogs = {}): string =>
  paths.includes(WORKSPACE_FILE) && Object.keys(inWorkspaceFile).length > 0
    ? WORKSPACE_FILE
    : paths.at(-1)!;

const catalogEntriesOf = (manifest: Manifest): (readonly [string, string])[] =>
  PUBLISHED.flatMap((field) =>
    Object.entries(manifest[field] ?? {}).flatMap(([name, spec]) =>
      typeof spec === "string" && spec.startsWith("catalog:")
        ? [[name, spec.slice("catalog:".length).trim() || "default"] as const]
        : [],
    ),
  );

/** None where it cannot be read: then every entry counts as moved, which asks for a changeset too many at most. */
function settingsOf(content: Buffer | undefined): WorkspaceSettings | undefined {
  try {
    return content && workspaceSettings(String(content));
  } catch (error) {
    if (error instanceof CannotJudge) return undefined;
    throw error;
  }
}

function parsedManifest(content: Buffer | undefined): Manifest | undefined {
  try {
    const data: unknown = content && JSON.parse(String(content).replace(/^\uFEFF/, ""));
    return typeof data === "object" && data !== null ? data : undefined;
  } catch {
    return undefined;
  }
}

import {
  constants,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Facts } from "@release-policy/core";
import { CannotJudge } from "../../errors.ts";
import { entryAt, isSafePath } from "../../files/files.ts";
import { removeEntry, temporaryFailure, temporaryFolder } from "../../files/temporary-folder.ts";

/** What Yarn needs in addition to its settings. */
const YARN = [".yarn/releases", ".yarn/plugins", ".yarn/patches", ".yarn/install-state.gz"];

/**
 * A copy of the workspace in which packages can be packed: the files of the root, the packages of `packed` with what was
 * built, and the manifests of all others; with `whole`, everything, and what is installed behind links. The planned
 * versions and ranges are written into its manifests. Nothing of the workspace is written.
 */
export function scratchWorkspace(
  workspace: string,
  facts: Pick<Facts, "packages" | "releases">,
  packed: ReadonlySet<string>,
  whole: boolean,
): { readonly root: string; readonly dispose: () => void } {
  const root = temporaryFolder("pack-");
  const dispose = () => removeEntry(root);
  try {
    const dirs = facts.packages.map(({ dir }) => dir);
    refuseUncopied(dirs);
    if (whole) copyTree(workspace, root, ".");
    else {
      for (const name of readdirSync(workspace))
        if (entryAt(join(workspace, name)) === "file") copyEntry(workspace, root, name);
      for (const path of YARN)
        if (existsSync(join(workspace, path))) copyTree(workspace, root, path);
      for (const dir of dirs)
        if (packed.has(dir)) copyTree(workspace, root, dir);
        else copyEntry(workspace, root, join(dir, "package.json"));
    }
    writePlan(root, facts);
    for (const dir of dirs) linkDependencies(workspace, root, dir, facts, whole);
    if (whole && !dirs.includes(".")) linkDependencies(workspace, root, ".", facts, whole);
  } catch (error) {
    dispose();
    throw temporaryFailure(error);
  }
  return { root, dispose };
}

function refuseUncopied(dirs: readonly string[]): void {
  const outside = dirs.filter((dir) => dir !== "." && !isSafePath(dir));
  if (outside.length === 0) return;
  throw new CannotJudge(
    ...outside.map((dir) => ({
      message: `${dir} is outside the workspace, so it cannot be packed in a copy`,
      help: "move the package into the workspace",
    })),
  );
}

const LEFT_OUT = new Set(["node_modules", ".git"]);

/** Links stay links, whatever their target. */
function copyTree(from: string, to: string, path: string): void {
  if (!existsSync(join(from, path))) return;
  cpSync(join(from, path), join(to, path), {
    recursive: true,
    force: true,
    verbatimSymlinks: true,
    mode: constants.COPYFILE_FICLONE,
    filter: (source) => !LEFT_OUT.has(basename(source)) || source === join(from, path),
  });
}

function copyEntry(from: string, to: string, path: string): void {
  if (entryAt(join(from, path)) !== "file") return;
  mkdirSync(dirname(join(to, path)), { recursive: true });
  copyFileSync(join(from, path), join(to, path), constants.COPYFILE_FICLONE);
}

/** Writes the versions and ranges of the plan, also into the manifest of a folder that is published in place of the package. */
function writePlan(root: string, { releases }: Pick<Facts, "releases">): void {
  for (const release of releases) {
    const manifest = writeRelease(join(root, release.dir, "package.json"), release);
    const { directory } = (manifest?.["publishConfig"] ?? {}) as { readonly directory?: unknown };
    if (typeof directory === "string" && isSafePath(directory))
      writeRelease(join(root, release.dir, directory, "package.json"), release);
  }
}

function writeRelease(
  path: string,
  release: Facts["releases"][number],
): Record<string, unknown> | undefined {
  if (entryAt(path) !== "file") return undefined;
  const text = readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  const manifest = planOf(JSON.parse(text) as Record<string, unknown>, release);
  writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

/** A manifest with the version and the ranges that its release writes. `workspace:^` and `catalog:` follow by themselves. */
export function planOf(
  manifest: Readonly<Record<string, unknown>>,
  release: Facts["releases"][number] | undefined,
): Record<string, unknown> {
  if (!release) return manifest;
  const { from, to, ranges } = release;
  const planned: Record<string, unknown> = { ...manifest };
  if (manifest["version"] === from) planned["version"] = to;
  for (const { on, alias = on, field, before, after } of ranges) {
    const specs = planned[field] as Readonly<Record<string, unknown>> | undefined;
    const spec = specs?.[alias];
    if (typeof spec === "string" && before !== after && spec.endsWith(before)) {
      const next = `${spec.slice(0, spec.length - before.length)}${after}`;
      planned[field] = { ...specs, [alias]: next };
    }
  }
  return planned;
}

/**
 * Links to the packages of the copy, where pnpm before 12 looks for the versions of `workspace:`; for scripts, links to all
 * else that is installed.
 */
function linkDependencies(
  workspace: string,
  root: string,
  dir: string,
  { packages }: Pick<Facts, "packages">,
  whole: boolean,
): void {
  const dirOf = new Map(packages.map((pkg) => [pkg.name, pkg.dir]));
  const own = packages.find((pkg) => pkg.dir === dir)?.dependencies ?? [];
  const targets = new Map(
    own.map(({ name, alias = name }) => [alias, join(root, dirOf.get(name) ?? ".")]),
  );
  const installed = join(workspace, dir, "node_modules");
  for (const name of whole ? installedNames(installed) : []) {
    const inside = dirOf.get(name);
    if (!targets.has(name))
      targets.set(name, inside === undefined ? join(installed, name) : join(root, inside));
  }
  for (const [name, target] of targets) {
    const path = join(root, dir, "node_modules", name);
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(target, path, "junction");
  }
}

/** `.bin` and `.pnpm` too: scripts are found there. */
const installedNames = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder).flatMap((name) =>
        name.startsWith("@")
          ? readdirSync(join(folder, name)).map((inner) => `${name}/${inner}`)
          : [name],
      )
    : [];

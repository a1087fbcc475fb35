import { execFile } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import type { PlannerId } from "@release-policy/core";
import { CannotJudge } from "../../errors.ts";
import { SIZE_LIMITS, entryAt, readText } from "../../files/files.ts";
import { packageManagerOf } from "../../files/package-manager.ts";
import {
  type TarballBatch,
  fewAtOnce,
  isComplete,
  tarballBatches,
} from "../../tarballs/batches.ts";
import type { PackTool } from "../../tarballs/packed-dependencies.ts";
import { TARBALL_LIMITS, unreadableTarball } from "../../tarballs/tarball.ts";
import { plannerCommand } from "../release-command.ts";

/**
 * What packs the packages of a workspace for publishing: pnpm in pnpm workspaces; Yarn under Changesets 3, or if a
 * root script contains `yarn npm publish`; otherwise npm.
 */
export function packToolOf(
  root: string,
  planner: PlannerId,
  scripts: Readonly<Record<string, string>>,
): PackTool {
  const manager = packageManagerOf(root);
  if (planner === "pnpm" || manager === "pnpm") return "pnpm";
  const usesYarn = Object.values(scripts).some((script) =>
    /\byarn\b.*\bnpm publish\b/.test(script),
  );
  return usesYarn || (planner === "changesets@3" && manager === "yarn") ? "yarn" : "npm";
}

export interface PackRun {
  readonly tool: PackTool;
  /** The copy of the workspace. */
  readonly root: string;
  readonly runScripts: boolean;
}

const MOST_MS = 300_000;

/** A package of the copy. */
interface PackedFolder {
  readonly name: string;
  readonly version: string;
  readonly dir: string;
}

/**
 * The tarballs of packages, by folder. Nothing is published. npm and pnpm pack many with one run unless scripts run.
 * Throws `CannotJudge` where the tool fails.
 */
export async function packAll(
  run: PackRun,
  packages: readonly PackedFolder[],
): Promise<ReadonlyMap<string, Buffer>> {
  const tarballs = new Map<string, Buffer>();
  // Before the first one starts, because Yarn reads the manifests of all.
  if (run.tool === "yarn" && !run.runScripts)
    for (const { dir } of packages) withoutPackScripts(join(run.root, dir, "package.json"));
  const together = run.runScripts ? [] : packages.filter(({ dir }) => PLAIN_FOLDER.test(dir));
  await fewAtOnce(tarballBatches(together), async (batch) => {
    for (const [dir, tarball] of await packBatch(run, batch)) tarballs.set(dir, tarball);
  });
  // Alone, a package that cannot be packed is known by its name.
  const alone = packages.filter(({ dir }) => !tarballs.has(dir));
  await fewAtOnce(alone, async ({ name, dir }) => tarballs.set(dir, await packOne(run, name, dir)));
  return tarballs;
}

/** Not one that is a pattern to pnpm, or the root. */
const PLAIN_FOLDER = /^(?!\.$|.*\.\.)[\w@.-][\w@./-]*$/;

/** Empty if the tool fails, or does not write the tarball of each package, such as pnpm 9, which cannot pack several. */
async function packBatch(
  { root, tool }: PackRun,
  batch: TarballBatch<PackedFolder>,
): Promise<readonly (readonly [string, Buffer])[]> {
  if (batch.size === 1 || tool === "yarn") return [];
  const folder = outputFolder(root);
  const dirs = [...batch.values()].map(({ dir }) => dir);
  try {
    await runTool(TOGETHER[tool](root, dirs, folder), root);
  } catch {
    return [];
  }
  if (!isComplete(batch, readdirSync(folder))) return [];
  return [...batch].map(([file, { name, dir }]) => [dir, tarballAt(join(folder, file), name)]);
}

async function packOne(
  { tool, root, runScripts }: PackRun,
  name: string,
  dir: string,
): Promise<Buffer> {
  const cwd = join(root, dir);
  const folder = outputFolder(root);
  try {
    await runTool(ALONE[tool](root, cwd, folder, runScripts), cwd);
  } catch (error) {
    throw packFailure(tool, name, error);
  }
  const [tarball] = readdirSync(folder);
  if (tarball === undefined) throw packFailure(tool, name, new Error("it wrote no tarball"));
  return tarballAt(join(folder, tarball), name);
}

/** Where no tool packs it with the root. */
function outputFolder(root: string): string {
  const parent = join(root, "node_modules");
  mkdirSync(parent, { recursive: true });
  return mkdtempSync(join(parent, ".release-policy-"));
}

const runTool = ({ file, args }: Run, cwd: string): Promise<unknown> =>
  promisify(execFile)(file, args, {
    cwd,
    timeout: MOST_MS,
    maxBuffer: 10_000_000,
    shell: process.platform === "win32" && !file.endsWith(".exe"),
  });

function tarballAt(path: string, name: string): Buffer {
  const { size } = statSync(path);
  if (size > TARBALL_LIMITS.tarball) throw unreadableTarball(name, `it has ${size} bytes`);
  return readFileSync(path);
}

type Run = { readonly file: string; readonly args: readonly string[] };

const ALONE: Readonly<
  Record<PackTool, (root: string, cwd: string, folder: string, runScripts: boolean) => Run>
> = {
  pnpm: (root, _, folder, runScripts) => {
    const args = ["pack", `--pack-destination=${folder}`, `--config.ignore-scripts=${!runScripts}`];
    return plannerCommand(root, "pnpm", args, process.env);
  },
  npm: (_, cwd, folder, runScripts) => {
    const args = ["--loglevel=error", "--pack-destination", folder];
    return {
      file: "npm",
      args: ["pack", folderToPack(cwd), `--ignore-scripts=${!runScripts}`, ...args],
    };
  },
  yarn: (root, _, folder) => {
    const args = ["pack", "--out", join(folder, "package.tgz")];
    const own = yarnPath(root);
    return own === undefined
      ? { file: "yarn", args }
      : { file: process.execPath, args: [own, ...args] };
  },
};

const TOGETHER: Readonly<
  Record<Exclude<PackTool, "yarn">, (root: string, dirs: readonly string[], folder: string) => Run>
> = {
  pnpm(root, dirs, folder) {
    const args = ["pack", `--pack-destination=${folder}`, "--config.ignore-scripts=true"];
    const filters = dirs.map((dir) => `--filter=./${dir}`);
    return plannerCommand(root, "pnpm", ["-r", ...filters, ...args], process.env);
  },
  npm(root, dirs, folder) {
    const folders = dirs.map((dir) => folderToPack(join(root, dir)));
    const args = ["--ignore-scripts", "--loglevel=error", "--pack-destination", folder];
    return { file: "npm", args: ["pack", ...folders, ...args] };
  },
};

/** npm does not know `publishConfig.directory`: Changesets hands it that folder. */
function folderToPack(cwd: string): string {
  const { publishConfig } = JSON.parse(readFileSync(join(cwd, "package.json"), "utf8")) as {
    readonly publishConfig?: { readonly directory?: unknown };
  };
  const directory = publishConfig?.directory;
  return typeof directory === "string" ? resolve(cwd, directory) : cwd;
}

/** Yarn runs `prepack` and `postpack` whatever its settings say. */
function withoutPackScripts(path: string): void {
  const manifest = JSON.parse(readFileSync(path, "utf8")) as { scripts?: unknown };
  delete manifest.scripts;
  writeFileSync(path, JSON.stringify(manifest));
}

/** The release of Yarn that the workspace has committed. */
function yarnPath(root: string): string | undefined {
  const settings = readText(root, ".yarnrc.yml", SIZE_LIMITS.settings) ?? "";
  const [, path] = /^yarnPath:\s*["']?([^"'\s]+)/m.exec(settings) ?? [];
  return path !== undefined && entryAt(join(root, path)) === "file" ? join(root, path) : undefined;
}

function packFailure(tool: PackTool, name: string, error: unknown): CannotJudge {
  const { code, stderr = "", stdout = "", message } = error as Partial<Record<string, string>>;
  if (code === "ENOENT")
    return new CannotJudge({
      message: `${tool} is needed to pack the packages of this workspace, but it is not installed`,
      help: "install it, or name another with --with",
    });
  const output = `${stdout}\n${stderr}`
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => /err|cannot|fail/i.test(line));
  return new CannotJudge({
    message: `${tool} cannot pack ${name}: ${(output.slice(0, 3).join(" ") || (message ?? "it failed")).slice(0, 300)}`,
    help: `run \`${tool} pack\` in its folder to see why`,
  });
}

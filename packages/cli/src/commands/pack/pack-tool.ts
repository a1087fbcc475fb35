import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import type { PlannerId } from "@release-policy/core";
import { CannotJudge } from "../../errors.ts";
import { SIZE_LIMITS, entryAt, readText } from "../../files/files.ts";
import { packageManagerOf } from "../../files/package-manager.ts";
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
const AT_ONCE = 4;

/** The tarballs of packages, by folder. Nothing is published. Throws `CannotJudge` where the tool fails. */
export async function packAll(
  run: PackRun,
  packages: readonly { readonly name: string; readonly dir: string }[],
): Promise<ReadonlyMap<string, Buffer>> {
  const tarballs = new Map<string, Buffer>();
  // Before the first one starts, because Yarn reads the manifests of all.
  if (run.tool === "yarn" && !run.runScripts)
    for (const { dir } of packages) withoutPackScripts(join(run.root, dir, "package.json"));
  const waiting = [...packages.entries()];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [i, { name, dir }] = next;
      tarballs.set(dir, await packOne(run, name, dir, join(run.root, `.release-policy-${i}`)));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return tarballs;
}

async function packOne(
  { tool, root, runScripts }: PackRun,
  name: string,
  dir: string,
  folder: string,
): Promise<Buffer> {
  const cwd = join(root, dir);
  mkdirSync(folder);
  const { file, args } = COMMANDS[tool](root, cwd, folder, runScripts);
  try {
    await promisify(execFile)(file, args, {
      cwd,
      timeout: MOST_MS,
      maxBuffer: 10_000_000,
      shell: process.platform === "win32" && !file.endsWith(".exe"),
    });
  } catch (error) {
    throw packFailure(tool, name, error);
  }
  const [tarball] = readdirSync(folder);
  if (tarball === undefined) throw packFailure(tool, name, new Error("it wrote no tarball"));
  const path = join(folder, tarball);
  const { size } = statSync(path);
  if (size > TARBALL_LIMITS.tarball) throw unreadableTarball(name, `it has ${size} bytes`);
  return readFileSync(path);
}

type Run = { readonly file: string; readonly args: readonly string[] };

const COMMANDS: Readonly<
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
      message: `${tool} is not installed, but it packs the packages of this workspace`,
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

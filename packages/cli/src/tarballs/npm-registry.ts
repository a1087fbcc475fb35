import { execFile } from "node:child_process";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import valid from "semver/functions/valid.js";
import { removeEntry, temporaryFolder } from "../files/temporary-folder.ts";
import { type TarballBatch, fewAtOnce, isComplete, tarballBatches } from "./batches.ts";
import { TARBALL_LIMITS, unreadableTarball } from "./tarball.ts";

const MOST_MS = 120_000;
const MOST_OUTPUT = 100_000_000;

/** npm said no, such as `E404` or `ECONNREFUSED`. What else it says may hold credentials. */
export class NpmRefused extends Error {
  readonly code: string;

  constructor(code: string) {
    super(`npm failed: ${code}`);
    this.name = "NpmRefused";
    this.code = code;
  }
}

/** Whether a name and version mean a release on a registry: anything else would be a folder or a repository to npm. */
export const isOfRegistry = (name: string, version?: string): boolean =>
  /^(?:@[\w.~-]+\/)?\w[\w.~-]*$/.test(name) && (version === undefined || valid(version) !== null);

/** Runs npm with the settings and credentials of the workspace. Throws `NpmRefused`. */
async function npm(root: string, args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)("npm", [...args, "--loglevel=error"], {
      cwd: root,
      timeout: MOST_MS,
      maxBuffer: MOST_OUTPUT,
      shell: process.platform === "win32",
    });
    return stdout;
  } catch (error) {
    const { stderr = "", code: own } = error as { stderr?: string; code?: unknown };
    const [, code = own === "ENOENT" ? "npm is not installed" : "unknown error"] =
      /\bcode (E[A-Z\d_]{2,30})\b/.exec(stderr) ?? [];
    throw new NpmRefused(code);
  }
}

/**
 * The output of `npm view` for a package, or for one release: from the registry, not from npm's cache. Undefined if
 * the registry does not have it. Throws `NpmRefused`.
 */
export async function npmView(
  root: string,
  spec: string,
  options: readonly string[],
): Promise<unknown> {
  try {
    const text = await npm(root, ["view", spec, "--json", "--prefer-online", ...options]);
    return text.trim() === "" ? undefined : (JSON.parse(text) as unknown);
  } catch (error) {
    if (error instanceof NpmRefused && isMissing(error)) return undefined;
    if (error instanceof SyntaxError) throw new NpmRefused("no JSON");
    throw error;
  }
}

/** The npm user; undefined if not logged in, as with trusted publishing. */
export const npmUser = async (root: string): Promise<string | undefined> =>
  (await npm(root, ["whoami"]).catch(() => undefined))?.trim();

const isMissing = ({ code }: NpmRefused): boolean => code === "E404" || code === "ETARGET";

/**
 * The tarball of a release. npm downloads it and checks its integrity; nothing is unpacked or run. Undefined if the
 * registry has no such release. Throws `NpmRefused`, and `CannotJudge` if the tarball is too large.
 */
export async function downloadedTarball(root: string, spec: string): Promise<Buffer | undefined> {
  const folder = temporaryFolder("published-");
  try {
    await npm(root, packArgs([spec], folder));
    return tarballIn(folder, readdirSync(folder)[0] ?? "", spec);
  } catch (error) {
    if (error instanceof NpmRefused && isMissing(error)) return undefined;
    throw error;
  } finally {
    removeEntry(folder);
  }
}

function packArgs(
  specs: readonly string[],
  folder: string,
  options: readonly string[] = [],
): readonly string[] {
  return ["pack", ...specs, "--ignore-scripts", "--pack-destination", folder, ...options];
}

function tarballIn(folder: string, file: string, spec: string): Buffer {
  const path = join(folder, file);
  const { size } = statSync(path);
  if (size > TARBALL_LIMITS.tarball) throw unreadableTarball(spec, `it has ${size} bytes`);
  return readFileSync(path);
}

/** A release to download, and the options for npm to find its registry. */
export interface RegistryRelease {
  readonly name: string;
  readonly version: string;
  readonly options: readonly string[];
}

/**
 * Downloads releases as `downloadedTarball` does, many of them with one run of npm. `read` gets one tarball at a time,
 * so that they are not all in memory. A release that npm refuses has the reason in place of a value; one that the
 * registry does not have is left out. Throws `CannotJudge` if a tarball is too large.
 */
export async function downloadReleases<R extends RegistryRelease, V>(
  root: string,
  releases: readonly R[],
  read: (release: R, tarball: Buffer) => Promise<V>,
): Promise<ReadonlyMap<R, V | NpmRefused>> {
  const results = new Map<R, V | NpmRefused>();
  const download = async (batch: TarballBatch<R>): Promise<void> => {
    const folder = temporaryFolder("published-");
    const all = [...batch.values()];
    try {
      const specs = all.map(({ name, version }) => `${name}@${version}`);
      await npm(root, packArgs(specs, folder, all[0]!.options));
      const files = readdirSync(folder);
      if (!isComplete(batch, files)) throw new NpmRefused("unknown error");
      for (const [file, release] of batch) {
        const path = batch.size === 1 ? files[0]! : file;
        results.set(release, await read(release, tarballIn(folder, path, release.name)));
      }
    } catch (error) {
      if (!(error instanceof NpmRefused)) throw error;
      // npm stops at the first one that it refuses.
      if (all.length > 1) for (const half of halves(all)) await download(half);
      else if (!isMissing(error)) results.set(all[0]!, error);
    } finally {
      removeEntry(folder);
    }
  };
  const batches = [...Map.groupBy(releases, ({ options }) => options.join(" ")).values()].flatMap(
    tarballBatches,
  );
  await fewAtOnce(batches, download);
  return results;
}

const halves = <R extends RegistryRelease>(all: readonly R[]): readonly TarballBatch<R>[] =>
  [all.slice(0, all.length / 2), all.slice(all.length / 2)].flatMap(tarballBatches);

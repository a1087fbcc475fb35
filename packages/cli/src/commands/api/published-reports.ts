import { execFile } from "node:child_process";
import { readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type * as Comparison from "@release-policy/api";
import valid from "semver/functions/valid.js";
import { CannotJudge } from "../../errors.ts";
import { temporaryFolder } from "../../files/temporary-folder.ts";
import {
  TARBALL_LIMITS,
  manifestOfTarball,
  readTarball,
  unreadableTarball,
} from "../../tarballs/tarball.ts";
import { readable } from "./built-api.ts";
import type { ReleasedReports } from "./released-reports.ts";
import type { SelectedPackage } from "./selected-packages.ts";

const MOST_MS = 120_000;

/**
 * The reports of the release of a package that the registry has. npm itself downloads it, with the settings and credentials
 * of the workspace, and checks its integrity; it is unpacked in memory, and nothing of it is run. Undefined for a private
 * package, and where the registry has no such release. Throws `CannotJudge` where npm fails, and where the tarball is too
 * large or broken.
 */
export async function publishedReports(
  root: string,
  { name, version, manifest }: SelectedPackage,
  comparison: typeof Comparison,
): Promise<ReleasedReports | undefined> {
  const spec = `${name}@${version}`;
  // Anything else would be a folder or a repository to npm.
  const isOfRegistry = /^(?:@[\w.~-]+\/)?\w[\w.~-]*$/.test(name) && valid(version) !== null;
  if (manifest.private === true || version === undefined || !isOfRegistry) return undefined;
  const tarball = await downloaded(root, spec);
  if (!tarball) return undefined;
  const files = await unpacked(tarball, spec);
  const texts = readable(spec, comparison, () =>
    comparison.entryPoints(files).flatMap(({ entry, surface }) => {
      if (!surface) return [];
      const path = `${spec}/${comparison.reportPath(entry)}`;
      return [[entry, { path, text: comparison.reportText(name, entry, surface) }] as const];
    }),
  );
  return { against: version, texts: new Map(texts) };
}

async function downloaded(root: string, spec: string): Promise<Buffer | undefined> {
  const folder = temporaryFolder("published-");
  try {
    const args = [
      "pack",
      spec,
      "--ignore-scripts",
      "--loglevel=error",
      "--pack-destination",
      folder,
    ];
    const isWindows = process.platform === "win32";
    await promisify(execFile)("npm", args, { cwd: root, timeout: MOST_MS, shell: isWindows });
    const path = join(folder, readdirSync(folder)[0] ?? "");
    const { size } = statSync(path);
    if (size > TARBALL_LIMITS.tarball) throw unreadableTarball(spec, `it has ${size} bytes`);
    return readFileSync(path);
  } catch (error) {
    if (error instanceof CannotJudge) throw error;
    const { stderr = "" } = error as { readonly stderr?: string };
    // What else npm says may hold credentials.
    const [, code = "unknown error"] = /\bcode (E[A-Z\d]{3,20})\b/.exec(stderr) ?? [];
    if (code === "E404" || code === "ETARGET") return undefined;
    throw new CannotJudge({
      message: `npm cannot download ${spec} (${code})`,
      help: `run \`npm pack ${spec} --dry-run\` to see why`,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function unpacked(bytes: Buffer, spec: string): Promise<Comparison.PackageFiles> {
  const tarball = await readTarball(bytes, spec, (path) =>
    /^(?:package\.json|.*\.d\.[mc]?ts)$/.test(path),
  );
  const manifest = manifestOfTarball(tarball, spec) as Comparison.PackageManifest;
  const { texts } = tarball;
  return { manifest, paths: [...texts.keys()], read: (path) => texts.get(path) ?? "" };
}

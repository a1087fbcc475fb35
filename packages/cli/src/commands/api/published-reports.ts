import { execFile } from "node:child_process";
import { readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import type * as Comparison from "@release-policy/api";
import valid from "semver/functions/valid.js";
import { CannotJudge } from "../../errors.ts";
import { temporaryFolder } from "../../files/temporary-folder.ts";
import { readable } from "./built-api.ts";
import type { ReleasedReports } from "./released-reports.ts";
import type { SelectedPackage } from "./selected-packages.ts";

const MOST_BYTES = { tarball: 50_000_000, unpacked: 300_000_000, kept: 40_000_000 } as const;
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
    if (size > MOST_BYTES.tarball) throw refused(spec, `it has ${size} bytes`);
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

async function unpacked(tarball: Buffer, spec: string): Promise<Comparison.PackageFiles> {
  const { Parser } = await import("tar/parse");
  const files = new Map<string, string>();
  let size = 0;
  const parser = new Parser({
    // The first folder is `package` as a rule, but may have any name.
    filter: (path) => /^[^/]+\/(?:package\.json|.*\.d\.[mc]?ts)$/.test(path),
    onReadEntry(entry) {
      size += entry.size;
      if (entry.type !== "File" || size > MOST_BYTES.kept) {
        entry.resume();
        return;
      }
      const chunks: Buffer[] = [];
      entry.on("data", (chunk) => chunks.push(chunk));
      entry.on("end", () =>
        files.set(entry.path.replace(/^[^/]+\//, ""), Buffer.concat(chunks).toString("utf8")),
      );
    },
  });
  try {
    const tar = gunzipSync(tarball, { maxOutputLength: MOST_BYTES.unpacked });
    await new Promise<void>((done, failed) => {
      parser.on("end", done);
      parser.on("error", failed);
      parser.end(tar);
    });
    if (size > MOST_BYTES.kept) throw new Error("too large");
    const manifest = JSON.parse(files.get("package.json") ?? "") as Comparison.PackageManifest;
    return { manifest, paths: [...files.keys()], read: (path) => files.get(path) ?? "" };
  } catch {
    throw refused(spec, "it is broken or too large");
  }
}

const refused = (spec: string, why: string): CannotJudge =>
  new CannotJudge({ message: `the tarball of ${spec} cannot be read: ${why}` });

import type * as Comparison from "@release-policy/api";
import { CannotJudge } from "../../errors.ts";
import { NpmRefused, downloadedTarball, isOfRegistry } from "../../tarballs/npm-registry.ts";
import { type Tarball, manifestOfTarball, readTarball } from "../../tarballs/tarball.ts";
import { readable } from "./built-api.ts";
import type { ReleasedReports } from "./released-reports.ts";
import type { SelectedPackage } from "./selected-packages.ts";

/**
 * The reports of a published release. npm downloads it, with the settings and credentials of the workspace, and
 * checks its integrity; it is unpacked in memory, and nothing of it is run. Undefined for a private package, or if
 * the registry has no such release. Throws `CannotJudge` if npm fails, or the tarball is too large or broken.
 */
export async function publishedReports(
  root: string,
  { name, version, manifest }: SelectedPackage,
  comparison: typeof Comparison,
): Promise<ReleasedReports | undefined> {
  const spec = `${name}@${version}`;
  if (manifest.private === true || version === undefined || !isOfRegistry(name, version))
    return undefined;
  const bytes = await downloaded(root, spec);
  if (!bytes) return undefined;
  const tarball = await readTarball(bytes, spec, isOfTypes);
  return { against: version, texts: reportsOfTarball(tarball, { name, version }, comparison) };
}

/** What the reports of a tarball are made of. */
export const isOfTypes = (path: string): boolean => /^(?:package\.json|.*\.d\.[mc]?ts)$/.test(path);

/** The reports of what a tarball declares, by entry point; `isOfTypes` of it was kept. Throws `CannotJudge`. */
export function reportsOfTarball(
  tarball: Tarball,
  { name, version }: { readonly name: string; readonly version: string },
  comparison: typeof Comparison,
): ReleasedReports["texts"] {
  const spec = `${name}@${version}`;
  const manifest = manifestOfTarball(tarball, spec) as Comparison.PackageManifest;
  const paths = [...tarball.texts.keys()];
  const read = (path: string) => tarball.texts.get(path) ?? "";
  const texts = readable(spec, comparison, () =>
    comparison.entryPoints({ manifest, paths, read }).flatMap(({ entry, surface }) => {
      if (!surface) return [];
      const path = `${spec}/${comparison.reportPath(entry)}`;
      return [[entry, { path, text: comparison.reportText(name, entry, surface) }] as const];
    }),
  );
  return new Map(texts);
}

async function downloaded(root: string, spec: string): Promise<Buffer | undefined> {
  try {
    return await downloadedTarball(root, spec);
  } catch (error) {
    if (!(error instanceof NpmRefused)) throw error;
    throw new CannotJudge({
      message: `npm cannot download ${spec} (${error.code})`,
      help: `run \`npm pack ${spec} --dry-run\` to see why`,
    });
  }
}

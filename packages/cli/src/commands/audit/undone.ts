import lt from "semver/functions/lt.js";
import valid from "semver/functions/valid.js";
import { GitRefused, git } from "../../git/git.ts";
import { readBlobs } from "../../git/objects.ts";
import type { AuditRelease } from "./release.ts";

/** Each costs two calls of git. */
const MOST_ASKED = 40;
/** A version that stays so long in package.json was not taken back. */
const MOST_COMMITS = 20;

/**
 * The releases, oldest first, with the day on which each refused version was taken back: the next version in its package.json, in
 * the history of HEAD, is lower.
 */
export function withUndone(
  root: string,
  releases: readonly AuditRelease[],
): readonly AuditRelease[] {
  const next = new Map<string, string>();
  let lookups = 0;
  return releases
    .toReversed()
    .map((release) => {
      const packages = release.packages.map((pkg) => {
        const then = next.get(pkg.name);
        next.set(pkg.name, pkg.from);
        if (!pkg.refused || (then !== undefined && !lt(then, pkg.to)) || lookups++ >= MOST_ASKED)
          return pkg;
        const undone = dayOfUndoing(root, release.commit, pkg);
        return undone === undefined ? pkg : { ...pkg, undone };
      });
      return { ...release, packages };
    })
    .toReversed();
}

function dayOfUndoing(
  root: string,
  commit: string,
  { dir, to }: AuditRelease["packages"][number],
): string | undefined {
  const path = `${dir === "." ? "" : `${dir}/`}package.json`;
  try {
    const range = ["--reverse", "--format=%H %cs", `${commit}..HEAD`, "--", path];
    const log = git(root, ["--literal-pathspecs", "log", "--first-parent", ...range]);
    const commits = log.toString("utf8").split("\n").slice(0, MOST_COMMITS).filter(Boolean);
    const manifests = readBlobs(
      root,
      commits.map((line) => `${line.split(" ", 1)[0]!}:./${path}`),
    );
    for (const [i, line] of commits.entries()) {
      const [, day] = line.split(" ");
      const version = versionInManifest(manifests[i]);
      if (version !== to) return version !== undefined && lt(version, to) ? day : undefined;
    }
  } catch (error) {
    if (!(error instanceof GitRefused)) throw error;
  }
  return undefined;
}

function versionInManifest(manifest: Buffer | undefined): string | undefined {
  try {
    const { version } = JSON.parse(String(manifest)) as { readonly version?: unknown };
    return typeof version === "string" ? (valid(version) ?? undefined) : undefined;
  } catch {
    return undefined;
  }
}

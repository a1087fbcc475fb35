import type { Facts } from "@release-policy/core/types";
import type { Report, ReportedRelease } from "../../../check/report.ts";
import type { Folders } from "../../../git/commit-workspaces.ts";
import type { Tag } from "../../../git/tags.ts";
import type { VersionCommit } from "../../../git/version-commits.ts";
import type { Origin } from "../release.ts";

/** A written version that is not the planned one. */
export interface Deviation {
  readonly origin: Origin;
  readonly package: string;
  readonly version: string;
  readonly planned?: string;
}

/**
 * The versions of a commit that the plan on the previous commit does not have, with their origin. A release branch
 * that is merged back, or squashed, brings versions that were made elsewhere.
 */
export async function deviationsOf(
  { releases, planner }: Report,
  { changes }: Facts,
  commit: VersionCommit,
  tags: readonly Tag[],
  folders: Folders,
): Promise<readonly Deviation[]> {
  if (changes?.kind !== "versions") return [];
  const planned = new Map(changes.planned.map(({ name, to }) => [name, to]));
  const written = releases.filter((one) => one.written && planned.get(one.name) !== one.to);
  if (written.length === 0) return [];
  const elsewhere = await madeElsewhere(written, commit, tags, folders);
  const own = planner.patched === true ? "patched-planner" : "hand-edited";
  return written.map(({ name, to }) => {
    const plan = planned.get(name);
    return {
      origin: elsewhere.has(name) ? "merged-back" : own,
      package: name,
      version: to,
      ...(plan === undefined ? {} : { planned: plan }),
    };
  });
}

/** The packages whose version a merged commit has, a tag had before, or a changelog shows to be one of several. */
async function madeElsewhere(
  releases: readonly ReportedRelease[],
  { time, merges, difference }: VersionCommit,
  tags: readonly Tag[],
  { blobs, repository }: Folders,
): Promise<ReadonlySet<string>> {
  const tagged = new Set(tags.filter((one) => one.time < time).map(({ tag }) => tag));
  const files = new Map(difference.files.map((file) => [file.path, file]));
  const found = await Promise.all(
    releases.map(async ({ name, dir, to }) => {
      if (tagged.has(`${name}@${to}`)) return true;
      const at = (file: string): string => (dir === "." ? file : `${dir}/${file}`);
      // Without a working tree, no path is relative.
      const prefix = typeof repository === "string" ? "./" : repository.prefix;
      const manifest = `${prefix}${at("package.json")}`;
      const manifests = await blobs(merges.map((merged) => `${merged}:${manifest}`));
      if (manifests.some((content) => versionIn(content) === to)) return true;
      const { before, after } = files.get(at("CHANGELOG.md")) ?? {};
      if (after === undefined) return false;
      const [now, old] = await blobs(before === undefined ? [after] : [after, before]);
      const known = releasesIn(old);
      return [...releasesIn(now)].filter((heading) => !known.has(heading)).length > 1;
    }),
  );
  return new Set(releases.filter((_, i) => found[i]).map(({ name }) => name));
}

function versionIn(content: Buffer | undefined): unknown {
  try {
    return (JSON.parse(String(content)) as { version?: unknown } | null)?.version;
  } catch {
    return undefined;
  }
}

/** The headings of releases in a changelog, as both planners write them. */
const releasesIn = (content: Buffer | undefined): ReadonlySet<string> =>
  new Set(String(content ?? "").match(/^## \[?\d+\.\d+\.\d+.*$/gm));

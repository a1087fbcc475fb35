import { say, type Facts, type Sentence } from "@release-policy/core";
import { discover } from "./adapters/discover.ts";
import { edgesOf } from "./adapters/manifest.ts";
import type { Choice } from "./adapters/planner-choice.ts";
import { publishedRange } from "./adapters/published-range.ts";
import { readWorkspaceFile } from "./adapters/workspace-file.ts";

/**
 * Where the manifests on disk say something else than what was judged, one sentence a package: versions of all, and the
 * ranges that the released ones will publish. Data is compared, never text: a formatter may have been there.
 */
export async function differencesOf(
  root: string,
  { packages, releases }: Facts,
  choice: Choice,
): Promise<readonly Sentence[]> {
  const settings = readWorkspaceFile(root);
  const found = await discover(root, choice.id, settings);
  const byDir = new Map(found.packages.map((pkg) => [pkg.relativeDir, pkg.manifest]));
  const byName = new Map(found.packages.map(({ manifest }) => [manifest.name ?? "", manifest]));
  const released = new Map(releases.map((release) => [release.dir, release]));
  return packages.flatMap(({ name, dir, version }) => {
    const manifest = byDir.get(dir);
    if (!manifest) return [say`${name} is gone from ${dir}`];
    const release = released.get(dir);
    const judged = release?.to ?? version;
    const wrong: Sentence[] = [];
    if (manifest.version !== judged) {
      wrong.push(
        say`is ${manifest.version ?? "without a version"}, and ${judged ?? "none"} was judged`,
      );
    }
    const edges = edgesOf(manifest, byName);
    for (const { on, field, after } of release?.ranges ?? []) {
      const spec = edges.find((edge) => edge.name === on && edge.field === field)?.spec;
      const target = byName.get(on)?.version;
      const range =
        spec === undefined ? undefined : publishedRange(on, spec, target, settings?.catalogs ?? {});
      if (range !== after) {
        wrong.push(say`asks for ${on} ${range ?? "nowhere"}, and ${after} was judged`);
      }
    }
    return wrong.length === 0
      ? []
      : [wrong.flatMap((part, i) => [...(i === 0 ? say`${name} ` : ["; "]), ...part])];
  });
}

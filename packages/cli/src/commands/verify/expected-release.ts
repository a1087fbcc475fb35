import { type Package, type View, demandOn, distTagFor } from "@release-policy/core";
import prerelease from "semver/functions/prerelease.js";
import { SIZE_LIMITS, readText } from "../../files/files.ts";
import type { TaggedRelease } from "../../git/tags.ts";
import { textsOf } from "../../workspace/manifest.ts";
import type { ExpectedRelease } from "./registry-findings.ts";

/** The release that the version of a package means, with what the workspace says of it. */
export function expectedRelease(
  root: string,
  pkg: Package & { readonly version: string },
  publishConfig: unknown,
  view: View,
  history: readonly TaggedRelease[] | undefined,
): ExpectedRelease {
  const { name, dir, version } = pkg;
  const own = history?.filter((one) => one.package === name) ?? [];
  const tag = own.find((one) => one.version === version)?.tag;
  const evidence = tag === undefined ? changelogWith(root, dir, version) : `tag ${tag}`;
  const isPrerelease = prerelease(version) !== null;
  const demand = demandOn(view, name);
  const policyTag = demand && ((one: string) => distTagFor(demand.rule, one));
  const { pre } = view;
  const distTag = policyTag
    ? policyTag(version)
    : (textsOf(publishConfig)["tag"] ??
      (isPrerelease ? (pre?.mode === "pre" ? pre.tag : undefined) : "latest"));
  return {
    name,
    dir,
    version,
    ...(evidence === undefined ? {} : { evidence }),
    ...(distTag === undefined ? {} : { distTag }),
    ...(policyTag ? { policyTag } : {}),
    gitTags: own.map((one) => one.version),
  };
}

/** The changelog of a package, if it has a heading for a version. */
function changelogWith(root: string, dir: string, version: string): string | undefined {
  const path = dir === "." ? "CHANGELOG.md" : `${dir}/CHANGELOG.md`;
  const text = readText(root, path, SIZE_LIMITS.manifest) ?? "";
  const headings = text.split("\n").filter((line) => /^#{1,4} /.test(line));
  const words = headings.flatMap((line) => line.split(/[\s[\]()@v]+/));
  return words.includes(version) ? path : undefined;
}

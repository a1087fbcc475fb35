import parse from "semver/functions/parse.js";
import { prereleaseOf } from "../versions/bump.ts";
import type { DistTagRule } from "./policy.ts";

/**
 * The dist-tag that a version must be published under. Of a single dist-tag `latest`, and of one with `{prerelease}`, each
 * kind of release that it cannot mean gets the other. Undefined for a prerelease without an identifier (`1.0.0-0`) where
 * the identifier is asked for: then any but `latest` will do.
 */
export function distTagFor(rule: DistTagRule, version: string): string | undefined {
  const id = prereleaseOf(version);
  const tag = id === undefined ? stableTag(rule) : prereleaseTag(rule);
  if (tag.includes(PRERELEASE) && /^\d*$/.test(id ?? "")) return undefined;
  const { major = 0, minor = 0 } = parse(version) ?? {};
  return tag
    .replace(PRERELEASE, id ?? "")
    .replaceAll("{major}", String(major))
    .replaceAll("{minor}", String(minor));
}

const PRERELEASE = "{prerelease}";

function prereleaseTag(rule: DistTagRule): string {
  if (typeof rule === "string") return rule === "latest" ? PRERELEASE : rule;
  return rule.prereleases ?? PRERELEASE;
}

function stableTag(rule: DistTagRule): string {
  if (typeof rule === "string") return rule.includes(PRERELEASE) ? "latest" : rule;
  return rule.stable ?? "latest";
}

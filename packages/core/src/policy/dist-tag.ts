import parse from "semver/functions/parse.js";
import { prereleaseOf } from "../versions/bump.ts";
import type { DistTagRule } from "./policy.ts";

/**
 * The required dist-tag of a version. `latest` on its own, or one with `{prerelease}`, only applies to the matching
 * kind of release; the other kind gets its default. Undefined for a prerelease without an identifier (`1.0.0-0`) if
 * the identifier is required: then any dist-tag but `latest` is allowed.
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

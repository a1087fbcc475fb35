import parse from "semver/functions/parse.js";
import type { Train } from "./policy/policy.ts";
import { isInside, rangeOf } from "./policy/shape.ts";

/**
 * The version, or the shape of versions, that a member has while the leader is at the given version; undefined
 * where the train's table has no entry. Offset as in Dagster: library 0.(core minor + 16).(core patch),
 * prerelease carried; table as in OpenTelemetry.
 */
export function expectedOf(version: Train["version"], leader: string): string | undefined {
  if (version === "same") return leader;
  if ("table" in version) {
    return Object.entries(version.table).find(([shape]) => isInside(leader, rangeOf(shape)!))?.[1];
  }
  const core = parse(leader);
  if (!core) return undefined;
  const prerelease = core.prerelease.length > 0 ? `-${core.prerelease.join(".")}` : "";
  return `0.${core.minor + version.minorOffset}.${core.patch}${prerelease}`;
}

export const fits = (version: Train["version"], expected: string, actual: string): boolean =>
  typeof version === "object" && "table" in version
    ? isInside(actual, rangeOf(expected)!)
    : actual === expected;

import gtr from "semver/ranges/gtr.js";
import ltr from "semver/ranges/ltr.js";
import minVersion from "semver/ranges/min-version.js";
import satisfies from "semver/functions/satisfies.js";
import valid from "semver/functions/valid.js";
import validRange from "semver/ranges/valid.js";

const WILDCARD_SHAPE = /^v?(\d+|[xyz])(\.(\d+|[xyz])){0,2}$/i;

/** The shape of a track's versions as a semver range: `0.y.z` is `0.x.x`. Null where it is neither a shape nor a range. */
export function rangeOf(shape: string): string | null {
  const range = WILDCARD_SHAPE.test(shape) ? shape.replaceAll(/[xyz]/gi, "x") : shape;
  return range.trim() === "" ? null : validRange(range) && range;
}

/** Prereleases count as versions of the line they lead to: 1.0.0-beta.0 is inside `1.x`, not inside `0.x`. */
export const isInside = (version: string, range: string): boolean =>
  satisfies(version, range, { includePrerelease: true });

/** What is no version is neither below nor above: `invalid-version` tells of it. */
export const isBelow = (version: string, range: string): boolean =>
  valid(version) !== null &&
  ltr(version, range, { includePrerelease: true }) &&
  !isInside(version, range);

export const isAbove = (version: string, range: string): boolean =>
  valid(version) !== null &&
  gtr(version, range, { includePrerelease: true }) &&
  !isInside(version, range);

/** The first version inside the range, where graduation lands. */
export const firstInside = (range: string): string => minVersion(range)?.version ?? range;

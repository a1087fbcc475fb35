import gtr from "semver/ranges/gtr.js";
import ltr from "semver/ranges/ltr.js";
import minVersion from "semver/ranges/min-version.js";
import satisfies from "semver/functions/satisfies.js";
import parse from "semver/functions/parse.js";
import validRange from "semver/ranges/valid.js";

const WILDCARD_SHAPE = /^v?(\d+|[xyz])(\.(\d+|[xyz])){0,2}$/i;

/** The shape of a track's versions as a semver range: `0.y.z` is `0.x.x`. Null where it is neither a shape nor a range. */
export function rangeOf(shape: string): string | null {
  const range = WILDCARD_SHAPE.test(shape) ? shape.replaceAll(/[xyz]/gi, "x") : shape;
  return range.trim() === "" ? null : validRange(range) && range;
}

/**
 * Prereleases count as versions of the line they lead to: 1.0.0-beta.0 is inside `1.x` and `^1.0.0`, not inside `0.x`
 * or `<1.0.0`. A range that names a prerelease means that one.
 */
export const isInside = (version: string, range: string): boolean =>
  satisfies(version, range) || satisfies(stable(version), range);

/** What is no version is neither below nor above: `invalid-version` tells of it. */
export const isBelow = (version: string, range: string): boolean =>
  parse(version) !== null && ltr(stable(version), range) && !isInside(version, range);

export const isAbove = (version: string, range: string): boolean =>
  parse(version) !== null && gtr(stable(version), range) && !isInside(version, range);

/** 1.0.0 of 1.0.0-beta.0. */
function stable(version: string): string {
  const { major, minor, patch } = parse(version) ?? {};
  return major === undefined ? version : `${major}.${minor}.${patch}`;
}

/** The first version inside the range, where graduation lands. */
export const firstInside = (range: string): string => minVersion(range)?.version ?? range;

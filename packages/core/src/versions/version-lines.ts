import coerce from "semver/functions/coerce.js";
import compare from "semver/functions/compare.js";
import parse from "semver/functions/parse.js";

/**
 * A version as people announce it: `1.11` and `v2` are 1.11.0 and 2.0.0. Undefined if there is none, such as in
 * `within 1.x`.
 */
export function versionOf(text: string): string | undefined {
  const exact = parse(text);
  if (exact) return exact.version;
  return /^v?\d{1,9}(?:\.\d{1,9})?$/.test(text) ? coerce(text)?.version : undefined;
}

/** Whether a version is lower than another; false if one of them is invalid. */
export function isBefore(version: string, other: string): boolean {
  const [a, b] = [versionOf(version), versionOf(other)];
  return a !== undefined && b !== undefined && compare(a, b) < 0;
}

/** The release of a prerelease: 2.0.0 for 2.0.0-beta.1. */
export function stableVersion(version: string): string {
  const known = versionOf(version);
  return known === undefined ? version : known.replace(/[-+].*$/, "");
}

/**
 * The number of release lines between two versions. A line is what a caret spans, so from 1.4 to 2.0, from 0.8.5 to
 * 0.9.0 and from 0.0.3 to 0.0.4 is one; 0 if the second is not above the first.
 */
export function linesBetween(from: string, to: string): number {
  const [a, b] = [parse(versionOf(from)), parse(versionOf(to))];
  if (!a || !b) return 0;
  const steps = [b.major - a.major, b.minor - a.minor, b.patch - a.patch];
  const end = a.major > 0 || steps[0] !== 0 ? 0 : a.minor > 0 || steps[1] !== 0 ? 1 : 2;
  return Math.max(0, steps[end]!);
}

/** The first version a given number of lines after another: 2.0.0 after 1.4.0, 0.9.0 after 0.8.5. */
export function versionAfter(version: string, lines: number): string {
  const known = parse(versionOf(version));
  if (!known) return version;
  const { major, minor, patch } = known;
  if (major > 0) return `${major + lines}.0.0`;
  return minor > 0 ? `0.${minor + lines}.0` : `0.0.${patch + lines}`;
}

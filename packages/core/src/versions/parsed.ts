import type { SemVer } from "semver";
import gte from "semver/functions/gte.js";
import semverParse from "semver/functions/parse.js";
import semverSatisfies from "semver/functions/satisfies.js";
import minVersion from "semver/ranges/min-version.js";

/** How many texts are remembered, and up to which length. */
interface Memory {
  readonly most: number;
  readonly longest: number;
}

/** A workspace has a thousand packages, but few versions and fewer ranges. */
const VERSIONS: Memory = { most: 10_000, longest: 256 };

/** Neighbouring commits have the same few settings, and the same many changesets, which are short. */
export const WHOLE_FILES: Memory = { most: 8, longest: Infinity };
export const SHORT_FILES: Memory = { most: 4000, longest: 2000 };

/** The function, with its answers remembered. It must be pure, and nothing may change what it returns. */
export function remembered<T>(
  answer: (text: string) => T,
  { most, longest }: Memory = VERSIONS,
): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    if (text.length > longest) return answer(text);
    if (known.size >= most) known.clear();
    const made = answer(text);
    known.set(text, made);
    return made;
  };
}

/** The parts of a version; null if it is invalid, such as a number in a manifest. */
export const parse = (version: string): Readonly<SemVer> | null =>
  isText(version) ? parseText(version) : null;

const parseText = remembered<Readonly<SemVer> | null>((version) => semverParse(version));

const isText = (value: unknown): value is string => typeof value === "string";

export const isVersion = (text: string): boolean => parse(text) !== null;

/** As `satisfies` of semver. */
export const satisfies = (version: string, range: string): boolean =>
  !isText(version) || version.includes("\n")
    ? semverSatisfies(version, range)
    : satisfiesPair(`${version}\n${range}`);

const satisfiesPair = remembered((pair) => {
  const end = pair.indexOf("\n");
  return semverSatisfies(pair.slice(0, end), pair.slice(end + 1));
});

/**
 * A range below the version may be an old one of this package, and one ahead of it within its release line was written
 * too early. Any other never meant it.
 */
export function mayHaveSatisfied(version: string | undefined, range: string): boolean {
  if (version === undefined) return false;
  const [now, lowest] = [parse(version), minVersion(range)];
  // The lowest version of a range ignores its prereleases.
  if (!now || !lowest || semverSatisfies(version, range, { includePrerelease: true })) return true;
  const isSameLine = now.major === lowest.major && (now.major > 0 || now.minor === lowest.minor);
  return isSameLine || gte(version, lowest);
}

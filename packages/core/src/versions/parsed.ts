import type { SemVer } from "semver";
import semverParse from "semver/functions/parse.js";
import semverSatisfies from "semver/functions/satisfies.js";

/** A workspace has a thousand packages, but few versions and fewer ranges. */
const MOST_KNOWN = 10_000;
const LONGEST = 256;

/** The function, with its answers remembered. It must be pure, and nothing may change what it returns. */
function remembered<T>(answer: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    if (text.length > LONGEST) return answer(text);
    if (known.size >= MOST_KNOWN) known.clear();
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

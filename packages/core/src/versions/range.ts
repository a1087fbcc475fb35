import Range from "semver/classes/range.js";
import compare from "semver/functions/compare.js";
import minVersion from "semver/ranges/min-version.js";
import subset from "semver/ranges/subset.js";

/**
 * In increasing order: `hole` if a line loses versions between others, as when a broken one is excluded; `floor` if
 * it loses its lowest ones; `line` if it loses its newest ones, or all.
 */
const LOSSES = ["none", "hole", "floor", "line"] as const;
export type Loss = (typeof LOSSES)[number];

/**
 * What users of the old range lose with the new one. A line is what a caret spans: 1.x, 0.3.x. So `^1.0.0 || ^2.0.0`
 * to `^1.3.0` loses the line 2, and `^1.2.0` to `^1.3.0` only a floor. Throws if one is not a range.
 */
export function lossOf(before: string, after: string): Loss {
  if (before === after) return "none";
  const touched = armsOf(before).filter((arm) => !isCovered(arm, after));
  const losses = [...linesOf(before, after)].map((line) => lossIn(line, touched, after));
  const loss = LOSSES.findLast((one) => losses.includes(one))!;
  return loss === "line" && keepsStable(before, after) ? "hole" : loss;
}

/** Every stable version of the old range is in the new one, so users on a release of the line stay in range. */
const keepsStable = (before: string, after: string): boolean =>
  armsOf(before).every((arm) => isStableCovered(arm, after));

function isStableCovered(arm: string, range: string): boolean {
  const stable = arm
    .split(" ")
    .map((comparator) => comparator.replace(/^(>=?|<=?)?(\d+\.\d+\.\d+)-[\w.-]+$/, stableBound))
    .join(" ");
  return stable.includes("none") || lowestOf(stable) === undefined || isCovered(stable, range);
}

/** The stable versions above 1.0.0-rc begin at 1.0.0, those below it end before. */
const stableBound = (_: string, operator: string | undefined, version: string): string =>
  operator === undefined || operator === ""
    ? "none"
    : `${operator[0] === ">" ? ">=" : "<"}${version}${operator[0] === "<" ? "-0" : ""}`;

/** What they lose of one line, which is given as a range. */
export const lossWithin = (line: string, before: string, after: string): Loss =>
  lossIn(line, armsOf(before), after);

function lossIn(line: string, arms: readonly string[], after: string): Loss {
  const had = armsWithin(line, arms);
  if (isKept(had, after)) return "none";
  const starts = lowestFirst(armsWithin(line, armsOf(after)));
  const [first] = starts;
  if (first === undefined) return "line";
  if (isKept(from(first, had), after)) return "floor";
  const newest = from(starts.at(-1)!, had);
  if (newest.length === 0 || !isKept(newest, after)) return "line";
  return isCovered(lowestFirst(had)[0]!, after) ? "hole" : "floor";
}

const isKept = (arms: readonly string[], range: string): boolean =>
  arms.every((arm) => isCovered(arm, range));

/** What the arms have from a version on. */
const from = (version: string, arms: readonly string[]): string[] =>
  arms.map((arm) => `${arm} >=${version}`).filter((arm) => lowestOf(arm));

const lowestFirst = (arms: readonly string[]): string[] =>
  arms.map((arm) => lowestOf(arm)!).toSorted(compare);

/** semver reads `>=0.0.0` as nothing, and then finds `<0.0.1-0` in no `*`. */
const isCovered = (arm: string, range: string): boolean =>
  armsOf(range).includes("") || subset(arm, range);

/** The alternatives of a range. */
const armsOf = (range: string): string[] =>
  new Range(range).set.map((comparators) => comparators.map(({ value }) => value).join(" "));

/** As far as they lie in the line. */
const armsWithin = (line: string, arms: readonly string[]): string[] =>
  arms.map((arm) => `${arm} ${line}`.trim()).filter((arm) => lowestOf(arm));

const lowestOf = (arm: string): string | undefined => minVersion(arm)?.version;

/**
 * The lines in which the two ranges can differ: those of the versions that they name, and the next ones. In
 * between, a line is whole in a range or not in it at all.
 */
function linesOf(...ranges: readonly string[]): ReadonlySet<string> {
  const lines = new Set([
    releaseLineRange([0, 0, 0]),
    releaseLineRange([0, 1]),
    releaseLineRange([1]),
  ]);
  for (const [named] of ranges.join(" ").matchAll(/\d+(?:\.\d+){0,2}(?:-[\w.-]+)?/g)) {
    const [major = 0, minor = 0, patch = 0] = named.split("-")[0]!.split(".").map(Number);
    const own = major > 0 ? [major] : minor > 0 ? [0, minor] : [0, 0, patch];
    if (named.includes("-")) lines.add(releaseLineRange(own, named));
    for (const step of [-1, 0, 1]) {
      const near = Math.min(LARGEST, Math.max(0, own.at(-1)! + step));
      lines.add(releaseLineRange([...own.slice(0, -1), near]));
    }
  }
  return lines;
}

/** semver supports no larger number. */
const LARGEST = Number.MAX_SAFE_INTEGER;

/** The line 1.x, 0.3.x or 0.0.2 as a range; starting at a prerelease if given. */
export function releaseLineRange(numbers: readonly number[], start = full(numbers)): string {
  const last = numbers.at(-1)!;
  if (last === LARGEST) return `>=${start}`;
  return `>=${start} <${full([...numbers.slice(0, -1), last + 1])}-0`;
}

const full = (numbers: readonly number[]): string => [...numbers, 0, 0].slice(0, 3).join(".");

import Range from "semver/classes/range.js";
import lt from "semver/functions/lt.js";
import minVersion from "semver/ranges/min-version.js";
import subset from "semver/ranges/subset.js";

/** `floor` where only the lowest versions of a line are lost, `line` where more is: a whole line, or its newest versions. */
export type Loss = "none" | "floor" | "line";

/**
 * What users of the old range lose with the new one. A line is what a caret spans: 1.x, 0.3.x. So `^1.0.0 || ^2.0.0`
 * to `^1.3.0` loses the line 2, and `^1.2.0` to `^1.3.0` only a floor.
 */
export function lossOf(before: string, after: string): Loss {
  if (before === after) return "none";
  const touched = armsOf(before).filter((arm) => !isCovered(arm, after));
  const losses = [...linesOf(before, after)].map((line) => lossIn(line, touched, after));
  if (losses.includes("line")) return "line";
  return losses.includes("floor") ? "floor" : "none";
}

function lossIn(line: string, arms: readonly string[], after: string): Loss {
  const had = within(line, arms);
  if (had.every((arm) => isCovered(arm, after))) return "none";
  const floor = within(line, armsOf(after))
    .map((arm) => lowestOf(arm)!)
    .reduce<string | undefined>((low, one) => (low && lt(low, one) ? low : one), undefined);
  if (floor === undefined) return "line";
  const above = had.map((arm) => `${arm} >=${floor}`).filter((arm) => lowestOf(arm));
  return above.every((arm) => isCovered(arm, after)) ? "floor" : "line";
}

/** semver reads `>=0.0.0` as nothing, and then finds `<0.0.1-0` in no `*`. */
const isCovered = (arm: string, range: string): boolean =>
  armsOf(range).includes("") || subset(arm, range);

/** The alternatives of a range. */
const armsOf = (range: string): string[] =>
  new Range(range).set.map((comparators) => comparators.map(({ value }) => value).join(" "));

/** As far as they lie in the line. */
const within = (line: string, arms: readonly string[]): string[] =>
  arms.map((arm) => `${arm} ${line}`.trim()).filter((arm) => lowestOf(arm));

const lowestOf = (arm: string): string | undefined => minVersion(arm)?.version;

/**
 * The lines in which the two ranges can differ: those of the versions that they name, and the next ones. In
 * between, a line is whole in a range or not in it at all.
 */
function linesOf(...ranges: readonly string[]): ReadonlySet<string> {
  const lines = new Set([lineOf([0, 0, 0]), lineOf([0, 1]), lineOf([1])]);
  for (const [named] of ranges.join(" ").matchAll(/\d+(?:\.\d+){0,2}(?:-[\w.-]+)?/g)) {
    const [major = 0, minor = 0, patch = 0] = named.split("-")[0]!.split(".").map(Number);
    const own = major > 0 ? [major] : minor > 0 ? [0, minor] : [0, 0, patch];
    if (named.includes("-")) lines.add(lineOf(own, named));
    for (const step of [-1, 0, 1]) {
      const near = [...own.slice(0, -1), own.at(-1)! + step];
      if (near.at(-1)! >= 0) lines.add(lineOf(near));
    }
  }
  return lines;
}

/** 1.x, 0.3.x or 0.0.2; from a prerelease on where a range names one. */
function lineOf(numbers: readonly number[], from = full(numbers)): string {
  const last = numbers.at(-1)!;
  // semver knows no greater number.
  if (last >= Number.MAX_SAFE_INTEGER) return `>=${from}`;
  return `>=${from} <${full([...numbers.slice(0, -1), last + 1])}-0`;
}

const full = (numbers: readonly number[]): string => [...numbers, 0, 0].slice(0, 3).join(".");

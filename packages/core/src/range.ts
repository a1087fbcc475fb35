import Range from "semver/classes/range.js";
import intersects from "semver/ranges/intersects.js";
import minVersion from "semver/ranges/min-version.js";
import subset from "semver/ranges/subset.js";

const PRERELEASES = { includePrerelease: true };

/** `line` where a whole compatibility line is lost, `floor` where only the lowest versions of a line are, `none` where nothing is. */
export type Loss = "none" | "floor" | "line";

/**
 * What users of the old range lose with the new one. A line is what a caret spans: 1.x, 0.3.x. So `^1.0.0 || ^2.0.0`
 * to `^1.3.0` loses the line 2, and `^1.2.0` to `^1.3.0` only a floor.
 */
export function lossOf(before: string, after: string): Loss {
  if (subset(before, after, PRERELEASES)) return "none";
  const keptLines = new Range(before, PRERELEASES).set.every((comparators) => {
    const arm = comparators.map((comparator) => comparator.value).join(" ") || "*";
    const lowest = minVersion(arm)?.version;
    return (
      subset(arm, after, PRERELEASES) ||
      (lowest !== undefined && intersects(`^${lowest}`, after, PRERELEASES))
    );
  });
  return keptLines ? "floor" : "line";
}

import parse from "semver/functions/parse.js";
import inc from "semver/functions/inc.js";
import { leavesZero, type Bump } from "./bump.ts";
import type { Release } from "./facts.ts";
import type { Track } from "./policy/policy.ts";
import { isBelow, isInside } from "./policy/shape.ts";

/**
 * A package whose version is below its track's is on its way in: it needs no other mark, and its only legal
 * next release is the one that lands inside (0.16.3 on `1.x`: a major, to 1.0.0).
 */
export const isOnItsWay = (version: string, track: Track): boolean =>
  track.versions !== undefined && isBelow(version, track.versions.range);

/** The release lands inside the track that the package was on its way to. */
export const graduates = ({ from, to }: Release, track: Track): boolean =>
  isOnItsWay(from, track) && isInside(to, track.versions!.range);

/** The numbers of the track's versions are a year and a quarter, and say nothing of what is compatible. */
export const isCalver = (track: Track | undefined): boolean => typeof track?.scheme === "object";

/** From 0.y.z to 1.0.0 or above, and no track says that it should. A year is no promise of stability. */
export const isAccident = (release: Release, track: Track | undefined): boolean =>
  leavesZero(release.from, release.to) && !isCalver(track) && !(track && graduates(release, track));

/** The smallest bump that lands inside the track, undefined where none does. */
export const bumpInto = (version: string, track: Track): Bump | undefined =>
  (["patch", "minor", "major"] as const).find((bump) => {
    const next = inc(version, bump);
    return next !== null && track.versions !== undefined && isInside(next, track.versions.range);
  });

/**
 * The smallest bump that may carry a breaking change: the track's, else the leftmost digit that is not zero. A calendar
 * has no such digit: any bump may.
 */
export function breakingBump(version: string, track: Track | undefined): Bump {
  if (track?.breaking) return track.breaking;
  if (isCalver(track)) return "patch";
  const { major = 1, minor = 0 } = parse(version) ?? {};
  if (major > 0) return "major";
  return minor === 0 ? "patch" : "minor";
}

import inc from "semver/functions/inc.js";
import gtr from "semver/ranges/gtr.js";
import ltr from "semver/ranges/ltr.js";
import minVersion from "semver/ranges/min-version.js";
import validRange from "semver/ranges/valid.js";
import type { Package, Release } from "../facts/facts.ts";
import { type Bump, leavesZero } from "../versions/bump.ts";
import { parse, satisfies } from "../versions/parsed.ts";
import type { Policy, Track } from "./policy.ts";
import { selects } from "./selector.ts";

const WILDCARD_SHAPE = /^v?(\d+|[xyz])(\.(\d+|[xyz])){0,2}$/i;

/** The shape of a track's versions as a semver range: `0.y.z` is `0.x.x`. Null if it is neither a shape nor a range. */
export function rangeOf(shape: string): string | null {
  const range = WILDCARD_SHAPE.test(shape) ? shape.replaceAll(/[xyz]/gi, "x") : shape;
  return range.trim() === "" ? null : validRange(range) && range;
}

/**
 * Prereleases count as versions of their release line: 1.0.0-beta.0 is inside `1.x` and `^1.0.0`, not inside `0.x` or
 * `<1.0.0`. A range that names a prerelease means that one.
 */
export const isInside = (version: string, range: string): boolean =>
  satisfies(version, range) || satisfies(stable(version), range);

/** An invalid version is neither below nor above: `invalid-version` reports it. */
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

/**
 * A package whose version is below its track's is on its way in: it needs no other mark, and its only legal
 * next release is the one that lands inside (0.16.3 on `1.x`: a major, to 1.0.0).
 */
export const isGraduating = (version: string, track: Track): boolean =>
  track.versions !== undefined && isBelow(version, track.versions.range);

/** The release lands inside the track that the package was on its way to. */
export const graduates = ({ from, to }: Release, track: Track): boolean =>
  isGraduating(from, track) && isInside(to, track.versions!.range);

/** The numbers of the track's versions are a year and a quarter, and say nothing of what is compatible. */
export const isCalver = (track: Track | undefined): boolean => typeof track?.scheme === "object";

/** From 0.y.z to 1.0.0 or above, and no track says that it should. A year is not a promise of stability. */
export const isAccident = (release: Release, track: Track | undefined): boolean =>
  leavesZero(release.from, release.to) && !isCalver(track) && !(track && graduates(release, track));

/** The smallest bump that reaches the track, if there is one. */
export const bumpInto = (version: string, track: Track): Bump | undefined =>
  (["patch", "minor", "major"] as const).find((bump) => {
    const next = inc(version, bump);
    return next !== null && track.versions !== undefined && isInside(next, track.versions.range);
  });

/** Whether a bump results in a version inside the track. */
export function staysInside(from: string, bump: Bump, { versions }: Track): boolean {
  const next = bump === "none" ? from : inc(from, bump);
  return !versions || (next !== null && isInside(next, versions.range));
}

/**
 * The smallest bump that allows a breaking change: the track's, or by default the leftmost digit that is not zero. In
 * calver, any bump does.
 */
export function breakingBump(version: string, track: Track | undefined): Bump {
  if (track?.breaking) return track.breaking;
  if (isCalver(track)) return "patch";
  const { major = 1, minor = 0 } = parse(version) ?? {};
  if (major > 0) return "major";
  return minor === 0 ? "patch" : "minor";
}

type Listed = Pick<Package, "name" | "dir" | "private" | "isNew" | "startsOn">;

/** Whether a policy is about a package: not where the planner skips it, or it is private and no track names it. */
export const isJudged = (pkg: Package, tracks: readonly Track[]): boolean =>
  !pkg.skipped && (!pkg.private || tracks.length > 0);

/**
 * Every track that lists the package. More than one is a mistake, which `track-membership` reports. A private package
 * needs no track: only a selector with its exact name puts it on one, not a wildcard. A new package without a
 * selector starts on the track of `newPackages`; one that a change adds, on the track of the change's own policy.
 */
export function tracksOf(policy: Policy, pkg: Listed): readonly Track[] {
  const own = pkg.startsOn && policy.tracks.filter(({ name }) => name === pkg.startsOn);
  if (own && own.length > 0) return own;
  const selecting = tracksSelecting(policy, pkg);
  if (selecting.length > 0 || pkg.private || !pkg.isNew) return selecting;
  return policy.tracks.filter(({ name }) => name === policy.newPackages?.track);
}

/** Neither changes once it is made, and rules, documents and the report all look at the tracks of every package. */
const SELECTING = new WeakMap<Policy, WeakMap<Listed, readonly Track[]>>();

/** Every track whose selectors say that the package is on it. */
export function tracksSelecting(policy: Policy, pkg: Listed): readonly Track[] {
  let known = SELECTING.get(policy);
  if (!known) SELECTING.set(policy, (known = new WeakMap()));
  let tracks = known.get(pkg);
  if (!tracks) {
    tracks = policy.tracks.filter(
      ({ packages }) =>
        selects(packages, pkg) &&
        (!pkg.private || packages.some(({ exact, matches }) => exact && matches(pkg))),
    );
    known.set(pkg, tracks);
  }
  return tracks;
}

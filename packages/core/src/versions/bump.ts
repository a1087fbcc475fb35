import inc from "semver/functions/inc.js";
import { parse } from "./parsed.ts";

/** The bump words of a changeset, from smallest to greatest. */
export const BUMPS = ["none", "patch", "minor", "major"] as const;
export type Bump = (typeof BUMPS)[number];

export const isOver = (bump: Bump, limit: Bump): boolean =>
  BUMPS.indexOf(bump) > BUMPS.indexOf(limit);

/** The largest of the bumps; `none` for an empty list. */
export const greatest = (bumps: readonly Bump[]): Bump =>
  bumps.reduce((most, bump) => (isOver(bump, most) ? bump : most), "none");

/**
 * The bump that a reader of the two version numbers sees, whatever word the planner used for it:
 * 0.3.0 to 1.3.0 is a major. Prerelease identifiers do not count: 1.0.0-beta.1 to 1.0.0 is `none`.
 */
export function distance(from: string, to: string): Bump {
  const [old, next] = [parse(from), parse(to)];
  if (!old || !next) return "none";
  if (old.major !== next.major) return "major";
  if (old.minor !== next.minor) return "minor";
  return old.patch === next.patch ? "none" : "patch";
}

/**
 * The bump for users of the last stable version: the distance, or what the continued prerelease already includes.
 * 2.0.0-beta.3 to 2.0.0-beta.4 is a major.
 */
export function carried(from: string, to: string): Bump {
  const led = parse(from);
  if (!led || led.prerelease.length === 0) return distance(from, to);
  const begun =
    led.patch > 0 ? "patch" : led.minor > 0 ? "minor" : led.major > 0 ? "major" : "patch";
  return greatest([distance(from, to), begun]);
}

/** True where the bump leaves the number as it is: a `major` on 2.0.0-beta.3 still ends at 2.0.0. */
export function isSwallowed(version: string, bump: Bump): boolean {
  if (bump === "none" || !prereleaseOf(version)) return false;
  const next = inc(version, bump);
  return next !== null && distance(version, next) === "none";
}

/** The first prerelease identifier of a version (`beta` of 2.0.0-beta.3), undefined on a stable one. */
export function prereleaseOf(version: string): string | undefined {
  const id = parse(version)?.prerelease[0];
  return id === undefined ? undefined : String(id);
}

/** True for the step from 0.y.z to 1.0.0 or above. */
export const leavesZero = (from: string, to: string): boolean =>
  parse(from)?.major === 0 && (parse(to)?.major ?? 0) >= 1;

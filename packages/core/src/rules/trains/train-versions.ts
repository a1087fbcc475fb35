import parse from "semver/functions/parse.js";
import type { Facts, Package } from "../../facts/facts.ts";
import { type View, versionAfterPlan, viewOf } from "../../judge/view.ts";
import type { Policy, Track, Train } from "../../policy/policy.ts";
import { selects } from "../../policy/selector.ts";
import { isInside, rangeOf } from "../../policy/track.ts";

/** A member of a train, and the version that it should have. */
export interface Place {
  readonly name: string;
  readonly dir: string;
  readonly train: Train;
  /** The leader's version after the plan. */
  readonly leaderVersion: string;
  /** What that results in for the member: a version, or the shape in the train's table, if there is one. */
  readonly expected: string | undefined;
  /** The member's version after the plan. */
  readonly actual: string;
  readonly inPlace: boolean;
}

/**
 * The version that every train member should have after the plan: what a version command can write if no group can
 * express it. Without members and leaders that have no semantic version.
 */
export function trainVersions(facts: Facts, policy: Policy): readonly Place[] {
  const view = viewOf(facts, policy);
  return policy.trains.flatMap((train) => placesIn(view, train));
}

/** The same for one train, for a rule. */
export function placesIn(view: View, train: Train): readonly Place[] {
  const leaderVersion = versionAfterPlan(view, train.leader);
  if (leaderVersion === undefined || !parse(leaderVersion)) return [];
  const isMember = (pkg: Package): boolean =>
    pkg.name !== train.leader && view.isJudged(pkg) && selects(train.members, pkg);
  return view.packages.filter(isMember).flatMap(({ name, dir }) => {
    const actual = versionAfterPlan(view, name);
    if (actual === undefined) return [];
    const expected = expectedOn(view.trackOf(name), train.version, leaderVersion);
    const inPlace = expected !== undefined && fits(train.version, expected, actual);
    return [{ name, dir, train, leaderVersion, expected, actual, inPlace }];
  });
}

/** A graduated member of an offset train has the leader's own number: Dagster requires that of every library from 1.0.0 on. */
function expectedOn(
  track: Track | undefined,
  version: Train["version"],
  leader: string,
): string | undefined {
  const expected = trainVersion(version, leader);
  const range = track?.versions?.range;
  if (expected === undefined || range === undefined || !isOffset(version)) return expected;
  return !isInside(expected, range) && isInside(leader, range) ? leader : expected;
}

const isOffset = (version: Train["version"]): boolean =>
  typeof version === "object" && "minorOffset" in version;

/**
 * The version, or version shape, of a member while the leader is at the given version; undefined if the train's table
 * has no entry. Offset as in Dagster: library 0.(core minor + 16).(core patch), including the prerelease; table as in
 * OpenTelemetry.
 */
export function trainVersion(version: Train["version"], leader: string): string | undefined {
  if (version === "same") return leader;
  if ("table" in version) {
    return Object.entries(version.table).find(([shape]) => isInside(leader, rangeOf(shape)!))?.[1];
  }
  const core = parse(leader);
  if (!core) return undefined;
  const prerelease = core.prerelease.length > 0 ? `-${core.prerelease.join(".")}` : "";
  return `0.${core.minor + version.minorOffset}.${core.patch}${prerelease}`;
}

export const fits = (version: Train["version"], expected: string, actual: string): boolean =>
  typeof version === "object" && "table" in version
    ? isInside(actual, rangeOf(expected)!)
    : actual === expected;

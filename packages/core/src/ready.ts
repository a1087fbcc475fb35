import parse from "semver/functions/parse.js";
import type { Bump } from "./bump.ts";
import type { Package } from "./facts.ts";
import { isBefore, versionOf } from "./line.ts";
import { isBelow, isInside } from "./policy/shape.ts";
import type { Deprecation, Track } from "./policy/policy.ts";
import { say, type Sentence } from "./sentence.ts";
import { bumpInto } from "./standing.ts";

/** The bump that takes a package into a track, `none` where its version is inside already; else what is missing. */
export function standingIn(
  { name, version }: Package,
  track: Track,
): { readonly bump: Bump } | { readonly missing: Sentence } {
  const { versions } = track;
  if (version === undefined || !parse(version))
    return { missing: say`${name} has no version that could graduate` };
  if (!versions)
    return {
      missing: say`track ${track.name} has no ${"versions"}, so that nothing tells it to be more mature: move ${name} by hand`,
    };
  if (isInside(version, versions.range))
    return { bump: parse(version)!.prerelease.length > 0 ? "patch" : "none" };
  if (!isBelow(version, versions.range))
    return {
      missing: say`${name} ${version} is not below ${versions.shape}, the versions of track ${track.name}: that would be no graduation`,
    };
  const bump = bumpInto(version, track);
  return bump
    ? { bump }
    : { missing: say`no bump takes ${name} from ${version} into ${versions.shape}` };
}

/** What a package should have removed by the version that it graduates to. */
export const overdueFor = (
  ledger: readonly Pick<Deprecation, "package" | "api" | "state" | "announcedRemoval">[],
  name: string,
  version: string,
): readonly Sentence[] =>
  ledger.flatMap(({ package: owner, api, state, announcedRemoval: announced }) => {
    if (owner !== name || state !== "active" || announced === undefined) return [];
    if (!versionOf(announced) || isBefore(version, announced)) return [];
    return [
      say`the deprecated ${api} was to be removed by ${announced}: remove it first, or announce another version in ${"policies/deprecations.yaml"}`,
    ];
  });

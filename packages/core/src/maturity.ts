import { isOver, type Bump } from "./bump.ts";
import type { Package } from "./facts.ts";
import { isJudged, tracksOf } from "./policy/membership.ts";
import type { Policy, Track } from "./policy/policy.ts";
import { breakingBump, isOnItsWay } from "./standing.ts";

/** One line of the maturity table. */
export interface MaturityRow {
  readonly package: string;
  readonly version: string;
  readonly track: string;
  /** What the track lets it do, in words. */
  readonly promise: string;
}

/** The maturity of each package that the policy is about, in the order of tracks and names. */
export function maturityOf(packages: readonly Package[], policy: Policy): readonly MaturityRow[] {
  const order = policy.tracks.map(({ name }) => name);
  return packages
    .flatMap((pkg) => {
      const tracks = tracksOf(policy, pkg);
      if (!isJudged(pkg, tracks)) return [];
      const [track] = tracks;
      const { name, version = "none" } = pkg;
      const promise = track ? promiseOf(track, version) : "nothing is promised";
      return [{ package: name, version, track: track?.name ?? "none", promise }];
    })
    .toSorted(
      (a, b) => order.indexOf(a.track) - order.indexOf(b.track) || (a.package < b.package ? -1 : 1),
    );
}

const breakingWith = (least: Bump): string =>
  least === "patch" ? "any release may break" : `breaking changes with a ${least}`;

/** `1.x; patch or minor; no breaking changes; no prereleases` */
function promiseOf(track: Track, version: string): string {
  const { versions, declared, prerelease, scheme } = track;
  const bumps = declared.filter((bump) => bump !== "none");
  const least = breakingBump(version, track);
  const mayBreak = bumps.some((bump) => !isOver(least, bump));
  return [
    ...(versions
      ? [isOnItsWay(version, track) ? `on its way to ${versions.shape}` : versions.shape]
      : []),
    ...(scheme === "semver" ? [] : [`by the calendar, ${scheme.calver}`]),
    bumps.length > 0 ? bumps.join(" or ") : "no releases",
    mayBreak ? breakingWith(least) : "no breaking changes",
    ...(prerelease === "forbidden" ? ["no prereleases"] : []),
    ...(typeof prerelease === "object" ? [`always ${prerelease.required.join(" or ")}`] : []),
  ].join("; ");
}

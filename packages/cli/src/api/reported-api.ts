import {
  type ApiDifference,
  type Bump,
  type Facts,
  type Package,
  type Policy,
  apiBreaks,
  distance,
  isJudged,
  leastApiBump,
  mayChange,
  tracksOf,
} from "@release-policy/core";

/** How the public API of a package differs, next to its planned bump. */
export interface ReportedApi {
  readonly package: string;
  /** What it is compared with: `base`, or the version of the last release. */
  readonly against: string;
  /** The least bump that fits the differences. */
  readonly least: Bump;
  readonly planned: Bump;
  /** Whether something stable breaks, or possibly breaks if that cannot be decided. */
  readonly breaks: "no" | "possibly" | "yes";
  readonly differences: readonly ReportedApiDifference[];
}

export interface ReportedApiDifference extends ApiDifference {
  /** The element may change in any release. */
  readonly unstable: boolean;
}

/** The public APIs that differ, in the order of the packages. */
export const reportedApis = (facts: Facts, policy: Policy): readonly ReportedApi[] =>
  facts.packages.flatMap((pkg) => {
    const { api, version } = pkg;
    const isShown = api && api.differences.length > 0 && isJudged(pkg, tracksOf(policy, pkg));
    return isShown && version !== undefined ? [apiOf(pkg, version, facts, policy)] : [];
  });

function apiOf(pkg: Package, version: string, { releases }: Facts, policy: Policy): ReportedApi {
  const { against = "", differences = [] } = pkg.api ?? {};
  const { proven, possible } = apiBreaks(policy, pkg);
  const release = releases.find(({ name }) => name === pkg.name);
  return {
    package: pkg.name,
    against,
    least: leastApiBump(policy, pkg, release?.from ?? version),
    planned: release ? distance(release.from, release.to) : "none",
    breaks: proven.length > 0 ? "yes" : possible.length > 0 ? "possibly" : "no",
    differences: differences.map((one) => ({ ...one, unstable: mayChange(policy, one) })),
  };
}

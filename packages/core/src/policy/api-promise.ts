import type { ApiDifference } from "../facts/api.ts";
import type { Package } from "../facts/facts.ts";
import type { Policy } from "./policy.ts";
import { matchesText } from "./selector.ts";
import { breakingBump, isCalver, tracksOf } from "./track.ts";
import type { Bump } from "../versions/bump.ts";

/** What of the public API of a package a release may only break with a bump that is big enough. */
interface ApiBreaks {
  /** Elements that are gone, or that existing uses no longer fit. */
  readonly proven: readonly ApiDifference[];
  readonly possible: readonly ApiDifference[];
}

const NONE: ApiBreaks = { proven: [], possible: [] };

/**
 * The differences that break a promise: not those of elements that may change, by their tags in the last release or by
 * `api.unstable` of the policy. What is deprecated does not break either.
 */
export function apiBreaks({ api: settings }: Policy, { api }: Pick<Package, "api">): ApiBreaks {
  if (!api) return NONE;
  const { unstable = [] } = settings ?? {};
  const mayChange = ({ stability, entry, path }: ApiDifference) =>
    stability !== "public" ||
    unstable.some((pattern) =>
      pattern.startsWith(".")
        ? matchesText(pattern, entry)
        : path.split(/[.()]+/).some((name) => matchesText(pattern, name)),
    );
  const promised = api.differences.filter((one) => !mayChange(one));
  return {
    proven: promised.filter(({ kind }) => kind === "removed" || kind === "breaking"),
    possible: promised.filter(({ kind }) => kind === "possibly breaking"),
  };
}

/** The smallest bump that a package's track lets a break of its API have; undefined where the policy does not say. */
export function bumpForBreaks(policy: Policy, pkg: Package, version: string): Bump | undefined {
  const [track] = tracksOf(policy, pkg);
  const setting = track?.settings.get("change-bump") ?? policy.settings.get("change-bump");
  const { kinds } = (setting?.options ?? {}) as { readonly kinds?: { breaking?: Bump | "off" } };
  if (setting?.level === "off" || kinds?.breaking === "off") return undefined;
  if (isCalver(track) && !track?.breaking && !kinds?.breaking) return undefined;
  return kinds?.breaking ?? breakingBump(version, track);
}

/** The least bump that the breaks of a package's API ask for. */
export const apiBump = (policy: Policy, pkg: Package, version: string): Bump =>
  (apiBreaks(policy, pkg).proven.length > 0 ? bumpForBreaks(policy, pkg, version) : undefined) ??
  "none";

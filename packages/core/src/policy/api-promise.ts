import type { ApiDifference } from "../facts/api.ts";
import type { Package } from "../facts/facts.ts";
import type { Policy } from "./policy.ts";
import { matchesText } from "./selector.ts";
import { breakingBump, isCalver, tracksOf } from "./track.ts";
import type { Bump } from "../versions/bump.ts";

/** What breaks the promise of a public API: elements that are gone or no longer fit, and those that may not. */
interface ApiBreaks {
  readonly proven: readonly ApiDifference[];
  readonly possible: readonly ApiDifference[];
}

/** Whether an element may change in any release: by its tags in the last one, or by `api.unstable` of the policy. */
export const mayChange = (
  { api }: Policy,
  { stability, entry, path }: Pick<ApiDifference, "stability" | "entry" | "path">,
): boolean =>
  stability !== "public" ||
  (api?.unstable ?? []).some((pattern) =>
    pattern.startsWith(".")
      ? matchesText(pattern, entry)
      : path.split(/[.()]+/).some((name) => matchesText(pattern, name)),
  );

/** The breaks of elements for which the package makes a promise. It makes one for what is deprecated, too. */
export function apiBreaks(policy: Policy, { api }: Pick<Package, "api">): ApiBreaks {
  const promised = (api?.differences ?? []).filter((one) => !mayChange(policy, one));
  return {
    proven: promised.filter(({ kind }) => kind === "removed" || kind === "breaking"),
    possible: promised.filter(({ kind }) => kind === "possibly breaking"),
  };
}

/** Elements that a waiver names, each by itself, after all others together: a waiver allows a finding about its element only. */
export function byWaiver(
  { waivers }: Policy,
  { name }: Pick<Package, "name">,
  differences: readonly ApiDifference[],
): readonly Differences[] {
  const named = new Set(
    waivers.flatMap((waiver) => (waiver.package === name ? (waiver.api ?? []) : [])),
  );
  const [first, ...more] = differences.filter(({ path }) => !named.has(path));
  return [
    ...(first ? [[first, ...more] as const] : []),
    ...differences.filter(({ path }) => named.has(path)).map((one) => [one] as const),
  ];
}

/** The element of differences that a waiver has set apart. */
export const waivedElement = (
  { waivers }: Policy,
  [{ path }]: Differences,
): { readonly api?: string } => (waivers.some(({ api }) => api === path) ? { api: path } : {});

export type Differences = readonly [ApiDifference, ...ApiDifference[]];

/** The smallest bump that a package's track lets a break of its API have; undefined where the policy does not say. */
export function bumpForBreaks(policy: Policy, pkg: Package, version: string): Bump | undefined {
  const [track] = tracksOf(policy, pkg);
  const setting = track?.settings.get("change-bump") ?? policy.settings.get("change-bump");
  const { kinds } = (setting?.options ?? {}) as { readonly kinds?: { breaking?: Bump | "off" } };
  if (setting?.level === "off" || kinds?.breaking === "off") return undefined;
  if (isCalver(track) && !track?.breaking && !kinds?.breaking) return undefined;
  return kinds?.breaking ?? breakingBump(version, track);
}

/** The smallest bump that the breaks of a package's API require. */
export const apiBump = (policy: Policy, pkg: Package, version: string): Bump =>
  (apiBreaks(policy, pkg).proven.length > 0 ? bumpForBreaks(policy, pkg, version) : undefined) ??
  "none";

/** The least bump that fits what changed in a package's API: users expect something new in a minor from 1.0.0 on. */
export function leastApiBump(policy: Policy, pkg: Package, version: string): Bump {
  const breaking = apiBump(policy, pkg, version);
  if (!pkg.api || breaking !== "none") return breaking;
  const isNew = pkg.api.differences.some(({ kind }) => kind === "added" || kind === "deprecated");
  return isNew && !version.startsWith("0.") ? "minor" : "patch";
}

import type { Package } from "../facts.ts";
import type { Policy, Track } from "./policy.ts";
import { selects } from "./selector.ts";

type Listed = Pick<Package, "name" | "dir" | "private">;

/** Whether a policy is about a package: not where the planner skips it, or it is private and no track names it. */
export const isJudged = (pkg: Package, tracks: readonly Track[]): boolean =>
  !pkg.skipped && (!pkg.private || tracks.length > 0);

/**
 * Every track that lists the package. More than one is a mistake, which `package-on-two-tracks` reports. A private
 * package needs no track: only a selector that names it itself puts it on one, not a wildcard.
 */
export const tracksOf = (policy: Policy, pkg: Listed): readonly Track[] =>
  policy.tracks.filter(
    ({ packages }) =>
      selects(packages, pkg) &&
      (!pkg.private || packages.some(({ exact, matches }) => exact && matches(pkg))),
  );

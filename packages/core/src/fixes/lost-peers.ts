import type { PublishedRange, Release } from "../facts/facts.ts";
import type { Location } from "../facts/location.ts";
import { breakingBump } from "../policy/track.ts";
import { type Bump, carried, isOver } from "../versions/bump.ts";
import { type Loss, lossOf } from "../versions/range.ts";
import { placeOf } from "../judge/remedy.ts";
import type { View } from "../judge/view.ts";

/** A peer range that a release makes narrower without a bump that may break. */
export interface LostPeer {
  readonly package: string;
  readonly release: Release;
  readonly at: Location;
  readonly peer: PublishedRange;
  readonly bump: Bump;
  /** The smallest bump that may break on the package's track. */
  readonly breaking: Bump;
  /** Changesets rewrites ranges as configured; pnpm publishes what the workspace range resolves to. */
  readonly rewritten: boolean;
}

/** The peer ranges of the plan that lose that much, in releases whose bump does not say so. */
export function lostPeers(view: View, loss: Loss): LostPeer[] {
  return view.judged.flatMap((release) => {
    const bump = carried(release.from, release.to);
    const breaking = breakingBump(release.from, view.trackOf(release.name));
    if (!isOver(breaking, bump)) return [];
    return release.ranges
      .filter(({ field, on }) => field === "peerDependencies" && !isCollision(release, on))
      .filter(({ before, after }) => lossOf(before, after) === loss)
      .map((peer) => ({
        package: release.name,
        release,
        at: placeOf(view, release),
        peer,
        bump,
        breaking,
        rewritten: view.planner.id !== "pnpm",
      }));
  });
}

/** Of a package that only has the name of the peer: `duplicate-name` says so. */
const isCollision = ({ collisions = [] }: Release, peer: string): boolean =>
  collisions.some(({ on, field }) => on === peer && field === "peerDependencies");

import { carried, isOver, type Bump } from "../bump.ts";
import type { PublishedRange, Release } from "../facts.ts";
import { manifestIn, placeOf } from "../remedy.ts";
import { lossOf } from "../range.ts";
import { defineRule, type Problem } from "../rule.ts";
import { say } from "../sentence.ts";
import { breakingBump } from "../standing.ts";

interface Raised extends Problem {
  readonly release: Release;
  readonly peer: PublishedRange;
  readonly bump: Bump;
  /** Changesets rewrites ranges as it is told; pnpm publishes what the workspace range stands for. */
  readonly rewritten: boolean;
}

export const peerFloor = defineRule<Raised>({
  id: "peer-floor",
  family: "plan",
  summary: "A release that is not breaking does not raise the floor of a peer range.",
  why: "`workspace:^` is published as the peer's newest version: whoever updates this package alone gets a peer conflict until the peer is updated too. It stays within the line, so it is a warning, and off unless a track asks for it.",
  level: "off",
  notWhen: "Leave it off where users are expected to update all packages together.",
  examples: {
    reject: [
      {
        title: "A fix moves the floor from 1.2.0 to 1.3.0",
        packages: {
          "@acme/core": "1.2.0",
          "@acme/react": { version: "2.0.0", peerDependencies: { "@acme/core": "workspace:^" } },
        },
        changesets: { feature: { "@acme/core": "minor" }, fix: { "@acme/react": "patch" } },
        policies: { core: { packages: ["@acme/*"], rules: { "peer-floor": "warn" } } },
      },
    ],
    accept: [
      {
        title: "A wide range that Changesets leaves alone",
        packages: {
          "@acme/core": "1.2.0",
          "@acme/react": { version: "2.0.0", peerDependencies: { "@acme/core": "^1.0.0" } },
        },
        changesets: { feature: { "@acme/core": "minor" }, fix: { "@acme/react": "patch" } },
        config: {
          ___experimentalUnsafeOptions_WILL_CHANGE_IN_PATCH: {
            onlyUpdatePeerDependentsWhenOutOfRange: true,
          },
        },
        policies: { core: { packages: ["@acme/*"], rules: { "peer-floor": "warn" } } },
      },
    ],
  },

  check: (view) =>
    view.judged.flatMap((release) => {
      const bump = carried(release.from, release.to);
      if (!isOver(breakingBump(release.from, view.trackOf(release.name)), bump)) return [];
      return release.ranges
        .filter(
          ({ field, before, after }) =>
            field === "peerDependencies" && lossOf(before, after) === "floor",
        )
        .map((peer) => ({
          package: release.name,
          release,
          at: placeOf(view, release),
          peer,
          bump,
          rewritten: view.planner.id !== "pnpm",
        }));
    }),

  message: ({ release, peer, bump }) =>
    say`${release.name} ${release.to} is a ${bump}, and raises the floor of its peer range on ${peer.on} from ${peer.before} to ${peer.after}`,
  help: ({ release, peer, rewritten }) => {
    const spec = rewritten ? peer.before : `workspace:${peer.before}`;
    const range = say`write a range that stays, such as ${`"${peer.on}": "${spec}"`} in ${manifestIn(release.dir)}`;
    return rewritten ? say`${range}, with ${"onlyUpdatePeerDependentsWhenOutOfRange"}` : range;
  },
});

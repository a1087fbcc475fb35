import { type LostPeer, lostPeers } from "../../judge/lost-peers.ts";
import { manifestIn } from "../../judge/remedy.ts";
import { defineRule } from "../../judge/rule.ts";
import { say } from "../../sentence.ts";

export const peerFloor = defineRule<LostPeer>({
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

  check: (view) => lostPeers(view, "floor"),

  message: ({ release, peer, bump }) =>
    say`${release.name} ${release.to} is a ${bump}, and raises the floor of its peer range on ${peer.on} from ${peer.before} to ${peer.after}`,
  help: ({ release, peer, rewritten }) => {
    const spec = rewritten ? peer.before : `workspace:${peer.before}`;
    const range = say`write a range that stays, such as ${`"${peer.on}": "${spec}"`} in ${manifestIn(release.dir)}`;
    return rewritten ? say`${range}, with ${"onlyUpdatePeerDependentsWhenOutOfRange"}` : range;
  },
});

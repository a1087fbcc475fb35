import { lowerRelease } from "../../fixes/lower-release.ts";
import { announceLostPeer } from "../../fixes/add-package.ts";
import { type LostPeer, lostPeers } from "../../fixes/lost-peers.ts";
import { manifestIn } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { flag, strict } from "../../policy/schema/words.ts";
import { type Sentence, say } from "../../sentence.ts";

interface PeerRangeProblem extends Problem, LostPeer {
  readonly kind: "line" | "floor";
  readonly package: string;
  readonly release: LostPeer["release"];
}

interface Options {
  readonly floor: boolean;
}

export const peerRange = defineRule<PeerRangeProblem, Options>({
  id: "peer-range",
  family: "plan",
  summary: "A release that drops a release line of a peer must have a breaking bump.",
  why: "Changesets 3 and pnpm release dependents of a peer as a patch even when the published range changes from ^1 to ^2, which breaks users of the old peer in a patch. A higher minimum within a release line, as `workspace:^` publishes it, causes a peer conflict until the peer is updated too: the option `floor` covers that case.",
  level: "error",
  looksAt: ["peers"],
  notWhen: "Leave `floor` off if users are expected to update all packages together.",
  fix: { step: "complete", edits: announceLostPeer },
  options: () =>
    strict({
      floor: flag(
        "Whether a higher minimum within the release line requires a breaking bump as well.",
      ),
    }),
  remedies: lowerRelease,
  examples: {
    reject: [
      {
        title: "A major of the peer, a patch for the package",
        packages: {
          "@acme/core": "1.2.0",
          "@acme/react": { version: "2.0.0", peerDependencies: { "@acme/core": "workspace:^" } },
        },
        changesets: { "bold-cats": { "@acme/core": "major" } },
        policies: { core: { packages: ["@acme/*"] } },
      },
      {
        title: "A patch drops one of two supported majors",
        packages: {
          "@acme/core": "1.2.0",
          "@acme/react": {
            version: "2.0.0",
            peerDependencies: { "@acme/core": "^1.0.0 || ^2.0.0" },
          },
        },
        changesets: { feature: { "@acme/core": "minor" }, fix: { "@acme/react": "patch" } },
        policies: { core: { packages: ["@acme/*"] } },
      },
      {
        title: "A fix raises the minimum from 1.2.0 to 1.3.0",
        packages: {
          "@acme/core": "1.2.0",
          "@acme/react": { version: "2.0.0", peerDependencies: { "@acme/core": "workspace:^" } },
        },
        changesets: { feature: { "@acme/core": "minor" }, fix: { "@acme/react": "patch" } },
        policies: {
          core: { packages: ["@acme/*"], rules: { "peer-range": ["warn", { floor: true }] } },
        },
      },
    ],
    accept: [
      {
        title: "The package gets a major as well",
        packages: {
          "@acme/core": "1.2.0",
          "@acme/react": { version: "2.0.0", peerDependencies: { "@acme/core": "workspace:^" } },
        },
        changesets: { "bold-cats": { "@acme/core": "major", "@acme/react": "major" } },
        policies: { core: { packages: ["@acme/*"] } },
      },
      {
        title: "A wide range that Changesets does not change",
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
        policies: {
          core: { packages: ["@acme/*"], rules: { "peer-range": ["warn", { floor: true }] } },
        },
      },
    ],
  },

  check: (view, options) => [
    ...lostPeers(view, "line")
      // No caret range takes the next 0.0.z: no user gets it automatically.
      .filter(({ release }) => !release.from.startsWith("0.0."))
      .map((lost): PeerRangeProblem => {
        const because = view.trackOf(lost.package)?.line("breaking", "versions");
        return { ...lost, kind: "line", ...(because ? { because } : {}) };
      }),
    ...lostPeers(view, "floor")
      .filter(({ package: name }) => options(name).floor)
      .map((lost): PeerRangeProblem => ({ ...lost, kind: "floor" })),
  ],

  message: ({ kind, release, peer, bump, breaking }) => {
    switch (kind) {
      case "line":
        return say`${release.name} ${release.to} would be a ${bump}, but changing its peer range on ${peer.on} from ${peer.before} to ${peer.after} requires a ${breaking}`;
      case "floor":
        return say`${release.name} ${release.to} would be a ${bump}, but raises the minimum of its peer range on ${peer.on} from ${peer.before} to ${peer.after}`;
    }
  },
  help: (problem) => (problem.kind === "line" ? announce(problem) : keepFloor(problem)),
});

const announce = ({ release, peer, breaking, rewritten }: PeerRangeProblem): Sentence =>
  rewritten
    ? say`add a changeset with ${`"${release.name}": ${breaking}`}; if ${peer.before} is intended to stay, write ${`"${peer.on}": "${peer.before} || ${peer.after}"`} in ${manifestIn(release.dir)} and set ${"onlyUpdatePeerDependentsWhenOutOfRange"}`
    : say`add a changeset with ${`"${release.name}": ${breaking}`}`;

function keepFloor({ release, peer, rewritten }: PeerRangeProblem): Sentence {
  const spec = rewritten ? peer.before : `workspace:${peer.before}`;
  const range = say`write a range that keeps the old versions, such as ${`"${peer.on}": "${spec}"`} in ${manifestIn(release.dir)}`;
  return rewritten ? say`${range}, with ${"onlyUpdatePeerDependentsWhenOutOfRange"}` : range;
}

import { announceLostPeer } from "../../fixes/add-package.ts";
import { type LostPeer, lostPeers } from "../../judge/lost-peers.ts";
import { manifestIn } from "../../judge/remedy.ts";
import { defineRule } from "../../judge/rule.ts";
import { say } from "../../sentence.ts";

export const publishedPeerRange = defineRule<LostPeer>({
  id: "published-peer-range",
  family: "plan",
  summary: "A release that drops a line of a peer carries a breaking bump.",
  why: "Changesets 3 and pnpm release a peer's dependents as a patch while the published range moves from ^1 to ^2, and `changeset version` rewrites `^1.0.0 || ^2.0.0` to `^1.3.0` in any patch. Whoever still uses the old peer is broken by a patch.",
  level: "error",
  fix: { step: "complete", edits: announceLostPeer },
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
        title: "A package for two majors loses one in a patch",
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
    ],
    accept: [
      {
        title: "The package takes the major too",
        packages: {
          "@acme/core": "1.2.0",
          "@acme/react": { version: "2.0.0", peerDependencies: { "@acme/core": "workspace:^" } },
        },
        changesets: { "bold-cats": { "@acme/core": "major", "@acme/react": "major" } },
        policies: { core: { packages: ["@acme/*"] } },
      },
    ],
  },

  check: (view) =>
    lostPeers(view, "line")
      // No caret range takes the next 0.0.z: nobody gets it unasked.
      .filter(({ release }) => !release.from.startsWith("0.0."))
      .map((lost) => {
        const because = view.trackOf(lost.package)?.line("breaking", "versions");
        return because ? { ...lost, because } : lost;
      }),

  message: ({ release, peer, bump, breaking }) =>
    say`${release.name} ${release.to} is a ${bump}, and its peer range on ${peer.on} goes from ${peer.before} to ${peer.after}: that breaks users, which takes a ${breaking}`,
  help: ({ release, peer, breaking, rewritten }) =>
    rewritten
      ? say`add a changeset with ${`"${release.name}": ${breaking}`}, or keep the old line in ${manifestIn(release.dir)}: ${`"${peer.on}": "${peer.before} || ${peer.after}"`} with ${"onlyUpdatePeerDependentsWhenOutOfRange"}`
      : say`add a changeset with ${`"${release.name}": ${breaking}`}`,
});

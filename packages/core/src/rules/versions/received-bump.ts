import { lowerRelease } from "../../fixes/lower-release.ts";
import type { Release } from "../../facts/facts.ts";
import { placeOf, remedy } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import type { Track } from "../../policy/policy.ts";
import { graduates, isAccident, isCalver } from "../../policy/track.ts";
import { type Sentence, list, say } from "../../sentence.ts";
import { type Bump, distance, isOver } from "../../versions/bump.ts";

interface ReceivedBumpProblem extends Problem {
  readonly release: Release;
  readonly bump: Bump;
  readonly own: Bump;
  readonly track: string;
  readonly allowed: readonly Bump[];
  readonly remedy: Sentence;
}

export const receivedBump = defineRule<ReceivedBumpProblem>({
  id: "received-bump",
  family: "versions",
  summary:
    "Dependencies, groups and pre mode must only give a package bumps that its track allows.",
  why: "No changeset declares this bump: it comes from a dependency, a group or pre mode. Most unplanned majors are published this way.",
  level: "error",
  comparesPlan: true,
  remedies: lowerRelease,
  resort: ({ package: name = "" }, view) => {
    const [release, track] = [view.releaseOf(name), view.trackOf(name)];
    if (!release || !track) return undefined;
    return say`allow ${givenBump(release, track)} under ${"bumps.received"} of track ${track.name}`;
  },
  examples: {
    reject: [
      {
        title: "A stable package gets a major from a peer under Changesets 2",
        planner: "changesets@2",
        packages: {
          "@acme/core": "1.2.0",
          "@acme/react": { version: "1.0.0", peerDependencies: { "@acme/core": "workspace:^" } },
        },
        changesets: { "new-feature": { "@acme/core": "minor" } },
        policies: { core: { packages: ["@acme/*"], bumps: { received: ["patch"] } } },
      },
      {
        title: "A fixed group gives a package a major",
        packages: { "@acme/core": "1.2.0", "@acme/icons": "1.2.0" },
        changesets: { "bold-cats": { "@acme/core": "major" } },
        config: { fixed: [["@acme/*"]] },
        policies: { core: { packages: ["@acme/*"], bumps: { received: ["patch", "minor"] } } },
      },
    ],
    accept: [
      {
        title: "A patch from a dependency outside its range",
        packages: {
          "@acme/core": "1.2.0",
          "@acme/react": { version: "1.0.0", dependencies: { "@acme/core": "workspace:^" } },
        },
        changesets: { "bold-cats": { "@acme/core": "major" } },
        policies: { core: { packages: ["@acme/*"], bumps: { received: ["patch"] } } },
      },
    ],
  },

  check: (view) =>
    view.judged.flatMap((release) => {
      const track = view.trackOf(release.name);
      const bump = givenBump(release, track);
      const own = view.ownBump(release.name);
      if (!track || !isOver(bump, own) || track.received.includes(bump)) return [];
      if (isAccident(release, track) || graduates(release, track)) return [];
      return [
        {
          package: release.name,
          release,
          at: placeOf(view, release),
          bump,
          own,
          track: track.name,
          allowed: track.received.filter((word) => word !== "none"),
          because: track.line("bumps.received", "bumps.declared"),
          remedy: remedy(view, release, track.received),
        },
      ];
    }),

  message: ({ release, bump, own, track, allowed }) => {
    const limit =
      allowed.length === 0
        ? say`track ${track} allows no received bumps`
        : say`track ${track} only allows ${list(allowed)}`;
    return own === "none"
      ? say`${release.name} would receive a ${bump} that no changeset declares, but ${limit}`
      : say`${release.name} declares a ${own} but would receive a ${bump}: ${limit}`;
  },
  help: ({ remedy: instead }) => instead,
});

/** The numbers of a calendar say nothing of the bump: 25.4.0 to 26.1.0 is a new year. */
const givenBump = ({ bump, from, to }: Release, track: Track | undefined): Bump =>
  isCalver(track) ? bump : distance(from, to);

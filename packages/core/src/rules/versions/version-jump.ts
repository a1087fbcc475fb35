import { lowerRelease } from "../../fixes/lower-release.ts";
import inc from "semver/functions/inc.js";
import * as s from "../../policy/schema/definition.ts";
import type { Release } from "../../facts/facts.ts";
import { placeOf, remedy } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { strict } from "../../policy/schema/words.ts";
import { graduates, isAccident, isCalver } from "../../policy/track.ts";
import { type Sentence, say } from "../../sentence.ts";
import { distance, prereleaseOf } from "../../versions/bump.ts";
import { parse } from "../../versions/parsed.ts";

interface VersionJumpProblem extends Problem {
  readonly release: Release;
  readonly majors: number;
  readonly skipped: string | undefined;
  readonly remedy: Sentence;
}

export const versionJump = defineRule<VersionJumpProblem, { majors: number; gaps: boolean }>({
  id: "version-jump",
  family: "versions",
  summary: "A release must not skip a major version.",
  why: "A step from 1.2.0 to 9.0.0 usually comes from a group that the package should not be in, and a step from 2.3.0 to 25.4.0 is a new versioning scheme (which the track can declare). Neither should happen by accident.",
  level: "error",
  options: () =>
    strict({
      majors: s.withDefault(
        s
          .int({ error: "write a whole number, 1 or more" })
          .check(
            s.minimum(1, { error: "write a whole number, 1 or more" }),
            s.description("How many majors a release may advance."),
          ),
        1,
      ),
      gaps: s.withDefault(
        s
          .boolean({ error: "write true or false" })
          .check(
            s.description(
              "Whether minors and patches must not be skipped either: 0.6.1 must not become 1.1.0.",
            ),
          ),
        false,
      ),
    }),
  remedies: lowerRelease,
  examples: {
    reject: [
      {
        title: "A linked group moves a package by two majors",
        packages: { "@acme/core": "3.2.0", "@acme/old": "1.0.0" },
        changesets: { "both-move": { "@acme/core": "minor", "@acme/old": "patch" } },
        config: { linked: [["@acme/*"]] },
        policies: { core: { packages: ["@acme/*"] } },
      },
    ],
    accept: [
      {
        title: "One major",
        packages: { "@acme/core": "3.2.0" },
        changesets: { "one-step": { "@acme/core": "major" } },
        policies: { core: { packages: ["@acme/*"] } },
      },
    ],
  },

  check: (view, options) =>
    view.judged.flatMap((release) => {
      const [from, to] = [parse(release.from), parse(release.to)];
      if (!from || !to) return [];
      const { majors: most, gaps } = options(release.name);
      const track = view.trackOf(release.name);
      if (isCalver(track)) return [];
      const skipped = gaps ? gapOf(release.from, release.to) : undefined;
      const majors = to.major - from.major;
      const jumps =
        majors > most && !isAccident(release, track) && !(track && graduates(release, track));
      if (!jumps && skipped === undefined) return [];
      return [
        {
          package: release.name,
          release,
          at: placeOf(view, release),
          majors,
          skipped: jumps ? undefined : skipped,
          remedy: remedy(view, release, ["patch", "minor", "major"]),
        },
      ];
    }),

  message: ({ release, majors, skipped }) =>
    skipped === undefined
      ? say`${release.name} would go from ${release.from} to ${release.to}, a jump of ${majors} majors`
      : say`${release.name} would go from ${release.from} to ${release.to}, but that skips ${skipped}`,
  help: ({ remedy: instead }) => instead,
});

/** The version that a single bump of the same kind would have given, where a stable release is another one. */
function gapOf(from: string, to: string): string | undefined {
  const bump = distance(from, to);
  if (bump === "none" || prereleaseOf(to)) return undefined;
  const next = inc(from, bump);
  return next === null || next === to ? undefined : next;
}

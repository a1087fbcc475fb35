import parse from "semver/functions/parse.js";
import * as z from "zod/mini";
import { strict } from "../policy/schema/words.ts";
import type { Release } from "../facts.ts";
import { placeOf, remedy } from "../remedy.ts";
import { defineRule, type Problem } from "../rule.ts";
import { say, type Sentence } from "../sentence.ts";
import { graduates, isAccident, isCalver } from "../standing.ts";

interface Jump extends Problem {
  readonly release: Release;
  readonly majors: number;
  readonly remedy: Sentence;
}

export const versionJump = defineRule<Jump, { majors: number }>({
  id: "version-jump",
  family: "versions",
  summary: "A release skips no major version.",
  why: "A step from 2.3.0 to 25.4.0 is another versioning scheme (which the track can declare), and a step from 1.2.0 to 9.0.0 a group that the package should not be in. Both belong to a decision, not to a changeset.",
  level: "error",
  options: () =>
    strict({
      majors: z._default(
        z
          .int({ error: "write a whole number from 1" })
          .check(
            z.minimum(1, { error: "write a whole number from 1" }),
            z.describe("How many majors a release may move by."),
          ),
        1,
      ),
    }),
  examples: {
    reject: [
      {
        title: "A linked group lifts a package by two majors",
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
      const majors = to.major - from.major;
      const track = view.trackOf(release.name);
      if (majors <= options(release.name).majors || isAccident(release, track)) return [];
      if (isCalver(track) || (track && graduates(release, track))) return [];
      return [
        {
          package: release.name,
          release,
          at: placeOf(view, release),
          majors,
          remedy: remedy(view, release, ["patch", "minor", "major"]),
        },
      ];
    }),

  message: ({ release, majors }) =>
    say`${release.name} jumps ${majors} majors at once, from ${release.from} to ${release.to}`,
  help: ({ remedy: instead }) => instead,
});

import parse from "semver/functions/parse.js";
import * as z from "zod/mini";
import type { Release } from "../../facts/facts.ts";
import { placeOf } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { strict, wholeNumber } from "../../policy/schema/words.ts";
import { isCalver } from "../../policy/track.ts";
import { list, say } from "../../sentence.ts";
import { carried, prereleaseOf } from "../../versions/bump.ts";
import { daysBetween, inDays } from "../../versions/day.ts";
import { type Step, pastOf } from "./releases-per-window.ts";

interface MajorsPerWindowProblem extends Problem {
  readonly release: Release;
  readonly majors: readonly Step[];
  readonly most: number;
  readonly days: number;
}

interface Options {
  readonly most: number;
  readonly days: number;
}

export const majorsPerWindow = defineRule<MajorsPerWindowProblem, Options>({
  id: "majors-per-window",
  family: "time",
  summary: "A package takes only so many majors in so many days.",
  why: "Ory says of graduated projects that they rarely change in backwards incompatible ways, and gives no number: this is where yours stands. The step from 0.y.z to 1.0.0 breaks no promise and does not count.",
  level: "off",
  needs: ["history"],
  needsOptions: true,
  options: () =>
    strict({
      most: z._default(wholeNumber().check(z.describe("How many majors.")), 1),
      days: z._default(wholeNumber().check(z.describe("In how many days, today included.")), 180),
    }),
  notWhen:
    "In a clone without tags nothing is known of past releases, and the rule is silent: fetch the tags.",
  examples: {
    reject: [
      {
        title: "The second major in spring",
        tags: { "@acme/core@1.9.0": "2026-01-10", "@acme/core@2.0.0": "2026-03-01" },
        packages: { "@acme/core": "2.0.0" },
        changesets: { again: { "@acme/core": "major" } },
        policies: {
          core: {
            packages: ["@acme/*"],
            rules: { "majors-per-window": ["warn", { most: 1, days: 180 }] },
          },
        },
      },
    ],
    accept: [
      {
        title: "The first one after graduation",
        tags: { "@acme/core@0.9.0": "2026-01-10", "@acme/core@1.0.0": "2026-03-01" },
        packages: { "@acme/core": "1.0.0" },
        changesets: { again: { "@acme/core": "major" } },
        policies: {
          core: {
            packages: ["@acme/*"],
            rules: { "majors-per-window": ["warn", { most: 1, days: 180 }] },
          },
        },
      },
    ],
  },

  check: (view, options) => {
    const past = pastOf(view);
    return view.judged.flatMap((release) => {
      const { name, from, to } = release;
      if (isCalver(view.trackOf(name)) || prereleaseOf(to) || !isMajor(from, carried(from, to)))
        return [];
      const { most, days } = options(name);
      const majors = past(name).filter(
        (step) =>
          isMajor(step.from ?? before(step.version), step.bump) &&
          daysBetween(step.date, view.today) < days,
      );
      if (majors.length < most) return [];
      return [{ package: name, release, at: placeOf(view, release), majors, most, days }];
    });
  },

  message: ({ release, majors, most, days }) =>
    say`${release.name} ${release.to} would be a major too many: ${list(majors.map(inWords))} came within ${inDays(days)}, and ${most} is the most`,
  help: ({ majors, most, days }) =>
    say`collect the breaking changes until ${inDays(days)} have passed since ${inWords(majors.at(-most)!)}, or keep the old way beside the new one`,
});

const isMajor = (from: string, bump: string): boolean =>
  bump === "major" && (parse(from)?.major ?? 0) >= 1;

/** Of the first version known: 2.0.0 came after a 1.x, 1.0.0 after a 0.x. */
const before = (version: string): string => `${(parse(version)?.major ?? 1) - 1}.0.0`;

const inWords = ({ version, date }: Step): string => `${version} (${date})`;

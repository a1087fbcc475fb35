import * as z from "zod/mini";
import type { Release } from "../../facts/facts.ts";
import { TRAILERS } from "../../judge/allowed.ts";
import { changesetsBehind, declares, follows } from "../../judge/changesets-behind.ts";
import { placeOf } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { listOf, oneOf, optional, strict, wholeNumber } from "../../policy/schema/words.ts";
import { list, say } from "../../sentence.ts";
import { type Bump, carried, isOver, prereleaseOf } from "../../versions/bump.ts";
import { daysBetween, inDays } from "../../versions/day.ts";
import { type Step, atLeast, pastOf } from "./releases-per-window.ts";

interface CadenceProblem extends Problem {
  readonly release: Release;
  readonly last: Step;
  readonly days: number;
  readonly least: number | undefined;
  readonly most: number | undefined;
  readonly what: string;
  readonly exempt: readonly (typeof HOTFIXES)[number][];
}

interface Options {
  readonly least?: number | undefined;
  readonly most?: number | undefined;
  readonly per: (typeof PER)[number];
  readonly exempt: readonly (typeof HOTFIXES)[number][];
}

const PER = ["any", "patch", "minor", "major"] as const;
const HOTFIXES = ["security", "regression"] as const;

export const cadence = defineRule<CadenceProblem, Options>({
  id: "cadence",
  family: "time",
  summary: "The releases of a package come neither too soon after each other nor too late.",
  why: "Polyaxon gave up weekly releases because they put pressure on teams that run it in production, and promises one every two weeks to a month; a regression, a bug or a security fix may come at once. Its median stayed at 9 days, and 22 of 122 gaps are longer than a month.",
  level: "off",
  needs: ["history"],
  needsOptions: true,
  options: () =>
    strict({
      least: optional(wholeNumber(), "The fewest days between a release and the one before."),
      most: optional(wholeNumber(), "The most days that pending changesets wait for a release."),
      per: z._default(
        oneOf(PER).check(
          z.describe("The smallest bump that counts and is judged: `minor` leaves patches alone."),
        ),
        "any",
      ),
      exempt: z._default(
        listOf(oneOf(HOTFIXES), HOTFIXES.join(", ")).check(
          z.describe("Declarations of which one lets a release come sooner."),
        ),
        [...HOTFIXES],
      ),
    }),
  notWhen:
    "In a clone without tags nothing is known of past releases, and the rule is silent: fetch the tags.",
  examples: {
    reject: [
      {
        title: "Five days after the last release",
        tags: { "@acme/core@1.2.0": "2026-06-10" },
        packages: { "@acme/core": "1.2.0" },
        changesets: { feature: { "@acme/core": "minor" } },
        policies: {
          core: { packages: ["@acme/*"], rules: { cadence: ["error", { least: 14 }] } },
        },
      },
      {
        title: "A change that has waited since spring",
        tags: { "@acme/core@1.2.0": "2026-03-01" },
        packages: { "@acme/core": "1.2.0" },
        changesets: { feature: { "@acme/core": "minor" } },
        policies: { core: { packages: ["@acme/*"], rules: { cadence: ["warn", { most: 31 }] } } },
      },
    ],
    accept: [
      {
        title: "A hotfix",
        tags: { "@acme/core@1.2.0": "2026-06-10" },
        packages: { "@acme/core": "1.2.0" },
        changesets: {
          urgent:
            '---\n"@acme/core": patch\n---\n\nStart without a config again.\n\nFixes-regression: 1.2.0\n',
        },
        policies: {
          core: { packages: ["@acme/*"], rules: { cadence: ["error", { least: 14 }] } },
        },
      },
      {
        title: "A patch, where minors are counted",
        tags: { "@acme/core@1.2.0": "2026-06-10" },
        packages: { "@acme/core": "1.2.0" },
        changesets: { fix: { "@acme/core": "patch" } },
        policies: {
          core: {
            packages: ["@acme/*"],
            rules: { cadence: ["error", { least: 14, per: "minor" }] },
          },
        },
      },
    ],
  },

  check: (view, options) => {
    const past = pastOf(view);
    const found = view.judged.flatMap((release): CadenceProblem[] => {
      const { least, most, per, exempt } = options(release.name);
      const counted: Bump = per === "any" ? "patch" : per;
      const last = atLeast(past(release.name), counted).at(-1);
      if (!last || prereleaseOf(release.to) || isOver(counted, carried(release.from, release.to)))
        return [];
      const days = daysBetween(last.date, view.today);
      const tooSoon =
        least !== undefined &&
        days < least &&
        !changesetsBehind(view, release).some((changeset) => declares(changeset, exempt));
      // A version commit ends the wait.
      const tooLate = most !== undefined && days > most && !release.written;
      if (!tooSoon && !tooLate) return [];
      const bounds = tooSoon ? { least, most: undefined } : { least: undefined, most };
      const at = placeOf(view, release);
      const what = per === "any" ? "release" : per;
      return [{ package: release.name, release, at, last, days, ...bounds, what, exempt }];
    });
    const names = new Set(found.map(({ release }) => release.name));
    return found.filter(({ release }) => !follows(view, release, ({ name }) => names.has(name)));
  },

  message: ({ release, last, days: passed, least, most, what }) =>
    least === undefined
      ? say`${release.name} was last released ${inDays(passed)} ago, and with pending changesets ${inDays(most!)} are the most`
      : say`${release.name} ${release.to} would come ${inDays(passed)} after ${last.version}, and the next ${[what]} may come after ${inDays(least)}`,
  help: ({ last, least, exempt }) => {
    if (least === undefined)
      return say`run the version command and publish, or merge its pull request`;
    const wait = say`wait until ${inDays(least)} have passed since ${last.date}`;
    return exempt.length === 0
      ? wait
      : say`${wait}, or, if it is one of ${list(exempt, "or")}, end the changeset with ${list(
          exempt.map((kind) => TRAILERS[kind] ?? kind),
          "or",
        )}`;
  },
});

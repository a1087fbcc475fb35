import parse from "semver/functions/parse.js";
import * as s from "../../policy/schema/definition.ts";
import type { Release } from "../../facts/facts.ts";
import { TRAILERS } from "../../judge/allowed.ts";
import { changesetsBehind, declares, follows } from "../../judge/changesets-behind.ts";
import { placeOf } from "../../judge/remedy.ts";
import { type OptionsFor, type Problem, defineRule } from "../../judge/rule.ts";
import type { View } from "../../judge/view.ts";
import { isCalver } from "../../policy/track.ts";
import { oneOf, optional, someOf, strict, wholeNumber } from "../../policy/schema/words.ts";
import { type Sentence, list, say } from "../../sentence.ts";
import { type Bump, carried, isOver, prereleaseOf } from "../../versions/bump.ts";
import { daysBetween, inDays } from "../../versions/day.ts";
import { type Step, atLeast, pastOf } from "./past-releases.ts";

type CadenceProblem = OutOfStep | MajorTooMany;

/** Too soon after the last release, or too late. */
interface OutOfStep extends Problem {
  readonly kind: "step";
  readonly release: Release;
  readonly last: Step;
  readonly days: number;
  readonly least: number | undefined;
  readonly most: number | undefined;
  readonly what: string;
  readonly exempt: readonly (typeof HOTFIXES)[number][];
}

interface MajorTooMany extends Problem {
  readonly kind: "majors";
  readonly release: Release;
  readonly majors: readonly Step[];
  readonly limit: number;
  readonly days: number;
}

interface Options {
  readonly majors?: { readonly limit: number; readonly days: number } | undefined;
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
  summary:
    "A package must not release too soon or too late after its last release, and must not have too many majors.",
  why: "Frequent releases and majors put pressure on teams that run the package in production; long waits delay fixes. Fixes of security issues and regressions can be exempt. The step from 0.y.z to 1.0.0 does not count as a major.",
  level: "off",
  needs: ["history"],
  needsOptions: true,
  options: () =>
    strict({
      least: optional(wholeNumber(), "The minimum number of days between two releases."),
      most: optional(
        wholeNumber(),
        "The maximum number of days that pending changesets may wait for a release.",
      ),
      per: s.withDefault(
        oneOf(PER).check(s.description("The smallest bump that counts: `minor` ignores patches.")),
        "any",
      ),
      exempt: s.withDefault(
        someOf(HOTFIXES).check(s.description("Declarations that allow an earlier release.")),
        [...HOTFIXES],
      ),
      majors: optional(
        strict({
          limit: s.withDefault(wholeNumber().check(s.description("How many majors.")), 1),
          days: s.withDefault(
            wholeNumber().check(s.description("In how many days, today included.")),
            180,
          ),
        }),
        "How many majors in how many days, today included: `{ limit: 1, days: 180 }`.",
      ),
    }),
  notWhen:
    "In a clone without tags, past releases are unknown and the rule reports nothing: fetch the tags.",
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
        title: "A changeset pending for 106 days",
        tags: { "@acme/core@1.2.0": "2026-03-01" },
        packages: { "@acme/core": "1.2.0" },
        changesets: { feature: { "@acme/core": "minor" } },
        policies: { core: { packages: ["@acme/*"], rules: { cadence: ["warn", { most: 31 }] } } },
      },
      {
        title: "The second major in 180 days",
        tags: { "@acme/core@1.9.0": "2026-01-10", "@acme/core@2.0.0": "2026-03-01" },
        packages: { "@acme/core": "2.0.0" },
        changesets: { again: { "@acme/core": "major" } },
        policies: {
          core: {
            packages: ["@acme/*"],
            rules: { cadence: ["warn", { majors: { limit: 1, days: 180 } }] },
          },
        },
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
        title: "A patch where only minors count",
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
      {
        title: "The first major after graduation",
        tags: { "@acme/core@0.9.0": "2026-01-10", "@acme/core@1.0.0": "2026-03-01" },
        packages: { "@acme/core": "1.0.0" },
        changesets: { again: { "@acme/core": "major" } },
        policies: {
          core: {
            packages: ["@acme/*"],
            rules: { cadence: ["warn", { majors: { limit: 1, days: 180 } }] },
          },
        },
      },
    ],
  },

  check: (view, options) => [...outOfStep(view, options), ...majorsTooMany(view, options)],

  message: (problem) => (problem.kind === "step" ? stepMessage(problem) : majorsMessage(problem)),
  help: (problem) => (problem.kind === "step" ? stepHelp(problem) : majorsHelp(problem)),
});

function outOfStep(view: View, options: OptionsFor<Options>): OutOfStep[] {
  const past = pastOf(view);
  const found = view.judged.flatMap((release): OutOfStep[] => {
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
    const about = { package: release.name, release, at, last, days, ...bounds, what, exempt };
    return [{ kind: "step", ...about }];
  });
  const names = new Set(found.map(({ release }) => release.name));
  return found.filter(({ release }) => !follows(view, release, ({ name }) => names.has(name)));
}

const stepMessage = ({ release, last, days: passed, least, most, what }: OutOfStep): Sentence =>
  least === undefined
    ? say`${release.name} has pending changesets but was last released ${inDays(passed)} ago (limit: ${inDays(most!)})`
    : say`${release.name} ${release.to} would be released ${inDays(passed)} after ${last.version} (required before the next ${[what]}: ${inDays(least)})`;

function stepHelp({ last, least, exempt }: OutOfStep): Sentence {
  if (least === undefined)
    return say`run the version command and publish, or merge its pull request`;
  const wait = say`wait until ${inDays(least)} have passed since ${last.date}`;
  return exempt.length === 0
    ? wait
    : say`${wait}; if it is a ${list(exempt, "or")} release, end the changeset with ${list(
        exempt.map((kind) => TRAILERS[kind] ?? kind),
        "or",
      )}`;
}

function majorsTooMany(view: View, options: OptionsFor<Options>): MajorTooMany[] {
  const past = pastOf(view);
  return view.judged.flatMap((release): MajorTooMany[] => {
    const { name, from, to } = release;
    const { majors: window } = options(name);
    if (!window || isCalver(view.trackOf(name))) return [];
    if (prereleaseOf(to) || !isMajor(from, carried(from, to))) return [];
    const { limit, days } = window;
    const majors = past(name).filter(
      (step) =>
        isMajor(step.from ?? before(step.version), step.bump) &&
        daysBetween(step.date, view.today) < days,
    );
    if (majors.length < limit) return [];
    const at = placeOf(view, release);
    return [{ kind: "majors", package: name, release, at, majors, limit, days }];
  });
}

const majorsMessage = ({ release, majors, limit, days }: MajorTooMany): Sentence =>
  say`${release.name} ${release.to} would be the ${[ordinal(majors.length + 1)]} major in ${inDays(days)} (limit: ${limit}; last: ${inWords(majors.at(-1)!)})`;

const majorsHelp = ({ majors, limit, days }: MajorTooMany): Sentence =>
  say`wait until ${inDays(days)} have passed since ${inWords(majors.at(-limit)!)}, or keep the old behavior alongside the new one`;

const isMajor = (from: string, bump: string): boolean =>
  bump === "major" && (parse(from)?.major ?? 0) >= 1;

/** `second` of 2: an earlier release is why it is reported. */
const ordinal = (number: number): string =>
  ["second", "third", "fourth", "fifth"][number - 2] ?? `${number}th`;

/** Of the first version known: 2.0.0 came after a 1.x, 1.0.0 after a 0.x. */
const before = (version: string): string => `${(parse(version)?.major ?? 1) - 1}.0.0`;

const inWords = ({ version, date }: Step): string => `${version} on ${date}`;

import * as z from "zod/mini";
import type { Changeset, Release } from "../../facts/facts.ts";
import { changesetsBehind, declares } from "../../judge/changesets-behind.ts";
import { placeOf } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { listOf, oneOf, strict } from "../../policy/schema/words.ts";
import { graduates, isCalver } from "../../policy/track.ts";
import { list, say } from "../../sentence.ts";
import { carried, prereleaseOf } from "../../versions/bump.ts";

interface MajorReasonProblem extends Problem {
  readonly release: Release;
  readonly reasons: readonly Reason[];
}

const REASONS = ["breaking", "features"] as const;
type Reason = (typeof REASONS)[number];

interface Options {
  readonly reasons: readonly Reason[];
}

export const majorReason = defineRule<MajorReasonProblem, Options>({
  id: "major-reason",
  family: "evidence",
  summary: "The changesets of a major say what makes it one.",
  why: "Polyaxon raises the major for new major functionality, Ory and Dagster for what breaks: the policy says which counts. A major with neither costs every user a decision for nothing. Graduation is a reason of its own.",
  level: "off",
  options: () =>
    strict({
      reasons: z._default(
        listOf(oneOf(REASONS), REASONS.join(", ")).check(
          z.minLength(1, { error: `write one of ${REASONS.join(", ")}, or both` }),
          z.describe(
            "What makes a major: something that breaks, a section of features, or either.",
          ),
        ),
        [...REASONS],
      ),
    }),
  examples: {
    reject: [
      {
        title: "A major that only says that something changed",
        packages: { "@acme/core": "1.2.0" },
        changesets: { "bold-cats": { "@acme/core": "major" } },
        policies: { core: { packages: ["@acme/*"], rules: { "major-reason": "warn" } } },
      },
    ],
    accept: [
      {
        title: "A minor needs no reason",
        packages: { "@acme/core": "1.2.0" },
        changesets: { "bold-cats": { "@acme/core": "minor" } },
        policies: { core: { packages: ["@acme/*"], rules: { "major-reason": "warn" } } },
      },
      {
        title: "A package graduates",
        packages: { "@acme/core": "0.9.0" },
        changesets: { "at-last": { "@acme/core": "major" } },
        policies: {
          core: { packages: ["@acme/*"], versions: "1.x", rules: { "major-reason": "warn" } },
        },
      },
    ],
  },

  check: (view, options) =>
    view.judged.flatMap((release) => {
      const { name, from, to } = release;
      const track = view.trackOf(name);
      // A prerelease goes on with the major that its first one took.
      if (carried(from, to) !== "major" || prereleaseOf(from) || view.ownBump(name) !== "major")
        return [];
      if (isCalver(track) || (track && graduates(release, track))) return [];
      const { reasons } = options(name);
      if (changesetsBehind(view, release).some((changeset) => has(changeset, reasons))) return [];
      return [{ package: name, release, at: placeOf(view, release), reasons }];
    }),

  message: ({ release: { name, to }, reasons }) =>
    say`${name} ${to} is a major, and no changeset of it says ${list(
      reasons.map((reason) => SAID[reason]),
      "or",
    )}`,
  help: ({ reasons }) =>
    say`add a section ${list(
      reasons.map((reason) => HEADINGS[reason]),
      "or",
    )} to its changeset with what users get, or declare a smaller bump`,
});

const SAID: Readonly<Record<Reason, string>> = { breaking: "what breaks", features: "what is new" };
const HEADINGS: Readonly<Record<Reason, string>> = {
  breaking: "Breaking Changes",
  features: "Features",
};

const has = (changeset: Changeset | undefined, reasons: readonly Reason[]): boolean =>
  (changeset?.sections.some(({ kind }) => reasons.some((reason) => reason === kind)) ?? false) ||
  (reasons.includes("breaking") && declares(changeset, ["breaking", "removes"]));

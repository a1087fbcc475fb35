import lt from "semver/functions/lt.js";
import valid from "semver/functions/valid.js";
import * as z from "zod/mini";
import { versionAt } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import { date, strict } from "../../policy/schema/words.ts";
import { isCalver, isGraduating } from "../../policy/track.ts";
import { say } from "../../sentence.ts";
import { versionAfterPlan } from "../../judge/view.ts";

interface GraduationDueProblem extends Problem {
  readonly package: string;
  readonly version: string;
  readonly by: string;
}

interface Options {
  readonly by: Readonly<Record<string, string>>;
}

export const graduationDue = defineRule<GraduationDueProblem, Options>({
  id: "graduation-due",
  family: "time",
  summary: "A package reaches 1.0.0, and its track, by the day that was announced.",
  why: "In 2019 Polyaxon gave its 1.0 a chance before the end of the year; its first 1.x is of June 2020. A date that has passed wants another one, or a word to the users.",
  level: "off",
  needsOptions: true,
  options: () =>
    strict({
      by: z._default(
        z
          .record(z.string(), date(), { error: "write packages with a date each" })
          .check(z.describe("The last day, for each package by name.")),
        {},
      ),
    }),
  examples: {
    reject: [
      {
        title: "Last year's promise",
        packages: { "@acme/core": "0.6.1" },
        policies: {
          core: {
            packages: ["@acme/*"],
            rules: { "graduation-due": ["warn", { by: { "@acme/core": "2025-12-31" } }] },
          },
        },
      },
    ],
    accept: [
      {
        title: "The plan keeps it, late as it is",
        packages: { "@acme/core": "0.6.1" },
        changesets: { "at-last": { "@acme/core": "major" } },
        policies: {
          core: {
            packages: ["@acme/*"],
            versions: "1.x",
            rules: { "graduation-due": ["warn", { by: { "@acme/core": "2025-12-31" } }] },
          },
        },
      },
    ],
  },

  check: (view, options) =>
    view.packages.flatMap(({ name, dir }) => {
      const { by } = options(name);
      const last = Object.hasOwn(by, name) ? by[name]! : view.today;
      const version = versionAfterPlan(view, name);
      const track = view.trackOf(name);
      if (view.today <= last || !version || !valid(version) || isCalver(track)) return [];
      const isBelow = lt(version, "1.0.0") || (track !== undefined && isGraduating(version, track));
      return isBelow ? [{ package: name, at: versionAt(dir), version, by: last }] : [];
    }),

  message: ({ package: name, version, by }) =>
    say`${name} was to graduate by ${by} and is at ${version}`,
  help: ({ package: name }) =>
    say`graduate ${name}, or announce another day and write it under ${"graduation-due"} in the policy`,
});

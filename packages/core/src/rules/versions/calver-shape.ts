import { lowerRelease } from "../../fixes/lower-release.ts";
import gt from "semver/functions/gt.js";
import inc from "semver/functions/inc.js";
import parse from "semver/functions/parse.js";
import * as z from "zod/mini";
import type { Release } from "../../facts/facts.ts";
import { placeOf, remedy } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import type { View } from "../../judge/view.ts";
import { strict } from "../../policy/schema/words.ts";
import { type Sentence, say } from "../../sentence.ts";
import { fitsDay, isOfPeriod, nextCalver, periodAt, readCalver } from "../../versions/calver.ts";
import { dayNumber } from "../../versions/day.ts";

interface CalverShapeProblem extends Problem {
  readonly kind: "format" | "back" | "day";
  readonly release: Release;
  readonly track: string;
  readonly format: string;
  readonly today: string;
  /** `26.1.N` */
  readonly period: string;
  readonly next: string;
  /** Where a bump happens to lead to it. */
  readonly remedy: Sentence | undefined;
}

interface Options {
  readonly tolerance: number;
}

export const calverShape = defineRule<CalverShapeProblem, Options>({
  id: "calver-shape",
  family: "versions",
  summary: "On a track whose scheme is calver, every released version is that of its day.",
  why: "Ory releases by `YY.Q.N` since 2025: year, quarter, number. v25.4.0 came in the fourth quarter of 2025; v26.2.0 came on 2026-03-20, in the first of 2026. On such a track no rule takes the step from 2.3.0 to 25.4.0 for a jump; on every other track `version-jump` still does.",
  level: "error",
  options: () =>
    strict({
      tolerance: z._default(
        z
          .int({ error: "write a number of days" })
          .check(
            z.minimum(0, { error: "write a number of days, 0 or more" }),
            z.maximum(366, { error: "a year is the most" }),
            z.describe("How many days before its period a release may be cut."),
          ),
        0,
      ),
    }),
  remedies: lowerRelease,
  examples: {
    reject: [
      {
        title: "The second quarter, in March",
        today: "2026-03-20",
        packages: { "@acme/server": "26.1.3" },
        changesets: { feature: { "@acme/server": "minor" } },
        policies: { server: { packages: ["@acme/*"], scheme: { calver: "YY.Q.N" } } },
      },
    ],
    accept: [
      {
        title: "The next number of the quarter",
        today: "2026-03-20",
        packages: { "@acme/server": "26.1.3" },
        changesets: { feature: { "@acme/server": "patch" } },
        policies: { server: { packages: ["@acme/*"], scheme: { calver: "YY.Q.N" } } },
      },
      {
        title: "Cut early, where the policy lets it",
        today: "2026-03-20",
        packages: { "@acme/server": "26.1.3" },
        changesets: { feature: { "@acme/server": "minor" } },
        policies: {
          server: {
            packages: ["@acme/*"],
            scheme: { calver: "YY.Q.N" },
            rules: { "calver-shape": ["error", { tolerance: 14 }] },
          },
        },
      },
    ],
  },

  check: (view, options) =>
    view.judged.flatMap((release) => {
      const track = view.trackOf(release.name);
      if (typeof track?.scheme !== "object") return [];
      const { calver: format } = track.scheme;
      const kind = calverFault(release, format, view.today, options(release.name).tolerance);
      if (!kind) return [];
      return [
        {
          package: release.name,
          release,
          at: placeOf(view, release),
          kind,
          track: track.name,
          format,
          today: view.today,
          period: periodAt(format, dayNumber(view.today)).join("."),
          ...wayOut(view, release, nextCalver(format, release.from, view.today)),
          because: track.line("scheme"),
        },
      ];
    }),

  message: ({ kind, release: { name, from, to }, track, format, today, period }) => {
    if (kind === "format")
      return say`${name} would be ${to}, which is no ${format}, as track ${track} has it`;
    return kind === "back"
      ? say`${name} would go from ${from} to ${to}, but versions may only increase`
      : say`${name} would be ${to} on ${today}, but by ${format} that day is ${period}`;
  },
  help: ({ release: { from }, next, remedy: instead }) =>
    instead ??
    (next === from
      ? say`wait: the format has one release for a day, and ${from} was it`
      : say`write ${next} by hand after the version command: no bump follows the calendar`),
});

function wayOut(
  view: View,
  release: Release,
  next: string,
): Pick<CalverShapeProblem, "next" | "remedy"> {
  const bump = (["patch", "minor", "major"] as const).find(
    (word) => inc(release.from, word) === next,
  );
  return {
    next,
    remedy: bump && release.causes.length > 0 ? remedy(view, release, [bump]) : undefined,
  };
}

function calverFault(
  { from, to }: Release,
  format: string,
  today: string,
  tolerance: number,
): CalverShapeProblem["kind"] | undefined {
  const parts = readCalver(format, to);
  if (!parts) return "format";
  if (from !== to && parse(from) && parse(to) && !gt(to, from)) return "back";
  return isFix(format, from, parts) || fitsDay(format, parts, today, tolerance) ? undefined : "day";
}

/** What the format leaves over counts the fixes of a period, which may come long after it. */
function isFix(format: string, from: string, parts: readonly string[]): boolean {
  const before = readCalver(format, from);
  const { length } = format.split(".");
  return parts.length > length && !!before && isOfPeriod(parts, before.slice(0, length));
}

import { lowerRelease } from "../../fixes/lower-release.ts";
import gt from "semver/functions/gt.js";
import inc from "semver/functions/inc.js";
import parse from "semver/functions/parse.js";
import * as s from "../../policy/schema/definition.ts";
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
  /** If a bump happens to result in it. */
  readonly remedy: Sentence | undefined;
}

interface Options {
  readonly tolerance: number;
}

export const calverShape = defineRule<CalverShapeProblem, Options>({
  id: "calver-shape",
  family: "versions",
  summary: "On a calver track, every released version must match its release date.",
  why: "Users read the release date from a calendar version, such as `YY.Q.N` for year, quarter and number. No bump follows the calendar, so the version is set by hand and easily wrong.",
  level: "error",
  looksAt: ["calendar"],
  options: () =>
    strict({
      tolerance: s.withDefault(
        s
          .int({ error: "write a number of days" })
          .check(
            s.minimum(0, { error: "write a number of days, 0 or more" }),
            s.maximum(366, { error: "write at most 366" }),
            s.description("How many days before its period starts a version may be released."),
          ),
        0,
      ),
    }),
  remedies: lowerRelease,
  examples: {
    reject: [
      {
        title: "A version of the second quarter in March",
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
        title: "A release cut early, as the policy allows",
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
      return say`${name} would be ${to}, but track ${track} requires ${format}`;
    return kind === "back"
      ? say`${name} would go from ${from} to ${to}, but versions may only increase`
      : say`${name} would be ${to}, but on ${today} ${format} requires ${period}`;
  },
  help: ({ release: { from }, next, remedy: instead }) =>
    instead ??
    (next === from
      ? say`wait until tomorrow: the format allows one release a day, which was ${from}`
      : say`set the version to ${next} by hand after the version command (no bump follows the calendar)`),
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

import inc from "semver/functions/inc.js";
import type { PastRelease } from "../../facts/evidence.ts";
import type { Release } from "../../facts/facts.ts";
import { pathAndLine } from "../../judge/remedy.ts";
import { type Problem, defineRule } from "../../judge/rule.ts";
import type { View } from "../../judge/view.ts";
import type { DeprecatedFor } from "../../policy/policy.ts";
import { breakingBump } from "../../policy/track.ts";
import { type Sentence, say } from "../../sentence.ts";
import { type Bump, carried, isOver } from "../../versions/bump.ts";
import { dayAfter, daysBetween, isDay } from "../../versions/day.ts";
import {
  isBefore,
  linesBetween,
  stableVersion,
  versionAfter,
} from "../../versions/version-lines.ts";
import { type Removal, removalNeeds, removalsOf } from "./removals.ts";

/**
 * In how many releases users had what `from` brought before `to` took it: from 1.4.0 to the next release is one.
 * Prereleases count only on the way to one. Undefined where the history does not know the release of `from`.
 */
export function releasesBetween(
  history: readonly PastRelease[] | undefined,
  name: string,
  from: string,
  to: string,
): number | undefined {
  const own = history?.filter((release) => release.package === name) ?? [];
  if (!own.some(({ version }) => stableVersion(version) === stableVersion(from))) return undefined;
  const counted = own.filter(
    ({ version }) => !isBefore(version, from) && isBefore(version, to) && counts(version, to),
  );
  return new Set(counted.map(({ version }) => version)).size;
}

const counts = (version: string, to: string): boolean =>
  version === stableVersion(version) || to !== stableVersion(to);

interface RemovalLineProblem extends Problem {
  readonly package: string;
  readonly api: string;
  readonly release: Release;
  readonly track: string;
  /** Where the bump is too small: what it is, what it has to be, and where it is declared. */
  readonly bump?: { readonly is: Bump; readonly least: Bump; readonly line: string };
  /** Where it was deprecated for too short a time. */
  readonly deprecatedIn?: string;
  readonly short: readonly Short[];
  readonly any: boolean;
}

const removingText = (name: string, bump: Bump): string =>
  `---\n"${name}": ${bump}\n---\n\nTake \`open\` away.\n\nRemoves: open\n`;

const NEXT_LINE = {
  libraries: {
    packages: ["@acme/*"],
    versions: "0.y.z",
    require: { removal: { deprecatedFor: { lines: 1 } } },
  },
  deprecations: {
    deprecations: [{ package: "@acme/library", api: "open", deprecatedIn: "0.8.2" }],
  },
};

export const removalLine = defineRule<RemovalLineProblem>({
  id: "removal-line",
  family: "evidence",
  summary:
    "A removal comes with the bump, and as long after its deprecation, as the track promises.",
  why: "Dagster: “issue a deprecation warning … and remove it from 0.9.0”, with 0.8.5 as the version that warns; its core keeps deprecated APIs for a whole major. Angular removes only in a major, Kubernetes after 12 months or 3 releases. `require.removal` says which, by default the smallest bump that may break. What was never deprecated is told by `deprecation-before-removal`.",
  level: "error",
  needs: removalNeeds,
  examples: {
    reject: [
      {
        title: "A patch removes what the same line deprecated",
        packages: { "@acme/library": "0.8.5" },
        changesets: {
          cleanup: removingText("@acme/library", "patch"),
        },
        policies: NEXT_LINE,
      },
      {
        title: "Neither lines nor days are enough",
        packages: { "@acme/core": "1.4.0" },
        changesets: {
          cleanup: removingText("@acme/core", "major"),
        },
        policies: {
          core: {
            packages: ["@acme/*"],
            require: { removal: { deprecatedFor: { lines: 2, days: 365, any: true } } },
          },
          deprecations: {
            deprecations: [
              { package: "@acme/core", api: "open", deprecatedIn: "1.2.0", since: "2026-03-01" },
            ],
          },
        },
      },
    ],
    accept: [
      {
        title: "The next line removes it",
        packages: { "@acme/library": "0.8.5" },
        changesets: {
          cleanup: removingText("@acme/library", "minor"),
        },
        policies: NEXT_LINE,
      },
    ],
  },

  check: (view) => removalsOf(view).flatMap((removal) => problemsOf(view, removal)),

  message: ({ package: name, api, release: { to }, track, bump, deprecatedIn, short, any }) => {
    const what = say`${api} of ${name} would be removed in ${to}`;
    if (bump)
      return say`${what} by a ${bump.is}, and track ${track} removes with ${bump.least} or more`;
    const had = joined(
      short.map(({ has, unit }) => amountText(has, unit)),
      "and",
    );
    const asked = joined(
      short.map(({ asked: least, unit }) => amountText(least, unit)),
      any ? "or" : "and",
    );
    return say`${what}, ${had} after ${deprecatedIn!} deprecated it, and track ${track} asks for ${asked}`;
  },
  help: ({ api, bump, short, any }) => {
    if (bump)
      return say`write ${bump.least} in ${bump.line}, or keep ${api} and take its ${"Removes"} line out`;
    const waits = short.map(({ unit, asked, has, until }) =>
      until === undefined ? say`for ${amountText(asked - has, unit)} more` : say`until ${until}`,
    );
    return say`keep ${api} ${joined(waits, any ? "or" : "and")}, and take its ${"Removes"} line out until then`;
  },
});

function problemsOf(view: View, removal: Removal): RemovalLineProblem[] {
  const { package: name, api, release, at, cause, track, deprecation, changeset } = removal;
  const { bump: asked, deprecatedFor = {} } = track?.require.removal ?? {};
  if (!track?.require.removal) return [];
  const { any = false } = deprecatedFor;
  const why = cause ? { cause } : {};
  const found = { package: name, api, release, at, track: track.name, short: [], any, ...why };
  const is = carried(release.from, release.to);
  const least = asked ?? breakingBump(release.from, track);
  const isSmall = isOver(least, is);
  const line = pathAndLine(changeset.bumps.find((bump) => bump.package === name)!.at);
  const tooSmall = {
    ...found,
    bump: { is, least, line },
    because: track.line("require.removal.bump", "require.removal", "breaking"),
  };
  if (!deprecation) return isSmall ? [tooSmall] : [];
  // With the bump that it needs, it may be on a later line already.
  const enough = isSmall && least !== "none" ? inc(release.from, least) : null;
  const short = shortOf(deprecatedFor, deprecation, enough ?? release.to, view.today, view.history);
  const tooSoon = {
    ...found,
    short,
    deprecatedIn: deprecation.version,
    because: track.line("require.removal.deprecatedFor", "require.removal"),
  };
  return [...(isSmall ? [tooSmall] : []), ...(short.length > 0 ? [tooSoon] : [])];
}

const amountText = (count: number, unit: Short["unit"]): Sentence => [
  `${count} ${count === 1 ? unit.slice(0, -1) : unit}`,
];

const joined = (parts: readonly Sentence[], word: "and" | "or"): Sentence =>
  parts.flatMap((part, i) => (i === 0 ? part : [` ${word} `, ...part]));

/** An amount of time that a deprecation has not lasted yet. */
interface Short {
  readonly unit: "lines" | "releases" | "days";
  readonly asked: number;
  readonly has: number;
  /** The version or the day at which it would be enough, where one can be named. */
  readonly until?: string;
}

/**
 * The amounts that are not reached between a deprecation and the version that ends it; none where, with `any`, one is.
 * An amount of which nobody knows (no tags, no day) is not held against anybody.
 */
function shortOf(
  { lines, releases, days, any = false }: DeprecatedFor,
  deprecation: { readonly package: string; readonly version: string; readonly since?: string },
  to: string,
  today: string,
  history: readonly PastRelease[] | undefined,
): readonly Short[] {
  const { package: name, version } = deprecation;
  const date =
    deprecation.since ??
    history?.find((past) => past.package === name && past.version === version)?.date;
  const since = date !== undefined && isDay(date) ? date : undefined;
  const amounts: {
    unit: Short["unit"];
    asked?: number | undefined;
    has?: number | undefined;
    until?: string;
  }[] = [
    {
      unit: "lines",
      asked: lines,
      has: linesBetween(version, to),
      until: versionAfter(version, lines ?? 0),
    },
    { unit: "releases", asked: releases, has: releasesBetween(history, name, version, to) },
    {
      unit: "days",
      asked: days,
      has: since === undefined ? undefined : daysBetween(since, today),
      ...(since === undefined ? {} : { until: dayAfter(since, days ?? 0) }),
    },
  ];
  const asked = amounts.filter((amount) => amount.asked !== undefined);
  const short = asked.filter(({ asked: least, has }) => has !== undefined && has < least!);
  return any && short.length < asked.length ? [] : (short as Short[]);
}

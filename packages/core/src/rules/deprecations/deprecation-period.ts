import type { PastRelease } from "../../facts/evidence.ts";
import type { DeprecatedFor } from "../../policy/policy.ts";
import { dayAfter, daysBetween, isDay } from "../../versions/day.ts";
import {
  isBefore,
  linesBetween,
  stableVersion,
  versionAfter,
} from "../../versions/version-lines.ts";
import type { Preceding } from "./removals.ts";

/**
 * The number of releases between `from`, which added something, and `to`, which removed it: from 1.4.0 to the next
 * release is one. Prereleases only count towards their release. Undefined if the history lacks the release of `from`.
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

/** An amount of time that a deprecation has not lasted yet. */
export interface Short {
  readonly unit: "release lines" | "releases" | "days";
  readonly required: number;
  readonly has: number;
  /** The version or the date that would be enough, if one can be named. */
  readonly until?: string;
}

/**
 * The amounts that are not reached between a deprecation and the version that ends it; none where, with `any`, one is.
 * An unknown amount (no tags, no date) does not count as too short.
 */
export function shortOf(
  { lines, releases, days, any = false }: DeprecatedFor,
  deprecation: Preceding,
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
    required?: number | undefined;
    has?: number | undefined;
    until?: string;
  }[] = [
    {
      unit: "release lines",
      required: lines,
      has: linesBetween(version, to),
      until: versionAfter(version, lines ?? 0),
    },
    { unit: "releases", required: releases, has: releasesBetween(history, name, version, to) },
    {
      unit: "days",
      required: days,
      has: since === undefined ? undefined : daysBetween(since, today),
      ...(since === undefined ? {} : { until: dayAfter(since, days ?? 0) }),
    },
  ];
  const required = amounts.filter((amount) => amount.required !== undefined);
  const short = required.filter(({ required: least, has }) => has !== undefined && has < least!);
  return any && short.length < required.length ? [] : (short as Short[]);
}

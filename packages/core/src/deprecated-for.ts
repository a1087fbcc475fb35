import type { PastRelease } from "./evidence.ts";
import { dayAfter, daysBetween, isDay } from "./day.ts";
import { linesBetween, releasesBetween, versionAfter } from "./line.ts";
import type { DeprecatedFor } from "./policy/policy.ts";

/** An amount of time that a deprecation has not lasted yet. */
export interface Short {
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
export function shortOf(
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

import compare from "semver/functions/compare.js";
import parse from "semver/functions/parse.js";
import type { PastRelease } from "../../facts/evidence.ts";
import type { View } from "../../judge/view.ts";
import { type Bump, distance, isOver, prereleaseOf } from "../../versions/bump.ts";

/** A stable release of the past, with the bump by which it left the greatest version below it. */
export interface Step extends PastRelease {
  readonly bump: Bump;
  /** That version; undefined on the first one known. */
  readonly from: string | undefined;
}

/**
 * The stable releases of each package until today, oldest first, without the tag of a version that is being released.
 * Empty without a history.
 */
export function pastOf(view: View): (name: string) => readonly Step[] {
  const past = new Map<string, PastRelease[]>();
  for (const one of view.history ?? []) {
    const own = view.releaseOf(one.package);
    if (one.date > view.today || prereleaseOf(one.version)) continue;
    if (own?.written && own.to === one.version) continue;
    const known = past.get(one.package);
    if (known) known.push(one);
    else past.set(one.package, [one]);
  }
  return (name) => stepsOf(past.get(name) ?? []);
}

function stepsOf(past: readonly PastRelease[]): readonly Step[] {
  const ascending = past.toSorted((a, b) => compare(a.version, b.version));
  const before = new Map(ascending.map(({ version }, i) => [version, ascending[i - 1]?.version]));
  return past.map((one) => {
    const from = before.get(one.version);
    const bump = from === undefined ? byZeros(one.version) : distance(from, one.version);
    return { ...one, from, bump };
  });
}

function byZeros(version: string): Bump {
  const { minor, patch } = parse(version) ?? { minor: 0, patch: 0 };
  return patch > 0 ? "patch" : minor > 0 ? "minor" : "major";
}

/** Those of at least the bump. */
export const atLeast = (past: readonly Step[], least: Bump): readonly Step[] =>
  past.filter(({ bump }) => !isOver(least, bump));

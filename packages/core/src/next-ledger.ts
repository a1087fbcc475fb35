import { declaredApis, keyOf, type DeclaredApi } from "./api.ts";
import type { Changeset, Release } from "./facts.ts";
import { isBefore, numberOf } from "./line.ts";
import type { Deprecation } from "./policy/policy.ts";

/**
 * What the ledger of deprecations is after these releases are made: `Deprecates:` adds an entry, `Removes:` ends one.
 * Entries stay in their places, those that do not change are the same objects, new ones follow. Pure, and asked
 * again of its own answer it changes nothing. An API that is rolled back, or gone, and deprecated again is a new entry.
 */
export function nextLedger(
  ledger: readonly Deprecation[],
  releases: readonly Release[],
  changesets: readonly Changeset[],
  today: string,
): readonly Deprecation[] {
  const removals = new Map(
    declaredApis("removes", releases, changesets, ledger).map((one) => [keyOf(one), one]),
  );
  const next = ledger.map((entry) => {
    const by = removals.get(keyOf(entry));
    return by ? withRemoval(entry, by.release) : entry;
  });
  const places = Map.groupBy(next.keys(), (i) => keyOf(next[i]!));
  for (const one of declaredApis("deprecates", releases, changesets, ledger)) {
    const key = keyOf(one);
    // What goes in the same release is not deprecated first.
    if (removals.has(key)) continue;
    const known = places.get(key)?.findLast((i) => isKnown(next[i]!, one.release));
    if (known === undefined) {
      places.set(key, [...(places.get(key) ?? []), next.length]);
      next.push(entryOf(one, today));
    } else next[known] = withVersion(next[known]!, one.release, today);
  }
  return next;
}

/** The entry is active, or was made for this very release and rolled back since. */
const isKnown = ({ state, deprecatedIn }: Deprecation, { to }: Release): boolean =>
  state === "active" || numberOf(deprecatedIn) === numberOf(to);

const withRemoval = (entry: Deprecation, { from, to }: Release): Deprecation => {
  const { state, deprecatedIn, removedIn } = entry;
  const ends = state === "active" && isBefore(deprecatedIn, to);
  const moves = state === "removed" && isPlanned(removedIn, from) && removedIn !== to;
  return ends || moves ? { ...entry, state: "removed", removedIn: to } : entry;
};

/** A release that was planned as another version when the entry was written gets its number now. */
const withVersion = (entry: Deprecation, { from, to }: Release, today: string): Deprecation =>
  isPlanned(entry.deprecatedIn, from) && entry.deprecatedIn !== to
    ? { ...entry, deprecatedIn: to, since: today }
    : entry;

const isPlanned = (version: string | undefined, from: string): boolean =>
  version !== undefined && isBefore(from, version);

function entryOf({ package: name, api, release, declaration }: DeclaredApi, today: string) {
  const { replacement, until, value, at } = declaration;
  return {
    package: name,
    api,
    deprecatedIn: release.to,
    since: today,
    ...(replacement === undefined ? {} : { replacement }),
    ...(until === undefined ? {} : { announcedRemoval: until }),
    state: "active",
    line: { at, text: `Deprecates: ${value}` },
  } satisfies Deprecation;
}

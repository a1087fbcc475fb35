import parse from "semver/functions/parse.js";
import type { Changeset, Release } from "../../facts/facts.ts";
import type { Location } from "../../facts/location.ts";
import { Guesses } from "../../policy/mistakes.ts";
import type { Deprecation } from "../../policy/policy.ts";
import { isBefore, stableVersion, versionOf } from "../../versions/version-lines.ts";
import { type DeclaredApi, WHOLE_PACKAGE, apiKey, declaredApis } from "./declared-apis.ts";

/** An element that a release deprecates or removes as the reports of the API show, whether or not a changeset says so. */
export interface FoundApi {
  readonly kind: "deprecated" | "removed";
  readonly package: string;
  readonly api: string;
  readonly release: Release;
  readonly at: Location;
}

/**
 * The ledger after these releases: `Deprecates:` adds an entry, `Removes:` ends one, and so do changes found in the
 * API. Entries keep their order, unchanged ones are the same objects, new ones follow. Pure and idempotent. An API
 * that is deprecated again after a rollback or removal gets a new entry.
 */
export function nextLedger(
  ledger: readonly Deprecation[],
  releases: readonly Release[],
  changesets: readonly Changeset[],
  today: string,
  found: readonly FoundApi[] = [],
): readonly Deprecation[] {
  const removals = new Map(
    [
      ...found.filter(({ kind }) => kind === "removed"),
      ...declaredApis("removes", releases, changesets, ledger),
    ].map((one) => [apiKey(one), one]),
  );
  const next = ledger.map((entry) => {
    const by = removals.get(apiKey(entry));
    return by ? withRemoval(entry, by.release) : entry;
  });
  const places = Map.groupBy(next.keys(), (i) => apiKey(next[i]!));
  const deprecated = [
    ...declaredApis("deprecates", releases, changesets, ledger),
    ...found.filter(({ kind }) => kind === "deprecated"),
  ];
  for (const one of deprecated) {
    const key = apiKey(one);
    // An API removed in the same release is not deprecated first.
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
  state === "active" || stableVersion(deprecatedIn) === stableVersion(to);

const isPlanned = (version: string | undefined, from: string): boolean =>
  version !== undefined && isBefore(from, version);

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

function entryOf(one: DeclaredApi | FoundApi, today: string) {
  const { package: name, api, release } = one;
  const entry = { package: name, api, deprecatedIn: release.to, since: today };
  if (!("declaration" in one))
    return {
      ...entry,
      state: "active",
      line: { at: one.at, text: `@deprecated ${api}` },
    } satisfies Deprecation;
  const { replacement, until, value, at } = one.declaration;
  return {
    ...entry,
    ...(replacement === undefined ? {} : { replacement }),
    ...(until === undefined ? {} : { announcedRemoval: until }),
    state: "active",
    line: { at, text: `Deprecates: ${value}` },
  } satisfies Deprecation;
}

/** What is wrong with an entry of the ledger. `key` is the invalid value, `other` what it contradicts. */
export interface LedgerFault {
  readonly entry: Deprecation;
  readonly kind:
    | "unknown-package"
    | "active-twice"
    | "no-version"
    | "removed-without-version"
    | "version-without-removal"
    | "removed-before-deprecated"
    | "removal-announced-too-early"
    | "not-released"
    | "no-replacement";
  readonly key?: "deprecatedIn" | "announcedRemoval" | "removedIn";
  readonly value?: string;
  readonly other?: string;
}

/**
 * Contradictions in the ledger, or with the workspace. `versions` are those after the plan, by package; a removed
 * package is accepted if the ledger deprecates it as a whole.
 */
export function ledgerFaults(
  ledger: readonly Deprecation[],
  versions: ReadonlyMap<string, string | undefined>,
): LedgerFault[] {
  const whole = new Set(
    ledger.filter(({ api }) => api === WHOLE_PACKAGE).map((entry) => entry.package),
  );
  const guesses = new Guesses();
  const active = new Map<string, Deprecation>();
  return ledger.flatMap((entry): LedgerFault[] => {
    const faults = [...stateFaults(entry), ...versionFaults(entry, versions.get(entry.package))];
    if (!versions.has(entry.package) && !whole.has(entry.package)) {
      const suggestion = guesses.closest(entry.package, versions.keys());
      faults.push({ entry, kind: "unknown-package", ...(suggestion ? { other: suggestion } : {}) });
    }
    const before = active.get(apiKey(entry));
    if (entry.state === "active") {
      if (before) faults.push({ entry, kind: "active-twice", other: before.deprecatedIn });
      else active.set(apiKey(entry), entry);
    }
    return faults;
  });
}

function stateFaults(entry: Deprecation): LedgerFault[] {
  const { state, removedIn, api } = entry;
  if (state !== "removed" && removedIn !== undefined)
    return [{ entry, kind: "version-without-removal", value: state }];
  return state === "removed" && removedIn === undefined && api !== WHOLE_PACKAGE
    ? [{ entry, kind: "removed-without-version" }]
    : [];
}

function versionFaults(entry: Deprecation, now: string | undefined): LedgerFault[] {
  const { deprecatedIn, announcedRemoval, removedIn } = entry;
  const none = (["deprecatedIn", "announcedRemoval", "removedIn"] as const).flatMap((key) => {
    const value = entry[key];
    const isVersion = key === "announcedRemoval" ? versionOf : parse;
    return value === undefined || isVersion(value)
      ? []
      : [{ entry, kind: "no-version" as const, key, value }];
  });
  if (none.length > 0) return none;
  const faults: LedgerFault[] = [];
  if (removedIn !== undefined && isBefore(removedIn, deprecatedIn))
    faults.push({
      entry,
      kind: "removed-before-deprecated",
      value: removedIn,
      other: deprecatedIn,
    });
  if (announcedRemoval !== undefined && !isBefore(deprecatedIn, announcedRemoval))
    faults.push({
      entry,
      kind: "removal-announced-too-early",
      value: announcedRemoval,
      other: deprecatedIn,
    });
  for (const key of ["deprecatedIn", "removedIn"] as const) {
    const value = entry[key];
    if (value !== undefined && now !== undefined && isBefore(now, value))
      faults.push({ entry, kind: "not-released", key, value, other: now });
  }
  return faults;
}

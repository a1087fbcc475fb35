import type { Need } from "../../facts/evidence.ts";
import type { Location } from "../../facts/location.ts";
import { allChangesets } from "../../judge/changesets-behind.ts";
import type { View } from "../../judge/view.ts";
import { mayChange } from "../../policy/api-promise.ts";
import type { Deprecation, Policy, Track } from "../../policy/policy.ts";
import { isBefore, stableVersion } from "../../versions/version-lines.ts";
import { type ChangelogNote, changelogNotes, deprecatedInChangelog } from "./changelog-notes.ts";
import { type DeclaredApi, WHOLE_PACKAGE, apiKey, declaredApis } from "./declared-apis.ts";
import { type FoundApi, nextLedger } from "./ledger.ts";

/** An API with the place that mentions it. */
export interface PlacedApi extends DeclaredApi {
  readonly at: Location;
}

/** An API that the plan removes. */
export interface Removal extends PlacedApi {
  readonly track?: Track;
  /** The deprecation that came before, in an earlier version. */
  readonly deprecation?: Preceding;
  /** The last entry that the ledger has of it, be it too late or taken back. */
  readonly latest?: Deprecation;
}

export interface Preceding {
  readonly package: string;
  readonly version: string;
  readonly since?: string;
  /** Its place in the ledger, unless it comes from a changelog. */
  readonly entry?: Deprecation;
}

/** The ledger of deprecations as it is after the plan: what its changesets add and end is in it. */
export const ledgerAfter = (view: View): readonly Deprecation[] =>
  nextLedger(
    view.policy.deprecations,
    view.judged,
    allChangesets(view),
    view.today,
    foundApis(view),
  );

/** The promised elements of released packages that are deprecated now, or gone, as the reports of their APIs show. */
const foundApis = (view: View): readonly FoundApi[] =>
  view.judged.flatMap((release) => {
    const { api } = view.packageNamed(release.name) ?? {};
    return (api?.differences ?? []).flatMap((one): FoundApi[] => {
      const { kind, path, at } = one;
      const isOfLedger = kind === "deprecated" || kind === "removed";
      return isOfLedger && !mayChange(view.policy, one)
        ? [{ kind, package: release.name, api: path, release, at }]
        : [];
    });
  });

/** Every removal that a changeset of the plan declares, with the deprecation that came before it. */
export function removalsOf(view: View): readonly Removal[] {
  const known = FOUND.get(view) ?? findRemovals(view);
  FOUND.set(view, known);
  return known;
}

/** Cached, because several rules need it and a stranger can declare thousands. */
const FOUND = new WeakMap<View, readonly Removal[]>();

function findRemovals(view: View): readonly Removal[] {
  const entries = Map.groupBy(view.policy.deprecations, apiKey);
  const notes = new Map<string, readonly ChangelogNote[]>();
  const notesIn = (dir: string): readonly ChangelogNote[] => {
    const path = [dir, view.policy.docs.changelog].filter((part) => part !== ".").join("/");
    const document = notes.has(path) ? undefined : view.documents?.find((one) => one.path === path);
    const own = notes.get(path) ?? (document ? changelogNotes(document) : []);
    notes.set(path, own);
    return own;
  };
  let searched = 0;
  /** None once too much was searched: what is not found counts as not announced. */
  const notesFor = (dir: string): readonly ChangelogNote[] => {
    const own = notesIn(dir);
    searched += sizeOf(own);
    return searched > MOST_SEARCHED ? [] : own;
  };
  return placedApis(view, "removes").map((one) => {
    const track = view.trackOf(one.package);
    const deprecation = precedingOf(one, entries, notesFor);
    const latest = entries.get(apiKey(one))?.at(-1);
    return {
      ...one,
      ...(track ? { track } : {}),
      ...(deprecation ? { deprecation } : {}),
      ...(latest ? { latest } : {}),
    };
  });
}

/** Of changelogs, for all removals together: a stranger can write thousands of both. */
const MOST_SEARCHED = 1_000_000_000;
/** What a note takes besides its text, in characters. */
const EACH_NOTE = 500;

const SIZES = new WeakMap<readonly ChangelogNote[], number>();

function sizeOf(notes: readonly ChangelogNote[]): number {
  const size =
    SIZES.get(notes) ?? notes.reduce((sum, { text }) => sum + text.length + EACH_NOTE, 0);
  SIZES.set(notes, size);
  return size;
}

/** Every deprecation that a changeset of the plan declares. */
export const deprecationsOf = (view: View): PlacedApi[] => placedApis(view, "deprecates");

const placedApis = (view: View, kind: "removes" | "deprecates"): PlacedApi[] =>
  declaredApis(kind, view.judged, allChangesets(view), view.policy.deprecations).map((one) => ({
    ...one,
    at: one.declaration.at,
  }));

/** In the ledger, where a deprecated package takes all of its APIs along; else in the package's changelog. */
function precedingOf(
  { package: name, api, release }: DeclaredApi,
  entries: ReadonlyMap<string, readonly Deprecation[]>,
  notesIn: (dir: string) => readonly ChangelogNote[],
): Preceding | undefined {
  const entry = [api, WHOLE_PACKAGE]
    .flatMap((one) => entries.get(apiKey({ package: name, api: one })) ?? [])
    .find((one) => isInForce(one, release.to));
  if (entry) {
    const { deprecatedIn: version, since } = entry;
    return { package: name, version, entry, ...(since === undefined ? {} : { since }) };
  }
  const version = deprecatedInChangelog(notesIn(release.dir), api, release.to);
  return version === undefined ? undefined : { package: name, version };
}

/** Announced before that version and not taken back; an API that went in an earlier version and came back is another one. */
const isInForce = ({ state, deprecatedIn, removedIn }: Deprecation, to: string): boolean =>
  state !== "rolledBack" &&
  isBefore(deprecatedIn, to) &&
  !(removedIn !== undefined && isBefore(stableVersion(removedIn), stableVersion(to)));

const removalRequirements = ({ tracks }: Policy) =>
  tracks.flatMap(({ require }) => require.removal ?? []);

/** The changelogs, only if a track requires something before a removal. */
const changelogNeeds = (policy: Policy): readonly Need[] =>
  removalRequirements(policy).length > 0 ? ["documents"] : [];

/** The changelogs, and the tags where releases or days are counted. */
export const removalNeeds = (policy: Policy): readonly Need[] => {
  const counts = removalRequirements(policy).some(
    ({ deprecatedFor: { releases, days } = {} }) => releases !== undefined || days !== undefined,
  );
  return [...changelogNeeds(policy), ...(counts ? (["history"] as const) : [])];
};

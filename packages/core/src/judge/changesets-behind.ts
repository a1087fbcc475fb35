import type { DeclarationKind } from "../facts/evidence.ts";
import type { Cause, Changeset, DeclaredBump, Facts, Release } from "../facts/facts.ts";
import type { Track } from "../policy/policy.ts";
import { chainOf, origin } from "./chain.ts";
import type { View } from "./view.ts";

type Changesets = Pick<Facts, "changesets" | "changes">;

/** Every changeset that a release may come from: those that are there, and those that a version commit consumes. */
export function allChangesets(facts: Changesets): readonly Changeset[] {
  const { changesets, changes } = facts;
  if (changes?.kind !== "versions") return changesets;
  const known = ALL.get(facts) ?? [...changesets, ...changes.consumes];
  ALL.set(facts, known);
  return known;
}

// Several rules look for the changesets of every release, and a workspace may have thousands of both.
const ALL = new WeakMap<Changesets, readonly Changeset[]>();
const PLACES = new WeakMap<readonly Changeset[], ReadonlyMap<string, number>>();
const RELEASES = new WeakMap<readonly Release[], ReadonlyMap<string, Release>>();
const CAUSES = new WeakMap<Release, ReadonlyMap<string, Cause>>();

/** By id, where a changeset is in the list: the first of those that have it. */
function placesById(all: readonly Changeset[]): ReadonlyMap<string, number> {
  let known = PLACES.get(all);
  if (!known) {
    const places = all.map(({ id }, place) => [id, place] as const);
    PLACES.set(all, (known = new Map(places.toReversed())));
  }
  return known;
}

function releasesByName(releases: readonly Release[]): ReadonlyMap<string, Release> {
  const known = RELEASES.get(releases) ?? new Map(releases.map((one) => [one.name, one]));
  RELEASES.set(releases, known);
  return known;
}

/** Those with these ids, in the order of the list. */
function withIds(all: readonly Changeset[], ids: Iterable<string>): readonly Changeset[] {
  const places = placesById(all);
  return Array.from(new Set(ids), (id) => places.get(id) ?? [])
    .flat()
    .toSorted((a, b) => a - b)
    .map((place) => all[place]!);
}

/** The cause of a release that is a line of this changeset. */
export function causeFrom(release: Release, { id }: Changeset): Cause | undefined {
  let known = CAUSES.get(release);
  if (!known) {
    const causes = release.causes.flatMap((cause) =>
      cause.kind === "changeset" ? [[cause.changeset, cause] as const] : [],
    );
    CAUSES.set(release, (known = new Map(causes.toReversed())));
  }
  return known.get(id);
}

/** The changesets that declare a release themselves. */
export const ownChangesets = (view: View, { causes }: Release): readonly Changeset[] =>
  withIds(allChangesets(view), changesetIds(causes));

/**
 * The changesets that cause a release: its own, or the one at the end of its chain. Undefined in place of one known
 * only by its id.
 */
export function changesetsBehind(view: View, release: Release): readonly (Changeset | undefined)[] {
  const own = changesetIds(release.causes);
  const ids = own.length > 0 ? own : changesetIds(endOf(view, release));
  const all = allChangesets(view);
  const places = placesById(all);
  return ids.map((id) => all[places.get(id) ?? -1]);
}

/** The changesets that cause the release of a package, along any chain. */
export function changesetsLeadingTo(name: string, facts: Facts): readonly Changeset[] {
  const ids = new Set<string>();
  const reached = new Set([name]);
  const releases = releasesByName(facts.releases);
  for (const at of reached) {
    const causes = releases.get(at)?.causes ?? [];
    for (const id of changesetIds(causes)) ids.add(id);
    for (const back of causes.flatMap((cause) => origin(cause) ?? [])) reached.add(back);
  }
  return withIds(allChangesets(facts), ids);
}

const changesetIds = (causes: readonly Cause[]): readonly string[] =>
  causes.flatMap((cause) => (cause.kind === "changeset" ? [cause.changeset] : []));

const endOf = (view: View, release: Release): readonly Cause[] =>
  chainOf(release, view.releaseOf)
    .slice(-1)
    .map(({ cause }) => cause);

export const declares = (
  changeset: Changeset | undefined,
  kinds: readonly DeclarationKind[],
): boolean => changeset?.declarations.some(({ kind }) => kinds.includes(kind)) ?? false;

/**
 * Whether the release only follows dependencies for which the condition holds: a rule that reports those does not
 * repeat itself for each dependent.
 */
export const follows = (
  { releaseOf }: View,
  { causes }: Release,
  condition: (on: Release) => boolean,
): boolean =>
  causes.length > 0 &&
  causes.every((cause) => {
    const on = cause.kind === "dependency" ? releaseOf(cause.on) : undefined;
    return on !== undefined && condition(on);
  });

/** A pending changeset, with the first of its packages that requires evidence. */
interface ChangesetNeedingEvidence {
  readonly changeset: Changeset;
  readonly bump: DeclaredBump;
  readonly track: Track;
}

/** The pending changesets that release a package on a track with requirements. */
export const changesetsNeedingEvidence = (
  view: View,
  asks: (track: Track) => boolean | undefined,
): readonly ChangesetNeedingEvidence[] =>
  view.pending.flatMap((changeset) => {
    const bumps = changeset.bumps.flatMap((bump) => {
      const pkg = view.packageNamed(bump.package);
      const track = pkg && bump.bump !== "none" && view.isJudged(pkg) && view.trackOf(pkg.name);
      return track && asks(track) ? [{ changeset, bump, track }] : [];
    });
    return bumps.slice(0, 1);
  });

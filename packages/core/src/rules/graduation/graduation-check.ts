import parse from "semver/functions/parse.js";
import type { PastRelease } from "../../facts/evidence.ts";
import type { Changeset, Package, Release } from "../../facts/facts.ts";
import { changesetsBehind, declares } from "../../judge/changesets-behind.ts";
import { type View, versionAfterPlan } from "../../judge/view.ts";
import type { Deprecation, Track } from "../../policy/policy.ts";
import { selects } from "../../policy/selector.ts";
import { bumpInto, isBelow, isInside } from "../../policy/track.ts";
import { type Sentence, say } from "../../sentence.ts";
import type { Bump } from "../../versions/bump.ts";
import { daysBetween } from "../../versions/day.ts";
import { isBefore, versionOf } from "../../versions/version-lines.ts";

/** A policy's requirements for a graduation. */
export interface Demands {
  readonly target?: "1.0.0" | "train" | undefined;
  readonly breaking?: "forbidden" | undefined;
  readonly minAge?: number | undefined;
  readonly minReleases?: number | undefined;
  readonly most?: number | undefined;
}

export type Fault =
  | { readonly kind: "target"; readonly number: string }
  | { readonly kind: "train"; readonly numbers: readonly string[] }
  | { readonly kind: "breaking"; readonly path: string }
  | {
      readonly kind: "young";
      readonly days: number;
      readonly least: number;
      readonly since: string;
    }
  | { readonly kind: "few"; readonly count: number; readonly least: number }
  | { readonly kind: "many"; readonly names: readonly string[]; readonly most: number };

/** What is wrong with one of the planned graduations on a track. Too many are reported at the first one above the limit. */
export function graduationFaults(
  view: View,
  release: Release,
  { target, breaking, minAge, minReleases, most }: Demands,
  all: readonly Release[],
): readonly Fault[] {
  const tags = earlierReleases(view, release);
  return [
    target === "1.0.0" && offNumber(release, target),
    target === "train" && offTrain(view, release),
    breaking === "forbidden" && breaks(view, release),
    minAge !== undefined && young(tags, view.today, minAge),
    minReleases !== undefined && few(tags, minReleases),
    most !== undefined && all[most] === release && many(all, most),
  ].filter((fault) => fault !== undefined && fault !== false);
}

/** A prerelease counts as its release. */
function offNumber({ to }: Release, number: string): Fault | undefined {
  const version = parse(to);
  if (`${version?.major}.${version?.minor}.${version?.patch}` === number) return undefined;
  return { kind: "target", number };
}

/** The number of its train's leader; of any train's, where the policy has it on none. */
function offTrain(view: View, { name, dir, to }: Release): Fault | undefined {
  const { trains } = view.policy;
  const own = trains.filter(({ members }) => selects(members, { name, dir }));
  const leaders = (own.length > 0 ? own : trains).map(({ leader }) => leader);
  const numbers = leaders.flatMap((leader) => versionAfterPlan(view, leader) ?? []);
  return leaders.includes(name) || numbers.includes(to) ? undefined : { kind: "train", numbers };
}

function breaks(view: View, release: Release): Fault | undefined {
  const isBreaking = (changeset: Changeset | undefined): boolean =>
    declares(changeset, ["breaking"]) ||
    (changeset?.sections.some(({ kind }) => kind === "breaking") ?? false);
  const path = changesetsBehind(view, release).find(isBreaking)?.path;
  return path === undefined ? undefined : { kind: "breaking", path };
}

/** Without a tag the age is not known: a young package and a shallow clone look the same. */
function young(tags: readonly PastRelease[], today: string, least: number): Fault | undefined {
  const [first] = tags;
  const days = first ? daysBetween(first.date, today) : least;
  return first && days < least ? { kind: "young", days, least, since: first.date } : undefined;
}

const few = ({ length }: readonly PastRelease[], least: number): Fault | undefined =>
  length > 0 && length < least ? { kind: "few", count: length, least } : undefined;

const many = (all: readonly Release[], most: number): Fault => ({
  kind: "many",
  names: all.map(({ name }) => name),
  most,
});

/** The tags of the package until today, oldest first, but for one that this version has already. */
const earlierReleases = (view: View, { name, to }: Release): readonly PastRelease[] =>
  (view.history ?? []).filter(
    (past) => past.package === name && past.version !== to && past.date <= view.today,
  );

/** The bump that takes a package into a track, `none` where its version is inside already; else what is missing. */
export function trackPosition(
  { name, version }: Package,
  track: Track,
): { readonly bump: Bump } | { readonly missing: Sentence } {
  const { versions } = track;
  if (version === undefined || !parse(version))
    return { missing: say`${name} has no version to graduate from` };
  if (!versions)
    return {
      missing: say`track ${track.name} has no ${"versions"}, so it is not known to be more mature: move ${name} by hand`,
    };
  if (isInside(version, versions.range))
    return { bump: parse(version)!.prerelease.length > 0 ? "patch" : "none" };
  if (!isBelow(version, versions.range))
    return {
      missing: say`${name} ${version} is not below ${versions.shape} of track ${track.name}, so this is not a graduation`,
    };
  const bump = bumpInto(version, track);
  return bump
    ? { bump }
    : { missing: say`no single bump moves ${name} from ${version} to ${versions.shape}` };
}

/** What a package should have removed by the version that it graduates to. */
export const overdueFor = (
  ledger: readonly Pick<Deprecation, "package" | "api" | "state" | "announcedRemoval">[],
  name: string,
  version: string,
): readonly Sentence[] =>
  ledger.flatMap(({ package: owner, api, state, announcedRemoval: announced }) => {
    if (owner !== name || state !== "active" || announced === undefined) return [];
    if (!versionOf(announced) || isBefore(version, announced)) return [];
    return [
      say`${api} is deprecated and was announced for removal in ${announced}: remove it first, or change ${"announcedRemoval"} in ${"policies/deprecations.yaml"}`,
    ];
  });

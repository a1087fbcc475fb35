import type { Cause, DeclaredBump, Release } from "../facts/facts.ts";
import type { Location } from "../facts/location.ts";
import type { Track } from "../policy/policy.ts";
import { isAccident, isCalver, isInside, tracksSelecting } from "../policy/track.ts";
import { type Sentence, byCodeUnit, say, series } from "../sentence.ts";
import { BUMPS, type Bump, isOver, prereleaseOf } from "../versions/bump.ts";
import { type Link, chainOf, leastBump } from "./chain.ts";
import { declarationsOver, legalBumps } from "./legal-bumps.ts";
import type { View } from "./view.ts";

/** Where to look for a release: the changeset (or mode) at the end of its chain, else its package.json. */
export function placeOf(view: View, release: Release): Location {
  const end = chainOf(release, view.releaseOf).at(-1)?.cause;
  if (end && "at" in end) return end.at;
  return versionAt(release.dir);
}

/** The package.json of a directory of the workspace, `.` being its root. */
export const manifestIn = (dir: string): string =>
  dir === "." ? "package.json" : `${dir}/package.json`;

/** A value in the package.json of a directory, by its keys. */
export const manifestAt = (dir: string, ...pointer: readonly string[]): Location => ({
  path: manifestIn(dir),
  line: 1,
  column: 1,
  pointer,
});

/** The `version` of a package.json. */
export const versionAt = (dir: string): Location => manifestAt(dir, "version");

/** `.changeset/brave-cats.md:2` */
export const pathAndLine = ({ path, line }: Location): string => `${path}:${line}`;

/** What to write instead: the greatest allowed bump that is smaller, else the smallest that is greater. */
export function nearest(bump: Bump, allowed: readonly Bump[]): Bump {
  const known = BUMPS.filter((word) => word !== "none" && allowed.includes(word));
  return (
    known.findLast((word) => isOver(bump, word)) ??
    known.find((word) => isOver(word, bump)) ??
    "none"
  );
}

/**
 * The bump to write instead of another one so that the release is allowed: the author may declare it, and it is large
 * enough for the changesets' declarations. Without one, the reason.
 */
export function writeInstead(
  view: View,
  name: string,
  { bump, at }: Pick<DeclaredBump, "bump" | "at">,
  allowed: readonly Bump[],
): Sentence {
  const legal = legalBumps(view, name).filter((one) => one !== bump && allowed.includes(one));
  const [tooBig] = legal.length > 0 ? [] : declarationsOver(view, name, allowed);
  if (tooBig) {
    const what = tooBig.kind === "removes" ? say`removal` : say`breaking change`;
    return say`move the ${what} in ${pathAndLine(tooBig.at)} to a later release and delete that line (no allowed bump is large enough for it)`;
  }
  return say`write ${nearest(bump, legal.length > 0 ? legal : allowed)} instead of ${bump} in ${pathAndLine(at)}`;
}

/** How a package gets a greater bump: in the line of this cause, else of its first changeset, else in a new one. */
export function raiseTo(
  bump: Bump,
  name: string,
  release: Release | undefined,
  cause?: Cause,
): Sentence {
  const own = [...(cause ? [cause] : []), ...(release?.causes ?? [])].find(
    (one) => one.kind === "changeset",
  );
  return own
    ? say`write ${bump} instead of ${own.bump} in ${pathAndLine(own.at)}`
    : say`add a changeset with ${`"${name}": ${bump}`}`;
}

/** What to change so that a release gives less than it does now: the first step of its chain says where. */
export function remedy(view: View, release: Release, allowed: readonly Bump[]): Sentence {
  const chain = chainOf(release, view.releaseOf);
  if (chain.length === 0) return say`run ${explain(release)} to see what plans it`;
  return whereMade(release, byCause(view, release, chain, allowed));
}

/** Versions written by a version commit are changed on the base branch. */
export const whereMade = (release: Release | undefined, change: Sentence): Sentence =>
  release?.written
    ? say`on the base branch, ${change}; then run the version command again`
    : change;

function byCause(
  view: View,
  release: Release,
  [link, ...rest]: readonly Link[],
  allowed: readonly Bump[],
): Sentence {
  const { cause } = link!;
  switch (cause.kind) {
    case "changeset":
      return writeInstead(view, release.name, cause, allowed);
    case "dependency":
      return byDependency(view, release, cause, rest);
    case "group":
      return byGroup(view, release, cause, rest);
    case "pre":
      return say`release ${release.name} before leaving pre mode ${cause.tag}, or stay in pre mode`;
    case "lane":
      return leaveLane(release.name);
    case "epic":
      return say`remove ${release.name} from the epic of ${cause.lead}`;
    case "train":
      return say`remove ${release.name} from the train of ${cause.leader}`;
    case "unpublished":
      return say`set the version of ${release.name} to that of its intended first release`;
  }
}

/** How a package stops making prereleases under pnpm. */
export const leaveLane = (name: string): Sentence =>
  say`delete ${name} under ${"versioning.lanes"} in ${"pnpm-workspace.yaml"}`;

/** Where the whole group is on one track already, what gave the group its bump is changed. */
function byGroup(
  view: View,
  release: Release,
  cause: Extract<Cause, { kind: "group" }>,
  rest: readonly Link[],
): Sentence {
  const { group, from } = cause;
  const track = view.trackOf(release.name);
  const members = view.groups.find(
    ({ kind, members: names }) => kind === group && names.includes(release.name),
  )?.members;
  const isMixed = members?.some((name) => view.trackOf(name)?.name !== track?.name) ?? true;
  if (isMixed || !track)
    return say`remove ${release.name} from the ${group} group; if its members are intended to move together, put all of them on one track`;
  // A number that is counted from another member stays as great with a smaller bump.
  const isCounted = isOver(cause.bump, leastBump(cause));
  const lower = isCounted ? undefined : lowered(view, cause, rest);
  if (lower) return lower;
  if (isCounted) return say`remove ${release.name} from the ${group} group`;
  const [next] = rest;
  const giver = view.releaseOf(from);
  if (giver && next?.cause.kind === "dependency")
    return byDependency(view, giver, next.cause, rest.slice(1));
  return say`remove ${release.name} from the ${group} group; if a ${cause.bump} is intended, allow it under ${"bumps.received"} of track ${track.name}`;
}

/**
 * The edit of every changeset line that gives the package at the end of the chain as much as the previous step needs.
 * Undefined if the chain ends elsewhere, every bump is enough, or the track allows no smaller one.
 */
function lowered(view: View, cause: Cause, rest: readonly Link[]): Sentence | undefined {
  const end = rest.at(-1);
  const before = rest.at(-2)?.cause ?? cause;
  const needs = leastBump(before);
  if (end?.cause.kind !== "changeset" || !isOver(needs, "patch")) return undefined;
  const allowed = view.trackOf(end.package)?.declared ?? BUMPS;
  const instead = BUMPS.findLast((bump) => isOver(needs, bump) && allowed.includes(bump));
  if (instead === undefined || instead === "none") return undefined;
  const lines = (view.releaseOf(end.package)?.causes ?? []).flatMap((own) =>
    own.kind === "changeset" && !isOver(needs, own.bump)
      ? [say`${instead} instead of ${own.bump} in ${pathAndLine(own.at)}`]
      : [],
  );
  return say`write ${series(lines)}`;
}

function byDependency(
  view: View,
  release: Release,
  cause: Extract<Cause, { kind: "dependency" }>,
  rest: readonly Link[],
): Sentence {
  const { on, field, bump, left } = cause;
  const manifest = manifestIn(release.dir);
  const next = view.releaseOf(on)?.to;
  const takingIt = next === undefined ? say`` : say` so that it includes ${next}`;
  const lower = lowered(view, cause, rest) ?? say`lower the bump of ${on}`;
  const peer = field === "peerDependencies" && bump === "major";
  if (!peer || view.planner.id !== "changesets@2" || view.planner.peersOnlyOutOfRange) {
    const widen = say`widen the range on ${on} in ${manifest}${takingIt}`;
    return cause.needs === "patch"
      ? widen
      : say`${lower}; if ${next ?? "that"} is intended, ${widen}`;
  }
  const why = say`Changesets 2 gives a peer dependent a major`;
  // A caret range takes no prerelease: the option changes nothing there.
  if (view.pre?.mode === "pre") return say`${lower}: ${why}`;
  const option = say`set ${"onlyUpdatePeerDependentsWhenOutOfRange"} under ${"___experimentalUnsafeOptions_WILL_CHANGE_IN_PATCH"} in ${".changeset/config.json"}`;
  return left
    ? say`${lower}; if ${next ?? "that"} is intended, ${option} and widen the peer range in ${manifest}${takingIt}`
    : say`${option}: ${why} even if ${next ?? "the new version"} is inside its range; if it is unset on purpose, ${lower}`;
}

/** The tracks on which the first release of a new package would be legal. */
const firstTracks = (view: View, release: Release): readonly Track[] =>
  view.policy.tracks
    .filter((track) => {
      const { prerelease, versions, declared } = track;
      const id = prereleaseOf(release.to);
      const own = release.causes.flatMap((cause) => (cause.kind === "changeset" ? cause.bump : []));
      return (
        !isCalver(track) &&
        !isAccident(release, track) &&
        (!versions || isInside(release.to, versions.range)) &&
        (typeof prerelease === "object"
          ? id !== undefined && prerelease.required.includes(id)
          : prerelease === "allowed" || id === undefined) &&
        own.every((bump) => declared.includes(bump))
      );
    })
    .toSorted((a, b) => byCodeUnit(a.name, b.name));

/** Where a new package belongs: the tracks that take its first version, with the lines of the policy to edit. */
export function placeNew(view: View, release: Release): Sentence {
  const { name, to } = release;
  const tracks = firstTracks(view, release).filter(
    (track) => track.name !== view.trackOf(name)?.name,
  );
  const goals = tracks.map((track) => say`${track.name} (${packagesLine(track)})`);
  const shape = to.startsWith("0.") ? "0.y.z" : ">=1.0.0";
  const into =
    goals.length > 0
      ? say`add ${`"${name}"`} to track ${series(goals, "or")}, which ${goals.length === 1 ? say`allows` : say`allow`} ${to}`
      : say`add a track for it${view.changes ? say` on the base branch` : say``}, such as ${"policies/new.yaml"} with ${`packages: ["${name}"]`} and ${`versions: "${shape}"`}`;
  const pkg = view.packageNamed(name);
  const [from] = pkg ? tracksSelecting(view.policy, pkg) : [];
  if (!from) return into;
  const isNamed = from.packages.some(({ exact, text }) => exact && text === name);
  return isNamed
    ? say`${into}, and remove it from ${packagesLine(from)}`
    : say`${into}, and exclude it in ${packagesLine(from)} with ${`"!${name}"`}`;
}

/** `policies/core.yaml:4`, the place of a track's packages. */
export const packagesLine = (track: Track): string => pathAndLine(track.line("packages").at);

const explain = ({ name }: Release): string => `release-policy explain ${name}`;

import {
  type Bump,
  type Cause,
  type Changeset,
  type Group,
  type Package,
  type PreMode,
  distance,
  greatest,
  isOver,
} from "@release-policy/core";
import gt from "semver/functions/gt.js";
import inc from "semver/functions/inc.js";
import type { ChangesetsConfig } from "../../workspace/changesets-config.ts";
import { isRange, satisfies } from "../../workspace/manifest.ts";
import { type NativeRelease, isPathTo, plannedRange } from "./ranges.ts";

export interface PlanContext {
  readonly config: ChangesetsConfig;
  readonly packages: ReadonlyMap<string, Package>;
  readonly releases: ReadonlyMap<string, NativeRelease>;
  readonly groups: readonly Group[];
  readonly pre: PreMode | undefined;
  readonly major: 2 | 3;
  /** True where the planner is not the release whose propagation is known here: older, newer or patched. */
  readonly foreign: boolean;
  /** Each package's bumps in the changesets that the plan uses. */
  readonly declared: DeclaredCauses;
  /** The same for the changesets that earlier prereleases used. */
  readonly consumed: DeclaredCauses;
}

type DeclaredCauses = ReadonlyMap<string, readonly Extract<Cause, { kind: "changeset" }>[]>;

/** The bumps of the changesets that the plan uses, by package. */
export function declaredCauses(changesets: readonly Changeset[]): DeclaredCauses {
  const declared = new Map<string, Extract<Cause, { kind: "changeset" }>[]>();
  for (const { id, bumps } of changesets) {
    for (const { package: name, bump, at } of bumps) {
      if (bump === "none") continue;
      const causes = declared.get(name) ?? [];
      causes.push({ kind: "changeset", changeset: id, bump, at });
      declared.set(name, causes);
    }
  }
  return declared;
}

/** Why a release is in the plan: its changesets, then its dependencies, then its groups, then pre mode. */
export function causesOf(release: NativeRelease, context: PlanContext): Cause[] {
  const own = ownCauses(release.name, context);
  const causes = [...own, ...groupCauses(release, own, context), ...preCauses(release, context)];
  if (!context.foreign) return causes;
  const possible = causes.map((cause) => withinRelease(cause, release));
  const enough = !isOver(release.type, greatestOf(possible));
  return enough ? possible : [...possible, ...foreignCauses(release, context)];
}

/** Another release of the planner may give less along an edge than is known here: the release itself says how much. */
const withinRelease = (cause: Cause, { type }: NativeRelease): Cause =>
  (cause.kind === "dependency" || cause.kind === "group") && isOver(cause.bump, type)
    ? { ...cause, bump: type }
    : cause;

/**
 * Another release of the planner propagates along the same edges by other conditions. Seen in the replays: up
 * to 6.0.8 no version satisfied `workspace:^`; 5.2 gave a patch for packages that are in the plan without a
 * release; 0.3 counted the changesets that earlier prereleases had used. Where the known conditions do not
 * explain a bump, these do.
 */
function foreignCauses({ name, type }: NativeRelease, context: PlanContext): Cause[] {
  const used = (context.consumed.get(name) ?? []).filter(({ bump }) => bump === type);
  if (used.length > 0) return [...used];
  const edges = (context.packages.get(name)?.dependencies ?? []).filter(
    ({ name: on, alias }) => alias === undefined && on !== name && context.releases.has(on),
  );
  const peers = edges.filter(({ field }) => field === "peerDependencies");
  return (type === "major" && peers.length > 0 ? peers : edges).map(({ name: on, field, spec }) => {
    const range = plannedRange(spec, context.releases.get(on)!.oldVersion);
    return { kind: "dependency", on, field, range, bump: type };
  });
}

const ownCauses = (name: string, context: PlanContext): Cause[] => [
  ...(context.declared.get(name) ?? []),
  ...dependencyCauses(context.packages.get(name), context),
];

function dependencyCauses(pkg: Package | undefined, context: PlanContext): Cause[] {
  return (pkg?.dependencies ?? []).flatMap(({ name, field, spec, followed }): Cause[] => {
    const target = context.releases.get(name);
    if (!followed || field === "devDependencies" || !target || target.type === "none") return [];
    if (name === pkg?.name) return [];
    const left = leavesRange(spec, target, context.packages.get(name));
    const bump = propagated(left, field === "peerDependencies", target, context);
    const range = plannedRange(spec, target.oldVersion);
    return bump === "none" ? [] : [{ kind: "dependency", on: name, field, range, left, bump }];
  });
}

/** What a dependency's release gives its dependent: Changesets 2 makes peers a major, everything else is a patch. */
function propagated(
  leaves: boolean,
  isPeer: boolean,
  target: NativeRelease,
  { config, major }: PlanContext,
): Bump {
  const options = config.___experimentalUnsafeOptions_WILL_CHANGE_IN_PATCH;
  if (major === 2 && isPeer && target.type !== "patch") {
    if (leaves || !options.onlyUpdatePeerDependentsWhenOutOfRange) return "major";
  }
  return leaves || options.updateInternalDependents === "always" ? "patch" : "none";
}

/** At the end of the planning, or before a group lifted the dependency: the planner looks at both moments. */
function leavesRange(spec: string, target: NativeRelease, pkg: Package | undefined): boolean {
  if (!satisfiesPlanned(spec, target.oldVersion, target.newVersion, pkg)) return true;
  const { version } = pkg ?? {};
  if (version === undefined || version === target.oldVersion || target.type === "none")
    return false;
  const alone = inc(version, target.type);
  return alone !== null && !satisfiesPlanned(spec, version, alone, pkg);
}

function satisfiesPlanned(
  spec: string,
  oldVersion: string,
  newVersion: string,
  pkg: Package | undefined,
): boolean {
  const range = plannedRange(spec, oldVersion);
  if (!isRange(range) && isPathTo(range, pkg?.dir ?? "")) return false;
  return satisfies(newVersion, range);
}

function groupCauses(release: NativeRelease, own: readonly Cause[], context: PlanContext): Cause[] {
  return context.groups.flatMap((group): Cause[] => {
    const pkg = context.packages.get(release.name);
    const { names, highest, firstWith } = membersOf(group, context);
    if (!names.has(release.name) || pkg?.version === undefined) return [];
    const ownBump = greatestOf(own);
    const lifts =
      highest !== release.name && highest !== undefined && release.oldVersion !== pkg.version;
    if (!lifts && !isOver(release.type, ownBump)) return [];
    const from = ownBump === release.type ? release.name : firstWith.get(release.type);
    if (from === undefined) return [];
    const bump = distance(pkg.version, release.newVersion);
    return [
      {
        kind: "group",
        group: group.kind,
        from,
        highest: highest ?? release.name,
        version: release.oldVersion,
        bump: bump === "none" ? release.type : bump,
      },
    ];
  });
}

/** What the releases of a group ask of it. */
interface GroupMembers {
  readonly names: ReadonlySet<string>;
  /** The one with the highest version. */
  readonly highest: string | undefined;
  /** By bump, the first that is released with it for causes of its own. */
  readonly firstWith: ReadonlyMap<Bump, string>;
}

/** Looked at once for a group, not once for each of its members: it may have thousands. */
const MEMBERS = new WeakMap<PlanContext, Map<Group, GroupMembers>>();

function membersOf(group: Group, context: PlanContext): GroupMembers {
  const known = MEMBERS.get(context) ?? new Map<Group, GroupMembers>();
  MEMBERS.set(context, known);
  const found = known.get(group);
  if (found) return found;
  const firstWith = new Map<Bump, string>();
  for (const name of group.members) {
    const bump = context.releases.has(name) && greatestOf(ownCauses(name, context));
    if (bump && !firstWith.has(bump)) firstWith.set(bump, name);
  }
  const members: GroupMembers = {
    names: new Set(group.members),
    highest: highestOf(group.members, context),
    firstWith,
  };
  known.set(group, members);
  return members;
}

function highestOf(members: readonly string[], { packages }: PlanContext): string | undefined {
  let highest: Package | undefined;
  for (const name of members) {
    const pkg = packages.get(name);
    if (pkg?.version && (!highest?.version || gt(pkg.version, highest.version))) highest = pkg;
  }
  return highest?.name;
}

/**
 * Leaving pre mode gives every prerelease its stable version, asked for or not; Changesets 2 then also
 * releases the packages that it skips otherwise.
 */
function preCauses(release: NativeRelease, { pre, packages, major }: PlanContext): Cause[] {
  const { version, skipped } = packages.get(release.name) ?? {};
  if (pre?.mode !== "exit" || !(version?.includes("-") || (major === 2 && skipped))) return [];
  return [{ kind: "pre", tag: pre.tag, bump: "patch", at: pre.at }];
}

const greatestOf = (causes: readonly Cause[]): Bump => greatest(causes.map(({ bump }) => bump));

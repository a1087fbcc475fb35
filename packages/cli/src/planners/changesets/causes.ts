import {
  BUMPS,
  type Bump,
  type Cause,
  type Dependency,
  type Group,
  type Package,
  type PreMode,
  distance,
  greatest,
  isOver,
  satisfies,
} from "@release-policy/core/internal";
import gt from "semver/functions/gt.js";
import inc from "semver/functions/inc.js";
import type { ChangesetsConfig } from "../../workspace/changesets/changesets-config.ts";
import type { DeclaredCauses } from "../port.ts";
import { type ThroughGroups, throughGroups } from "../through-groups.ts";
import { type NativeRelease, plannedRange } from "./ranges.ts";

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

/**
 * Why each release is in the plan: its changesets, then its dependencies, then its groups, then pre mode. What leads from
 * no changeset and no mode to a bump is the work of another planner than the one that is known here.
 */
export function causesOfAll(context: PlanContext): ReadonlyMap<string, readonly Cause[]> {
  const own = new Map<string, readonly Cause[]>();
  const effects: KnownEffects = { ofTarget: new Map(), ofVersions: new Map() };
  for (const release of context.releases.values()) {
    const causes = release.type === "none" ? [] : ownCauses(release.name, context, effects);
    own.set(release.name, withinRelease(causes, release, context));
  }
  // There is nothing to add then, and most workspaces are like this.
  if (!context.foreign && context.groups.length === 0 && context.pre?.mode !== "exit") return own;
  const known = throughGroups(own, context.groups);
  if (!context.foreign) return withGroups(own, known, context);
  const unknown = [...context.releases.values()].filter(({ name, type }) =>
    isOver(type, known.reached.get(name) ?? "none"),
  );
  if (unknown.length === 0) return withGroups(own, known, context);
  for (const release of unknown)
    own.set(release.name, [...own.get(release.name)!, ...foreignCauses(release, context)]);
  return withGroups(own, throughGroups(own, context.groups), context);
}

/** Another release of the planner may give less along an edge than is known here: the release itself says how much. */
const withinRelease = (
  causes: readonly Cause[],
  { type }: NativeRelease,
  { foreign }: PlanContext,
): readonly Cause[] =>
  foreign
    ? causes.map((cause) =>
        cause.kind === "dependency" && isOver(cause.bump, type) ? { ...cause, bump: type } : cause,
      )
    : causes;

const withGroups = (
  own: ReadonlyMap<string, readonly Cause[]>,
  through: ThroughGroups,
  context: PlanContext,
): ReadonlyMap<string, readonly Cause[]> =>
  new Map(
    [...own].map(([name, causes]) => {
      const release = context.releases.get(name)!;
      return [
        name,
        [
          ...causes,
          ...groupCauses(release, through, context),
          ...preCauses(release, through, context),
        ],
      ];
    }),
  );

/**
 * Another release of the planner propagates along the same edges by other conditions. Seen in the replays: up
 * to 6.0.8 no version satisfied `workspace:^`; 5.2 gave a patch for packages that are in the plan without a
 * release; 0.3 counted the changesets that earlier prereleases had used. Where the known conditions do not
 * explain a bump, these do.
 */
function foreignCauses({ name, type }: NativeRelease, context: PlanContext): Cause[] {
  const used = (context.consumed.get(name) ?? []).filter(({ bump }) => bump === type);
  if (used.length > 0) return [...used];
  const edges = edgesToReleases(name, context, new Set([name]));
  const peers = edges.filter(({ field }) => field === "peerDependencies");
  return (type === "major" && peers.length > 0 ? peers : edges).map(({ name: on, field, spec }) => {
    const range = plannedRange(spec, context.releases.get(on)!.oldVersion);
    return { kind: "dependency", on, field, range, bump: type };
  });
}

/** The edges to releases, also behind packages that are in the plan without one. */
function edgesToReleases(
  name: string,
  context: PlanContext,
  seen: Set<string>,
): readonly Dependency[] {
  return (context.packages.get(name)?.dependencies ?? []).flatMap((edge) => {
    const release = context.releases.get(edge.name);
    // Changesets looks a dependency up by its key: an alias leads nowhere.
    if (!release || edge.alias !== undefined || seen.has(edge.name)) return [];
    seen.add(edge.name);
    return release.type === "none" ? edgesToReleases(edge.name, context, seen) : [edge];
  });
}

const ownCauses = (name: string, context: PlanContext, known: KnownEffects): Cause[] => [
  ...(context.declared.get(name) ?? []),
  ...dependencyCauses(context.packages.get(name), context, known),
];

function dependencyCauses(
  pkg: Package | undefined,
  context: PlanContext,
  known: KnownEffects,
): Cause[] {
  const causes: Cause[] = [];
  for (const { name, field, spec, followed } of pkg?.dependencies ?? []) {
    const target = context.releases.get(name);
    if (!followed || field === "devDependencies" || !target || target.type === "none") continue;
    if (name === pkg?.name) continue;
    const isPeer = field === "peerDependencies";
    const effects = effectsOf(target, context, known);
    const key = isPeer ? `peer ${spec}` : spec;
    if (!effects.has(key)) effects.set(key, effectOf(spec, isPeer, target, context));
    const effect = effects.get(key);
    if (effect) causes.push({ kind: "dependency", on: name, field, ...effect });
  }
  return causes;
}

type Effect = Pick<
  Extract<Cause, { readonly kind: "dependency" }>,
  "range" | "left" | "bump" | "needs"
>;

type Effects = Map<string, Effect | undefined>;

/** Versions and ranges are few, even where releases and dependencies are many: equal releases share what they give. */
interface KnownEffects {
  readonly ofTarget: Map<NativeRelease, Effects>;
  readonly ofVersions: Map<string, Effects>;
}

function effectsOf(target: NativeRelease, context: PlanContext, known: KnownEffects): Effects {
  const own = known.ofTarget.get(target);
  if (own) return own;
  const { name, type, oldVersion, newVersion } = target;
  const key = `${type}\0${oldVersion}\0${newVersion}\0${context.packages.get(name)?.version}`;
  const effects: Effects = known.ofVersions.get(key) ?? new Map();
  known.ofVersions.set(key, effects);
  known.ofTarget.set(target, effects);
  return effects;
}

function effectOf(
  spec: string,
  isPeer: boolean,
  target: NativeRelease,
  context: PlanContext,
): Effect | undefined {
  const leaving = leavingBump(spec, target, context.packages.get(target.name));
  const effect = propagated(leaving, isPeer, target, context);
  const range = plannedRange(spec, target.oldVersion);
  return effect && { range, left: leaving !== undefined, ...effect };
}

/**
 * What a dependency's release gives its dependent, and the least release that would: Changesets 2 makes peers a major,
 * everything else is a patch.
 */
function propagated(
  leaving: Bump | undefined,
  isPeer: boolean,
  target: NativeRelease,
  { config, major }: PlanContext,
): { readonly bump: Bump; readonly needs: Bump } | undefined {
  const options = config.___experimentalUnsafeOptions_WILL_CHANGE_IN_PATCH;
  if (major === 2 && isPeer && target.type !== "patch") {
    if (!options.onlyUpdatePeerDependentsWhenOutOfRange) return { bump: "major", needs: "minor" };
    if (leaving) return { bump: "major", needs: greatest([leaving, "minor"]) };
  }
  if (options.updateInternalDependents === "always") return { bump: "patch", needs: "patch" };
  return leaving && { bump: "patch", needs: leaving };
}

/**
 * The smallest bump of the dependency whose version is outside the range, at the end of planning or before a group
 * raised the dependency: the planner checks at both times. Undefined if no bump up to the planned one is.
 */
function leavingBump(
  spec: string,
  { type, oldVersion, newVersion }: NativeRelease,
  pkg: Package | undefined,
): Bump | undefined {
  const tail = /-.*$/.exec(newVersion)?.[0] ?? "";
  const olds = [...new Set([oldVersion, pkg?.version ?? oldVersion])];
  const leaves = (bump: Bump): boolean =>
    olds.some((old) => {
      const next = bump === "none" ? null : inc(old, bump);
      return next !== null && !satisfies(`${next}${tail}`, plannedRange(spec, old));
    });
  const least = BUMPS.find((bump) => !isOver(bump, type) && leaves(bump));
  if (least !== undefined || type === "none") return least;
  return satisfies(newVersion, plannedRange(spec, oldVersion)) ? undefined : type;
}

function groupCauses(
  { name, oldVersion, newVersion, type }: NativeRelease,
  { raises, reached, groupsOf }: ThroughGroups,
  context: PlanContext,
): Cause[] {
  const version = context.packages.get(name)?.version;
  if (version === undefined) return [];
  return (groupsOf.get(name) ?? []).flatMap((group): Cause[] => {
    const highest = ofGroup(group, context).highest ?? name;
    const from = raises.filter((raise) => raise.group === group && raise.names.has(name));
    // A member that gives itself the bump still takes its number from the group.
    const counted = highest !== name && oldVersion !== version;
    if (counted && from.at(-1)?.bump !== type && reached.get(name) === type)
      from.push({ group, from: name, bump: type, names: new Set() });
    return from.toReversed().map((raise): Cause => {
      const step = raise.bump === type ? distance(version, newVersion) : "none";
      const bump = step === "none" ? raise.bump : step;
      const cause = { kind: "group", group: group.kind, from: raise.from, highest } as const;
      return { ...cause, version: oldVersion, needs: raise.bump, bump };
    });
  });
}

interface OfGroup {
  /** The member with the highest version. */
  readonly highest: string | undefined;
  readonly hasPrerelease: boolean;
}

/** Looked up once for a group, not once for each of its members: it may have thousands. */
const KNOWN = new WeakMap<Group, OfGroup>();

function ofGroup(group: Group, { packages }: PlanContext): OfGroup {
  const known = KNOWN.get(group);
  if (known) return known;
  let highest: Package | undefined;
  for (const name of group.members) {
    const pkg = packages.get(name);
    if (pkg?.version && (!highest?.version || gt(pkg.version, highest.version))) highest = pkg;
  }
  const hasPrerelease = group.members.some((name) => isAtPrerelease(packages.get(name)));
  const found = { highest: highest?.name, hasPrerelease };
  KNOWN.set(group, found);
  return found;
}

const isAtPrerelease = (pkg: Package | undefined): boolean => pkg?.version?.includes("-") === true;

/**
 * Leaving pre mode releases every prerelease as stable, even without a changeset, and every member of its groups: they
 * share the number of the prerelease. Changesets 2 then also releases the packages that it otherwise skips.
 */
function preCauses(
  { name, type }: NativeRelease,
  { groupsOf }: ThroughGroups,
  context: PlanContext,
): Cause[] {
  const { pre, packages, major } = context;
  if (pre?.mode !== "exit" || type === "none") return [];
  const pkg = packages.get(name);
  const isReleased =
    isAtPrerelease(pkg) ||
    (major === 2 && pkg?.skipped !== undefined) ||
    (groupsOf.get(name) ?? []).some((group) => ofGroup(group, context).hasPrerelease);
  return isReleased ? [{ kind: "pre", tag: pre.tag, bump: "patch", at: pre.at }] : [];
}

import { type PlannedRelease, materializeWorkspaceRange } from "@pnpm/releasing.versioning";
import {
  type Bump,
  type Cause,
  type Changeset,
  type Group,
  type Package,
  distance,
} from "@release-policy/core";
import compare from "semver/functions/compare.js";
import major from "semver/functions/major.js";
import { type ThroughGroups, throughGroups } from "../through-groups.ts";
import type { Versioning } from "./versioning.ts";

export interface PnpmContext {
  readonly versioning: Versioning;
  readonly changesets: readonly Changeset[];
  /** Packages by name and by `./dir`. */
  readonly byRef: ReadonlyMap<string, Package>;
  readonly planned: ReadonlyMap<Package, PlannedRelease>;
}

/** pnpm names the kinds of cause; the lines, edges and groups behind them are found beside it. */
export function pnpmCausesOfAll(
  context: PnpmContext,
  groups: readonly Group[],
): ReadonlyMap<Package, readonly Cause[]> {
  const releases = [...context.planned];
  const own = new Map(
    releases.map(([pkg, planned]) => [
      pkg.name,
      [
        ...changesetCauses(pkg, planned, context),
        ...dependencies(pkg, planned, context),
        ...epics(pkg, planned, context),
      ],
    ]),
  );
  const through = throughGroups(own, groups);
  return new Map(
    releases.map(([pkg, planned]) => [
      pkg,
      [
        ...own.get(pkg.name)!,
        ...fixed(pkg, planned, through, context),
        ...lanes(pkg, planned, own.get(pkg.name)!, context),
      ],
    ]),
  );
}

function changesetCauses(
  pkg: Package,
  { intents }: PlannedRelease,
  { changesets }: PnpmContext,
): Cause[] {
  const places = placesOf(changesets);
  return [...new Set(intents.flatMap(({ id }) => places.get(id) ?? []))]
    .toSorted((a, b) => a - b)
    .map((place) => changesets[place]!)
    .flatMap(({ id, bumps }) =>
      bumps
        .filter((bump) => bump.package === pkg.name && bump.bump !== "none")
        .map(({ bump, at }): Cause => ({ kind: "changeset", changeset: id, bump, at })),
    );
}

/** Made once for all releases of a plan: each has a few of hundreds of changesets. */
const PLACES = new WeakMap<readonly Changeset[], ReadonlyMap<string, number>>();

/** By id, where a changeset is in the list. */
function placesOf(changesets: readonly Changeset[]): ReadonlyMap<string, number> {
  let places = PLACES.get(changesets);
  if (!places) {
    places = new Map(changesets.map(({ id }, place) => [id, place]));
    PLACES.set(changesets, places);
  }
  return places;
}

function dependencies(pkg: Package, planned: PlannedRelease, { byRef }: PnpmContext): Cause[] {
  const updated = new Set(planned.dependencyUpdates.map(({ name }) => name));
  return pkg.dependencies.flatMap(({ name, field, spec }): Cause[] => {
    const version = byRef.get(name)?.version;
    if (!updated.has(name) || version === undefined || field === "devDependencies") return [];
    const range = materializeWorkspaceRange(spec, version);
    return range === null ? [] : [{ kind: "dependency", on: name, field, range, bump: "patch" }];
  });
}

function fixed(
  { name, version }: Package,
  planned: PlannedRelease,
  { lifts, groupsOf, reached }: ThroughGroups,
  { byRef }: PnpmContext,
): Cause[] {
  return (groupsOf.get(name) ?? []).flatMap((group): Cause[] => {
    const highest = highestMember(group, byRef);
    const from = lifts.filter((lift) => lift.group === group && lift.names.has(name));
    // A member that gives itself the bump still takes its number from the group.
    const counted = highest.version !== version;
    if (counted && from.at(-1)?.bump !== planned.bumpType && reached.has(name))
      from.push({ group, from: name, bump: planned.bumpType, names: new Set() });
    return from.toReversed().map((lift): Cause => {
      const bump = lift.bump === planned.bumpType ? stepOf(planned) : lift.bump;
      const cause = { kind: "group", group: "fixed", from: lift.from } as const;
      return { ...cause, highest: highest.name, version: highest.version!, needs: lift.bump, bump };
    });
  });
}

/** Looked up once for a group, not once for each of its members: it may have thousands. */
const HIGHEST = new WeakMap<Group, Package>();

/** The member with the highest version. */
function highestMember(group: Group, byRef: PnpmContext["byRef"]): Package {
  const known = HIGHEST.get(group);
  if (known) return known;
  const members = group.members.flatMap((member) => byRef.get(member) ?? []);
  const highest = members.toSorted((a, b) => compare(a.version!, b.version!)).at(-1)!;
  HIGHEST.set(group, highest);
  return highest;
}

/** The epic whose band the version is in: a lead that goes to 3.0.0 takes its packages to 300.0.0. */
function epics(pkg: Package, planned: PlannedRelease, context: PnpmContext): Cause[] {
  if (!planned.causes.includes("epic")) return [];
  const { versioning, byRef, planned: all } = context;
  const led = (versioning.epics ?? []).flatMap(({ lead, packages }) => {
    const leader = byRef.get(lead)!;
    const release = all.get(leader);
    if (!release) return [];
    const isBand = major(release.newVersion) * 100 === major(planned.newVersion);
    const isNamed = packages.some((name) => [pkg.name, pkg.dir, `./${pkg.dir}`].includes(name));
    return [{ leader, release, likeness: Number(isBand) * 2 + Number(isNamed) }];
  });
  // Two leads may go to the same major; a package is in one epic only.
  const [found] = led.toSorted((a, b) => b.likeness - a.likeness);
  if (!found) return [];
  const { leader, release } = found;
  const isOwn = changesetCauses(leader, release, context).some(({ bump }) => bump === "major");
  const cause = { kind: "epic", lead: leader.name, bump: stepOf(planned) } as const;
  return [isOwn ? { ...cause, needs: "major" } : cause];
}

/** A package that leaves its lane is released for that; on a lane, only the form of its version is the lane's. */
function lanes(
  { name, dir }: Package,
  { currentVersion }: PlannedRelease,
  own: readonly Cause[],
  { versioning }: PnpmContext,
): Cause[] {
  const lane = versioning.lanes?.[name] ?? versioning.lanes?.[`./${dir}`];
  const leaves = lane === undefined && currentVersion.includes("-");
  if (!leaves && (lane === undefined || own.length > 0)) return [];
  return [{ kind: "lane", lane, bump: "patch" }];
}

const stepOf = ({ currentVersion, newVersion, bumpType }: PlannedRelease): Bump => {
  const bump = distance(currentVersion, newVersion);
  return bump === "none" ? bumpType : bump;
};

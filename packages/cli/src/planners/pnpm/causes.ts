import { type PlannedRelease, materializeWorkspaceRange } from "@pnpm/releasing.versioning";
import { type Bump, type Cause, type Group, type Package, distance } from "@release-policy/core";
import compare from "semver/functions/compare.js";
import major from "semver/functions/major.js";
import type { DeclaredCauses } from "../port.ts";
import { type ThroughGroups, throughGroups } from "../through-groups.ts";
import { type Versioning, refOf } from "./versioning.ts";

export interface PnpmContext {
  readonly versioning: Versioning;
  /** Each package's bumps in all changesets. */
  readonly declared: DeclaredCauses;
  /** Packages by name and by `./dir`. */
  readonly byRef: ReadonlyMap<string, Package>;
  readonly planned: ReadonlyMap<Package, PlannedRelease>;
}

/** pnpm names the kinds of cause; their lines, dependencies and groups are found separately. */
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

const changesetCauses = (
  { name }: Package,
  { intents }: PlannedRelease,
  { declared }: PnpmContext,
): readonly Extract<Cause, { kind: "changeset" }>[] => {
  const used = new Set(intents.map(({ id }) => id));
  return (declared.get(name) ?? []).filter(({ changeset }) => used.has(changeset));
};

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
  { raises, groupsOf, reached }: ThroughGroups,
  { byRef }: PnpmContext,
): Cause[] {
  return (groupsOf.get(name) ?? []).flatMap((group): Cause[] => {
    const highest = highestMember(group, byRef);
    const from = raises.filter((raise) => raise.group === group && raise.names.has(name));
    // A member that gives itself the bump still takes its number from the group.
    const counted = highest.version !== version;
    if (counted && from.at(-1)?.bump !== planned.bumpType && reached.has(name))
      from.push({ group, from: name, bump: planned.bumpType, names: new Set() });
    return from.toReversed().map((raise): Cause => {
      const bump = raise.bump === planned.bumpType ? stepOf(planned) : raise.bump;
      const cause = { kind: "group", group: "fixed", from: raise.from } as const;
      return {
        ...cause,
        highest: highest.name,
        version: highest.version!,
        needs: raise.bump,
        bump,
      };
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

/** The epic whose band contains the version: a lead at 3.0.0 moves its packages to 300.0.0. */
function epics(pkg: Package, planned: PlannedRelease, context: PnpmContext): Cause[] {
  if (!planned.causes.includes("epic")) return [];
  const { all, byName, byBand } = movedEpics(context);
  const band = major(planned.newVersion) / 100;
  const naming = [pkg.name, refOf(pkg)].flatMap((ref) => byName.get(ref) ?? []);
  // Two leads may go to the same major; a package is in one epic only.
  const found =
    naming.find((epic) => epic.band === band) ?? byBand.get(band)?.[0] ?? naming[0] ?? all[0];
  if (!found) return [];
  const cause = { kind: "epic", lead: found.lead, bump: stepOf(planned) } as const;
  return [found.isOwn ? { ...cause, needs: "major" } : cause];
}

/** An epic whose lead is released. */
interface MovedEpic {
  readonly lead: string;
  /** The next major of the lead. */
  readonly band: number;
  /** The lead's own changesets declare the major. */
  readonly isOwn: boolean;
}

interface MovedEpics {
  readonly all: readonly MovedEpic[];
  /** As its setting writes a package: a name or a folder. */
  readonly byName: ReadonlyMap<string, readonly MovedEpic[]>;
  readonly byBand: ReadonlyMap<number, readonly MovedEpic[]>;
}

/** Made once for all packages of a plan. */
const MOVED = new WeakMap<PnpmContext, MovedEpics>();

function movedEpics(context: PnpmContext): MovedEpics {
  const known = MOVED.get(context);
  if (known) return known;
  const { versioning, byRef, planned } = context;
  const named = (versioning.epics ?? []).flatMap(({ lead, packages }) => {
    const leader = byRef.get(lead)!;
    const release = planned.get(leader);
    if (!release) return [];
    const isOwn = changesetCauses(leader, release, context).some(({ bump }) => bump === "major");
    const epic: MovedEpic = { lead: leader.name, band: major(release.newVersion), isOwn };
    return [...new Set(packages)].map((name) => ({ name, epic }));
  });
  const all = [...new Set(named.map(({ epic }) => epic))];
  const byName = Map.groupBy(named, ({ name }) => name);
  const moved = {
    all,
    byName: new Map(
      Array.from(byName, ([name, of]) => [name, of.map(({ epic }) => epic)] as const),
    ),
    byBand: Map.groupBy(all, ({ band }) => band),
  };
  MOVED.set(context, moved);
  return moved;
}

/** A package that leaves its lane is released for that; on a lane, only the form of its version is the lane's. */
function lanes(
  pkg: Package,
  { currentVersion }: PlannedRelease,
  own: readonly Cause[],
  { versioning }: PnpmContext,
): Cause[] {
  const lane = versioning.lanes?.[pkg.name] ?? versioning.lanes?.[refOf(pkg)];
  const leaves = lane === undefined && currentVersion.includes("-");
  if (!leaves && (lane === undefined || own.length > 0)) return [];
  return [{ kind: "lane", lane, bump: "patch" }];
}

const stepOf = ({ currentVersion, newVersion, bumpType }: PlannedRelease): Bump => {
  const bump = distance(currentVersion, newVersion);
  return bump === "none" ? bumpType : bump;
};

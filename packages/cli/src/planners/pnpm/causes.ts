import { type PlannedRelease, materializeWorkspaceRange } from "@pnpm/releasing.versioning";
import {
  type Bump,
  type Cause,
  type Changeset,
  type Package,
  distance,
  greatest,
} from "@release-policy/core";
import compare from "semver/functions/compare.js";
import type { Versioning } from "./versioning.ts";

export interface PnpmContext {
  readonly versioning: Versioning;
  readonly changesets: readonly Changeset[];
  /** Packages by name and by `./dir`. */
  readonly byRef: ReadonlyMap<string, Package>;
  readonly planned: ReadonlyMap<Package, PlannedRelease>;
}

/** pnpm names the kinds of cause; the lines, edges and groups behind them are found beside it. */
export function pnpmCauses(pkg: Package, planned: PlannedRelease, context: PnpmContext): Cause[] {
  return [
    ...changesetCauses(pkg, planned, context),
    ...dependencies(pkg, planned, context),
    ...fixed(pkg, planned, context),
    ...epics(planned, context),
    ...lanes(pkg, planned, context),
  ];
}

function changesetCauses(
  pkg: Package,
  { intents }: PlannedRelease,
  { changesets }: PnpmContext,
): Cause[] {
  const ids = new Set(intents.map(({ id }) => id));
  return changesets
    .filter(({ id }) => ids.has(id))
    .flatMap(({ id, bumps }) =>
      bumps
        .filter((bump) => bump.package === pkg.name && bump.bump !== "none")
        .map(({ bump, at }): Cause => ({ kind: "changeset", changeset: id, bump, at })),
    );
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

function fixed(pkg: Package, planned: PlannedRelease, context: PnpmContext): Cause[] {
  return groupsOf(context).flatMap(({ members, highest, firstWith }): Cause[] => {
    if (!members.has(pkg)) return [];
    const isOwn = ownBump(pkg, context) === planned.bumpType;
    const from = isOwn ? pkg : firstWith.get(planned.bumpType);
    if (!from || (from === pkg && highest.version === pkg.version)) return [];
    return [
      {
        kind: "group",
        group: "fixed",
        from: from.name,
        highest: highest.name,
        version: highest.version!,
        bump: reached(planned),
      },
    ];
  });
}

interface FixedGroup {
  readonly members: ReadonlySet<Package>;
  /** The one with the highest version. */
  readonly highest: Package;
  /** By bump, the first member to which its changesets and dependencies alone give it. */
  readonly firstWith: ReadonlyMap<Bump, Package>;
}

/** Looked at once for a group, not once for each of its members: it may have thousands. */
const GROUPS = new WeakMap<PnpmContext, readonly FixedGroup[]>();

function groupsOf(context: PnpmContext): readonly FixedGroup[] {
  const groups = GROUPS.get(context) ?? fixedGroups(context);
  GROUPS.set(context, groups);
  return groups;
}

const fixedGroups = (context: PnpmContext): readonly FixedGroup[] =>
  (context.versioning.fixed ?? []).flatMap((refs): FixedGroup[] => {
    const members = refs.flatMap((ref) => context.byRef.get(ref) ?? []);
    const highest = members.toSorted((a, b) => compare(a.version!, b.version!)).at(-1);
    if (!highest) return [];
    const firstWith = new Map<Bump, Package>();
    for (const member of members) {
      const bump = ownBump(member, context);
      if (!firstWith.has(bump)) firstWith.set(bump, member);
    }
    return [{ members: new Set(members), highest, firstWith }];
  });

/** What the package's changesets and dependencies alone give it. */
function ownBump(pkg: Package, context: PnpmContext): Bump {
  const planned = context.planned.get(pkg);
  if (!planned) return "none";
  const causes = [
    ...changesetCauses(pkg, planned, context),
    ...dependencies(pkg, planned, context),
  ];
  return greatest(causes.map(({ bump }) => bump));
}

function epics(planned: PlannedRelease, context: PnpmContext): Cause[] {
  if (!planned.causes.includes("epic")) return [];
  return (context.versioning.epics ?? [])
    .filter(({ lead }) => context.planned.has(context.byRef.get(lead)!))
    .slice(0, 1)
    .map(({ lead }) => ({
      kind: "epic",
      lead: context.byRef.get(lead)!.name,
      bump: reached(planned),
    }));
}

/** A package that joins or leaves a lane takes the form of the lane, whatever its changesets say. */
function lanes(
  { name, dir }: Package,
  planned: PlannedRelease,
  { versioning }: PnpmContext,
): Cause[] {
  const lane = versioning.lanes?.[name] ?? versioning.lanes?.[`./${dir}`];
  const wasOnLane = planned.currentVersion.includes("-");
  if (lane === undefined && !wasOnLane) return [];
  return [{ kind: "lane", lane, bump: "patch" }];
}

const reached = ({ currentVersion, newVersion, bumpType }: PlannedRelease): Bump => {
  const bump = distance(currentVersion, newVersion);
  return bump === "none" ? bumpType : bump;
};

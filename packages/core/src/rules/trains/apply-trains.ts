import gt from "semver/functions/gt.js";
import valid from "semver/functions/valid.js";
import type { Facts, Package, PublishedRange, Release } from "../../facts/facts.ts";
import type { Policy } from "../../policy/policy.ts";
import { firstInside, rangeOf } from "../../policy/track.ts";
import { distance } from "../../versions/bump.ts";
import { type Place, trainVersions } from "./train-versions.ts";

/** A member that gets its train's number, which the planner does not give it. */
export interface TrainMove {
  readonly name: string;
  readonly dir: string;
  readonly leader: string;
  readonly from: string;
  /** What the planner writes; undefined if it does not release the member. */
  readonly planned?: string;
  readonly to: string;
}

/**
 * The facts after the named members of offset and table trains have their train's version, with the necessary moves.
 * The same facts if there are none. Versions never decrease, and `same` is left to a fixed group.
 */
export function withTrains(
  facts: Facts,
  policy: Policy,
  names: ReadonlySet<string>,
): { readonly facts: Facts; readonly moves: readonly TrainMove[] } {
  const released = new Map(facts.releases.map((release) => [release.name, release]));
  const packages = new Map(facts.packages.map((pkg) => [pkg.name, pkg]));
  const moves = trainVersions(facts, policy).flatMap((place): TrainMove[] => {
    const from = packages.get(place.name)?.version;
    const to = targetOf(place);
    // A train without a release is not changed: former members are not moved back here.
    if (!released.has(place.name) && !released.has(place.train.leader)) return [];
    if (!names.has(place.name) || !valid(from) || to === undefined || !gt(to, from!)) return [];
    const { name, dir } = place;
    const planned = released.get(name)?.to;
    const { leader } = place.train;
    return [{ name, dir, leader, from: from!, to, ...(planned === undefined ? {} : { planned }) }];
  });
  if (moves.length === 0) return { facts, moves };
  const moved = new Map(moves.map((move) => [move.name, move]));
  const versionOf = (name: string): string | undefined =>
    moved.get(name)?.to ?? released.get(name)?.to ?? packages.get(name)?.version;
  const releases = [
    ...facts.releases,
    ...moves.filter(({ name }) => !released.has(name)).map((move) => ownRelease(move, packages)),
  ].map((release) => {
    const pkg = packages.get(release.name)!;
    const ranges = release.ranges.map((range) => rangeAfter(range, pkg, moved, versionOf));
    return { ...release, to: moved.get(release.name)?.to ?? release.to, ranges };
  });
  return { facts: { ...facts, releases }, moves };
}

function targetOf({ train, expected, inPlace }: Place): string | undefined {
  if (inPlace || expected === undefined || train.version === "same") return undefined;
  return "table" in train.version ? firstInside(rangeOf(expected)!) : expected;
}

/** Of a member that the planner leaves alone. */
function ownRelease(
  { name, dir, leader, from, to }: TrainMove,
  packages: ReadonlyMap<string, Package>,
): Release {
  const bump = distance(from, to);
  const ranges = packages
    .get(name)!
    .dependencies.flatMap(({ name: on, alias, field, range }): PublishedRange[] =>
      field === "devDependencies" || range === undefined
        ? []
        : [{ on, ...(alias === undefined ? {} : { alias }), field, before: range, after: range }],
    );
  const causes = [{ kind: "train" as const, leader, bump }];
  return { name, dir, from, to, bump, causes, ranges, written: false };
}

/** Workspace ranges follow by themselves; others where the planner wrote the number that it gave the member. */
function rangeAfter(
  range: PublishedRange,
  pkg: Package,
  moved: ReadonlyMap<string, TrainMove>,
  versionOf: (name: string) => string | undefined,
): PublishedRange {
  const { on, alias, field, before, after } = range;
  const spec = pkg.dependencies.find(
    (edge) => edge.name === on && edge.alias === alias && edge.field === field,
  )?.spec;
  const mark = /^workspace:(?:.+@)?([*^~]?)$/.exec(spec ?? "")?.[1];
  if (mark !== undefined) {
    return { ...range, after: `${mark === "*" ? "" : mark}${versionOf(on) ?? ""}` };
  }
  const move = moved.get(on);
  return move?.planned === undefined || before === after
    ? range
    : { ...range, after: rangeOn(after, move.planned, move.to) };
}

/** `^0.26.0` for `^0.25.1`, and likewise `~` and the bare number; every other range as it is. */
const rangeOn = (range: string, planned: string, to: string): string => {
  const prefix = ["", "^", "~"].find((mark) => range === `${mark}${planned}`);
  return prefix === undefined ? range : `${prefix}${to}`;
};

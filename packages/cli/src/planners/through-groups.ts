import {
  type Bump,
  type Cause,
  type Group,
  greatest,
  propagation,
} from "@release-policy/core/internal";

/** A group that gave members a bump, which one of them had first for another reason. */
interface GroupRaise {
  readonly group: Group;
  readonly from: string;
  readonly bump: Bump;
  /** The members for which it was more than they had. */
  readonly names: ReadonlySet<string>;
}

export interface ThroughGroups {
  /** The groups of each member. */
  readonly groupsOf: ReadonlyMap<string, readonly Group[]>;
  /** In order of their effect: a group can raise twice, the second time because of the first's consequences. */
  readonly raises: readonly GroupRaise[];
  readonly reached: ReadonlyMap<string, Bump>;
}

/**
 * What groups add to the causes that the released packages have apart from them. Planners take turns: what changesets and
 * dependencies give, all of it, then every group.
 */
export function throughGroups(
  own: ReadonlyMap<string, readonly Cause[]>,
  groups: readonly Group[],
): ThroughGroups {
  const { reached, raise } = propagation(own);
  const raises: GroupRaise[] = [];
  const first = new Map(groups.map((group) => [group, new Map<Bump, string>()]));
  for (let moved = true; moved;) {
    moved = false;
    for (const group of groups) {
      // A linked group waits until something else releases a member.
      const members = group.members.filter((name) =>
        (group.kind === "fixed" ? own : reached).has(name),
      );
      const bump = greatest(members.map((name) => reached.get(name) ?? "none"));
      if (members.every((name) => (reached.get(name) ?? "none") === bump)) continue;
      const known = first.get(group)!;
      const from = known.get(bump) ?? members.find((name) => reached.get(name) === bump)!;
      known.set(bump, from);
      moved = true;
      raises.push({ group, from, bump, names: new Set(raise(members, bump)) });
    }
  }
  const groupsOf = new Map<string, Group[]>();
  for (const group of groups)
    for (const name of new Set(group.members)) {
      const known = groupsOf.get(name);
      if (known) known.push(group);
      else groupsOf.set(name, [group]);
    }
  return { groupsOf, raises, reached };
}

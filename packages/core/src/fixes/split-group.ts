import type { Group } from "../facts/facts.ts";
import { type Remedies, isSamePlace } from "../judge/edit.ts";
import type { View } from "../judge/view.ts";
import { type Sentence, list, say, series } from "../sentence.ts";
import { groupsInstead, leaveEpic } from "./leave-group.ts";

/** The members of a group that are on one track. */
export interface GroupPart {
  readonly track: string;
  readonly members: readonly string[];
}

/** The members of a group by their tracks, without those that are on none. */
export function partsOf({ members }: Group, view: View): readonly GroupPart[] {
  const tracked = members.filter((name) => view.trackOf(name));
  const byTrack = Map.groupBy(tracked, (name) => view.trackOf(name)!.name);
  return Array.from(byTrack, ([track, inIt]) => ({ track, members: inIt }));
}

/** A group whose members are on several tracks becomes one group for each track. */
export const splitGroup: Remedies = ({ at }, view) => {
  const group = view.groups.find((one) => isSamePlace(one.at, at));
  if (!group) return [];
  const parts = partsOf(group, view);
  const split = (one: Group) =>
    one === group ? parts.map(({ members }) => members) : [one.members];
  const edit = groupsInstead(view, group.kind, split, sayParts(parts));
  const [apart] = membersApart(view);
  return apart ? [[edit], [edit, leaveEpic(apart.name, apart.lead, view)]] : [[edit]];
};

export const sayParts = (parts: readonly GroupPart[]): Sentence =>
  say`split the group by track: ${series(parts.map(({ track, members }) => say`${track} (${list(members)})`))}`;

/** The members of epics of pnpm that are on another track than their lead. */
const membersApart = ({ epics = [], trackOf }: View) =>
  epics.flatMap(({ lead, packages }) =>
    packages
      .filter((name) => trackOf(name) && trackOf(name)?.name !== trackOf(lead)?.name)
      .map((name) => ({ name, lead })),
  );

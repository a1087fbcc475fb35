import type { Group } from "../facts/facts.ts";
import { type Remedies, isSamePlace } from "../judge/edit.ts";
import type { View } from "../judge/view.ts";
import { type Sentence, list, say, series } from "../sentence.ts";
import { groupsInstead } from "./leave-group.ts";

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
  const group = view.groups.find((one) => isSamePlace(one.at, at) && partsOf(one, view).length > 1);
  if (!group) return [];
  const parts = partsOf(group, view);
  const split = (one: Group) =>
    one === group ? parts.map(({ members }) => members) : [one.members];
  return [[groupsInstead(view, group.kind, split, sayParts(parts))]];
};

export const sayParts = (parts: readonly GroupPart[]): Sentence =>
  say`split the group by track: ${series(parts.map(({ track, members }) => say`${track} (${list(members)})`))}`;

import type { Group } from "../facts/facts.ts";
import { type Edit, type Remedies, isSamePlace } from "../judge/edit.ts";
import type { View } from "../judge/view.ts";
import { type Sentence, list, say, series } from "../sentence.ts";

type SetEdit = Extract<Edit, { readonly kind: "set" }>;

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

/** The package is in no group of that kind any more. */
export const leaveGroup = (name: string, kind: Group["kind"], view: View): Edit =>
  groupsInstead(
    view,
    kind,
    ({ members }) => [members.filter((member) => member !== name)],
    say`remove ${name} from the ${kind} group`,
  );

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

function groupsInstead(
  view: View,
  kind: Group["kind"],
  instead: (group: Group) => readonly (readonly string[])[],
  words: Sentence,
): SetEdit {
  const isPnpm = view.planner.id === "pnpm";
  return {
    kind: "set",
    path: isPnpm ? "pnpm-workspace.yaml" : ".changeset/config.json",
    keys: isPnpm ? ["versioning", kind] : [kind],
    value: view.groups
      .filter((group) => group.kind === kind)
      .flatMap(instead)
      .filter((members) => members.length > 1),
    say: words,
  };
}

/** The package is not in an epic any more. Empty where none names it or its folder: a pattern takes other packages, too. */
export function leaveEpic(name: string, lead: string, { epics = [], packageNamed }: View): Edit[] {
  const dir = packageNamed(name)?.dir ?? "";
  const names = [name, dir, `./${dir}`];
  if (!epics.some(({ packages }) => packages.some((one) => names.includes(one)))) return [];
  return [
    {
      kind: "set",
      path: "pnpm-workspace.yaml",
      keys: ["versioning", "epics"],
      value: epics
        .map((epic) => ({ ...epic, packages: epic.packages.filter((one) => !names.includes(one)) }))
        .filter(({ packages }) => packages.length > 0),
      say: say`remove ${name} from the epic of ${lead}`,
    },
  ];
}

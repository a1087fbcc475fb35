import type { Epic, Group } from "../facts/facts.ts";
import type { Edit } from "../judge/edit.ts";
import type { View } from "../judge/view.ts";
import { type Sentence, say } from "../sentence.ts";

/** The package is in no group of that kind any more. */
export const leaveGroup = (name: string, kind: Group["kind"], view: View): Edit =>
  groupsInstead(
    view,
    kind,
    ({ members }) => [members.filter((member) => member !== name)],
    say`remove ${name} from the ${kind} group`,
  );

/** The groups of a kind, each of them replaced. */
export function groupsInstead(
  view: View,
  kind: Group["kind"],
  instead: (group: Group) => readonly (readonly string[])[],
  words: Sentence,
): Edit {
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

/** The package is not in an epic of pnpm any more, be it by its name, its folder or a pattern. */
export function leaveEpic(name: string, lead: string, view: View): Edit {
  const { epics = [] } = view;
  const [own, leads] = [refsOf(name, view), refsOf(lead, view)];
  const isLed = (epic: Epic) => leads.includes(epic.lead);
  const isMatched = epics.some(
    (epic) => isLed(epic) && !epic.packages.some((one) => own.includes(one)),
  );
  return {
    kind: "set",
    path: "pnpm-workspace.yaml",
    keys: ["versioning", "epics"],
    value: epics
      .map((epic) => {
        const others = epic.packages.filter((one) => !own.includes(one));
        return { ...epic, packages: isMatched && isLed(epic) ? [...others, `!${name}`] : others };
      })
      .filter(({ packages }) => packages.length > 0),
    say: isMatched
      ? say`add ${`!${name}`} to the packages of the epic of ${lead}`
      : say`remove ${name} from the epic of ${lead}`,
  };
}

/** How the settings of pnpm may name a package. */
function refsOf(name: string, { packageNamed }: View): readonly string[] {
  const dir = packageNamed(name)?.dir;
  return dir === undefined ? [name] : [name, dir === "." ? "./" : `./${dir}`];
}

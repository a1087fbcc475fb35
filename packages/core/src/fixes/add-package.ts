import type { Release } from "../facts/facts.ts";
import { type Edit, type Fixer, bumpLine, changesetText, slug } from "../judge/edit.ts";
import { lostPeers } from "./lost-peers.ts";
import { placeOf } from "../judge/remedy.ts";
import type { View } from "../judge/view.ts";
import type { Policy } from "../policy/policy.ts";
import { selects } from "../policy/selector.ts";
import { type Bump, distance, isOver } from "../versions/bump.ts";

/** A new changeset for a package whose published peer range gets narrower. */
export const announceLostPeer: Fixer = ({ package: name = "" }, view) => {
  const lost = lostPeers(view, "line").filter((one) => one.package === name);
  const [first] = lost;
  if (!first || first.release.written) return undefined;
  const peers = [...new Set(lost.map(({ peer }) => peer.on))].join(" and ");
  return created(
    name,
    first.breaking,
    `**BREAKING**: only supports new versions of its peer ${peers}.`,
  );
};

/** The members' bump for an umbrella; a patch for a bundler. */
export const addCoupled: Fixer = ({ package: name = "" }, view) =>
  raiseUmbrella(name, view) ?? addTo(view, name, "patch", movingMembers(view, "bundler", name)[0]);

/** The umbrella takes the greatest bump of its members. */
function raiseUmbrella(name: string, view: View): readonly Edit[] | undefined {
  const members = movingMembers(view, "umbrella", name);
  const ahead = members.reduce<Release | undefined>(
    (most, one) => (!most || isOver(moveOf(one), moveOf(most)) ? one : most),
    undefined,
  );
  return ahead && addTo(view, name, moveOf(ahead), ahead);
}

const moveOf = ({ from, to }: Release): Bump => distance(from, to);

const movingMembers = (
  view: View,
  kind: Policy["couplings"][number]["kind"],
  name: string,
): readonly Release[] => {
  const couplings = view.policy.couplings.filter(
    (one) => one.kind === kind && one.package === name,
  );
  return view.judged.filter(
    (release) =>
      release.name !== name && couplings.some(({ members }) => selects(members, release)),
  );
};

/** In the changeset that bumps the member, or in a new one. */
function addTo(
  view: View,
  name: string,
  bump: Bump,
  member: Release | undefined,
): readonly Edit[] | undefined {
  if (!member || member.written || bump === "none") return undefined;
  const { path } = placeOf(view, member);
  const own = view.declared.filter(({ changeset }) => changeset.path === path);
  const [first] = own;
  if (!first?.bump.nameAt) return created(name, bump, `Released together with ${member.name}.`);
  const listed = own.find((one) => one.bump.package === name)?.bump;
  if (listed) {
    return [{ kind: "replace", path, at: listed.at, was: listed.bump, text: bump }];
  }
  return [{ kind: "insert", path, at: first.bump.nameAt, text: bumpLine(name, bump) }];
}

/** Names in the sentence are code of a line that a stranger may have named: no line break leaves it. */
const created = (name: string, bump: Bump, sentence: string): readonly Edit[] => [
  {
    kind: "create",
    path: `.changeset/${slug(name)}-${bump}.md`,
    text: changesetText(name, bump, sentence.replaceAll(/\s+/g, " ")),
  },
];

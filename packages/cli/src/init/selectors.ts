import type { Package } from "@release-policy/core";
import type { ProposedTrack } from "./proposal.ts";

/** So many packages make a folder worth naming in place of them. */
const WORTH_A_FOLDER = 3;

/** The selectors of each track: the largest takes everything that the others do not name. */
export function selectorsOf(tracks: readonly ProposedTrack[]): readonly (readonly string[])[] {
  const rest = tracks.reduce<ProposedTrack | undefined>(
    (most, track) => (track.members.length > (most?.members.length ?? 0) ? track : most),
    undefined,
  );
  const named = tracks.map((track) => (track === rest ? [] : namesOf(track, tracks)));
  const others = named.flat().map((text) => `!${text}`);
  return tracks.map((track, i) => (track === rest ? ["*", ...others] : named[i]!));
}

/** Whole folders, where no package of another track lies in them, and names. */
function namesOf(track: ProposedTrack, tracks: readonly ProposedTrack[]): readonly string[] {
  const foreign = new Set(
    tracks.flatMap((other) => (other === track ? [] : other.members.map(parentOf))),
  );
  return [...Map.groupBy(track.members, parentOf)].flatMap(([parent, members]) =>
    parent !== "" && members.length >= WORTH_A_FOLDER && !foreign.has(parent)
      ? [`./${parent}/*`]
      : members.map(nameOf),
  );
}

const parentOf = ({ dir }: Package): string => dir.split("/").slice(0, -1).join("/");

/** What the grammar of selectors would take for something else is named by its folder. */
const nameOf = ({ name, dir }: Package): string => (/^!|\*/.test(name) ? `./${dir}` : name);

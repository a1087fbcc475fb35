import type { Changeset, DeclaredBump } from "./facts.ts";
import type { Track } from "./policy/policy.ts";
import type { View } from "./view.ts";

/** A pending changeset, with the first of its packages that is asked for evidence. */
export interface AskedText {
  readonly changeset: Changeset;
  readonly bump: DeclaredBump;
  readonly track: Track;
}

/** The changesets that release a package on a track which asks for something. */
export const askedTexts = (
  view: View,
  asks: (track: Track) => boolean | undefined,
): readonly AskedText[] =>
  view.changesets.flatMap((changeset) => {
    if (changeset.consumed) return [];
    const asked = changeset.bumps.flatMap((bump) => {
      const pkg = view.packageNamed(bump.package);
      const track = pkg && bump.bump !== "none" && view.isJudged(pkg) && view.trackOf(pkg.name);
      return track && asks(track) ? [{ changeset, bump, track }] : [];
    });
    return asked.slice(0, 1);
  });

/** The beginning of a text, short enough for a sentence. */
export function clipped(text: string): string {
  const characters = Array.from(text.slice(0, 200));
  return characters.length > 50 ? `${characters.slice(0, 49).join("")}…` : text;
}

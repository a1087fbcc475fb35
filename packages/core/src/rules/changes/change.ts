import type { Cause, Release } from "../../facts/facts.ts";
import type { Location } from "../../facts/location.ts";
import { legalBumps } from "../../judge/legal-bumps.ts";
import { raiseTo, whereMade } from "../../judge/remedy.ts";
import type { View } from "../../judge/view.ts";
import type { PolicyLine } from "../../policy/file.ts";
import type { Track } from "../../policy/policy.ts";
import { breakingBump } from "../../policy/track.ts";
import { type Sentence, say, series } from "../../sentence.ts";
import { type Bump, isOver } from "../../versions/bump.ts";

/** The kinds of change that need a bump of at least some size. */
export type ChangeKind =
  | "breaking"
  | "removal"
  | "deprecation"
  | "migration"
  | "runtime"
  | "export";

/** What a changeset declares, or what a package.json or a new file shows, and the bump that it takes. */
export interface Change {
  readonly package: string;
  readonly at: Location;
  /** Undefined if the package is not released. */
  readonly release?: Release;
  readonly cause?: Cause;
  readonly because?: PolicyLine;
  /** The smallest bump that the policy lets this change have, and the one that it gets. */
  readonly needed: Bump;
  readonly got: Bump;
  /** Goes on after "requires a major for". */
  readonly reason: Sentence;
  /** Found by comparing reports of the API, and declared nowhere. */
  readonly isOfApi?: true;
  /** The one element that it is about, where a waiver names it. */
  readonly api?: string;
  /** Set if the change is only announced: what it looked like. This is only a warning, whatever the bump. */
  readonly announcement?: Sentence;
  /** How to release without the change, as an imperative. */
  readonly without: Sentence;
}

/** The bump that a kind of change takes: what the policy says, but never more than what may break on the track. */
export function neededBump(
  kind: Bump | "off" | undefined,
  version: string,
  track: Track | undefined,
): Bump {
  if (kind === undefined || kind === "off") return "none";
  const breaking = breakingBump(version, track);
  return isOver(kind, breaking) ? breaking : kind;
}

/** The bump that makes the release legal; where the track allows none, how to release without the change. */
export function remedyFor(
  view: View,
  name: string,
  needed: Bump,
  changes: readonly Change[],
): Sentence {
  const { release } = changes[0]!;
  const cause = changes.find((change) => change.cause)?.cause;
  const without = series(changes.map((change) => change.without));
  const bump = legalBumps(view, name).find((one) => !isOver(needed, one));
  if (bump === undefined) {
    const track = view.trackOf(name)?.name;
    const who = track === undefined ? say`the policy` : say`track ${track}`;
    return whereMade(release, say`${who} does not allow a ${needed} here: ${without}`);
  }
  return say`${whereMade(release, raiseTo(bump, name, release, cause))}; if a smaller release is intended, ${without}`;
}

import type { OptionsFor } from "../../judge/rule.ts";
import type { View } from "../../judge/view.ts";
import { pathAndLine } from "../../judge/remedy.ts";
import { breakingBump } from "../../policy/track.ts";
import { say } from "../../sentence.ts";
import { carried, isOver } from "../../versions/bump.ts";
import { deprecationsOf, removalsOf } from "../deprecations/removals.ts";
import { type Change, neededBump } from "./change.ts";
import type { ChangeBumpOptions } from "./change-bump-options.ts";

/** APIs that changesets remove in a release that is too small for it. */
export const smallRemovals = (
  view: View,
  options: OptionsFor<ChangeBumpOptions>,
): readonly Change[] =>
  removalsOf(view).flatMap(({ package: name, api, release, at, cause, track }): Change[] => {
    const { removal: kind } = options(name).kinds;
    const required = track?.require.removal;
    if (!track || kind === "off" || (!kind && !required)) return [];
    const needed = kind ?? required?.bump ?? breakingBump(release.from, track);
    const got = carried(release.from, release.to);
    if (!isOver(needed, got)) return [];
    const because = kind
      ? track.line("rules.change-bump")
      : track.line("require.removal.bump", "require.removal", "breaking");
    const reason = say`the removal of ${api} (${pathAndLine(at)})`;
    const without = say`keep ${api} and delete its ${"Removes:"} line, ${pathAndLine(at)}`;
    return [{ package: name, at, release, cause, because, needed, got, reason, without }];
  });

/** APIs that changesets deprecate in a release that is too small for it. */
export const smallDeprecations = (
  view: View,
  options: OptionsFor<ChangeBumpOptions>,
): readonly Change[] =>
  deprecationsOf(view).flatMap(({ package: name, api, release, at, cause }): Change[] => {
    const track = view.trackOf(name);
    const needed = neededBump(options(name).kinds.deprecation, release.from, track);
    const got = carried(release.from, release.to);
    if (!isOver(needed, got)) return [];
    const because = track?.line("rules.change-bump");
    const found = { package: name, at, release, cause, needed, got };
    return [
      {
        ...found,
        ...(because ? { because } : {}),
        reason: say`the deprecation of ${api} (${pathAndLine(at)})`,
        without: say`postpone the deprecation and delete its ${"Deprecates:"} line, ${pathAndLine(at)}`,
      },
    ];
  });

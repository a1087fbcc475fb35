import type { OptionsFor } from "../../judge/rule.ts";
import { manifestAt, manifestIn } from "../../judge/remedy.ts";
import type { View } from "../../judge/view.ts";
import { list, say } from "../../sentence.ts";
import { carried, isOver } from "../../versions/bump.ts";
import { type Change, neededBump } from "./change.ts";
import type { ChangeBumpOptions } from "./change-bump-options.ts";

/** Paths under `exports` that the last release had, gone in a release that is too small for it. */
export const smallExportRemovals = (
  view: View,
  options: OptionsFor<ChangeBumpOptions>,
): readonly Change[] =>
  view.packages.filter(view.isJudged).flatMap((pkg): Change[] => {
    const { name, dir, version, requirements, released } = pkg;
    const now = requirements.entries;
    const removed = (released?.entries ?? []).filter((path) => !now?.includes(path));
    // Without `exports`, every file can be imported.
    if (!now || removed.length === 0 || version === undefined) return [];
    const release = view.releaseOf(name);
    const track = view.trackOf(name);
    const needed = neededBump(options(name).kinds.export, release?.from ?? version, track);
    const got = release ? carried(release.from, release.to) : "none";
    if (!isOver(needed, got)) return [];
    const because = track?.line("rules.change-bump");
    return [
      {
        package: name,
        at: manifestAt(dir, "exports"),
        ...(release ? { release } : {}),
        ...(because ? { because } : {}),
        needed,
        got,
        reason: say`the removed ${removed.length === 1 ? ["export"] : ["exports"]} ${list(removed)}`,
        without: say`keep ${list(removed)} under ${"exports"} in ${manifestIn(dir)}`,
      },
    ];
  });

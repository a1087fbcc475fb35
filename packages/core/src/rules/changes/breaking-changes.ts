import type { Declaration } from "../../facts/evidence.ts";
import type { Changeset } from "../../facts/facts.ts";
import { causeAt } from "../../judge/chain.ts";
import { allChangesets, causeFrom } from "../../judge/changesets-behind.ts";
import { isFree } from "../../judge/legal-bumps.ts";
import { pathAndLine } from "../../judge/remedy.ts";
import type { OptionsFor } from "../../judge/rule.ts";
import type { View } from "../../judge/view.ts";
import { breakingBump } from "../../policy/track.ts";
import { clipped, say } from "../../sentence.ts";
import { carried, isOver } from "../../versions/bump.ts";
import type { Change } from "./change.ts";
import type { ChangeBumpOptions } from "./change-bump-options.ts";

/** Breaking changes that changesets declare and no release of theirs is big enough for. */
export const smallBreakingChanges = (
  view: View,
  options: OptionsFor<ChangeBumpOptions>,
): readonly Change[] => allChangesets(view).flatMap((one) => tooSmallIn(view, one, options));

/**
 * If a changeset has several packages, its text does not say which one breaks: one of them must have a large enough
 * bump; otherwise the largest is reported. With `each`, all of them must.
 */
function tooSmallIn(
  view: View,
  changeset: Changeset,
  options: OptionsFor<ChangeBumpOptions>,
): readonly Change[] {
  if (changeset.consumed) return [];
  const all = changeset.bumps.flatMap(({ package: name, bump, at }): Change[] => {
    const [pkg, track, release] = [
      view.packageNamed(name),
      view.trackOf(name),
      view.releaseOf(name),
    ];
    const { kinds, own } = options(name);
    if (!pkg || !track || !release || bump === "none" || !view.isJudged(pkg)) return [];
    const breaks = changeset.declarations.filter(
      (one) => one.kind === "breaking" && !isFree(view, track, one),
    );
    const declaration =
      breaks.find(({ experimental }) => !experimental) ??
      breaks[0] ??
      changeset.declarations.find(({ kind }) => kind === "announcement");
    const least = (declaration?.experimental && kinds.experimental) ?? kinds.breaking;
    if (!declaration || !causeFrom(release, changeset) || least === "off") return [];
    if (track.scheme !== "semver" && !track.breaking && !least) return [];
    const cause = causeAt(release, at);
    const needed = least ?? breakingBump(release.from, track);
    const got = own ? bump : carried(release.from, release.to);
    return [
      {
        package: name,
        at,
        release,
        ...(cause ? { cause } : {}),
        // Where the bump is large enough, nothing is reported, and looking up the line takes a parser.
        ...(isOver(needed, got)
          ? { because: track.line(least ? "rules.change-bump" : "breaking") }
          : {}),
        needed,
        got,
        ...(declaration.kind === "announcement"
          ? announced(declaration)
          : {
              reason: say`the breaking change "${clipped(declaration.value.replace(/\.$/, ""))}" (${pathAndLine(declaration.at)})`,
              without: say`keep the old behavior and delete line ${declaration.at.line}`,
            }),
      },
    ];
  });
  const small = all.filter(({ got, needed }) => isOver(needed, got));
  const each = small.filter(({ package: name }) => options(name).each);
  if (each.length > 0 || small.length < all.length) return each;
  return small
    .toSorted((a, b) => Number(isOver(b.got, a.got)) - Number(isOver(a.got, b.got)))
    .slice(0, 1);
}

/** An announcement does not break anything yet, in any section. */
const announced = ({ at }: Declaration): Pick<Change, "announcement" | "reason" | "without"> => ({
  announcement: say`${pathAndLine(at)} is under a heading for breaking changes, but it only announces one: it counts as a deprecation`,
  reason: say`the announcement in ${pathAndLine(at)}`,
  without: say`move it under a heading ${"Deprecations"}; if it breaks users now, start it with ${"BREAKING:"}`,
});

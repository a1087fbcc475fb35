import type { Declaration } from "../../facts/evidence.ts";
import type { Changeset, Release } from "../../facts/facts.ts";
import { causeAt } from "../../judge/chain.ts";
import { allChangesets, causeFrom } from "../../judge/changesets-behind.ts";
import { pathAndLine, whereMade } from "../../judge/remedy.ts";
import { type OptionsFor, type Problem, defineRule } from "../../judge/rule.ts";
import type { View } from "../../judge/view.ts";
import type { Track } from "../../policy/policy.ts";
import { strict, flag } from "../../policy/schema/words.ts";
import { breakingBump as smallestBreaking } from "../../policy/track.ts";
import { clipped, say } from "../../sentence.ts";
import { type Bump, carried, isOver } from "../../versions/bump.ts";

interface BreakingBumpProblem extends Problem {
  readonly package: string;
  readonly release: Release;
  readonly declaration: Declaration;
  readonly track: Track;
  /** What the changeset asks for, what counts of it, and what the track wants. */
  readonly bump: Bump;
  readonly got: Bump;
  readonly needed: Bump;
}

interface Options {
  readonly each: boolean;
  readonly own: boolean;
}

export const breakingBump = defineRule<BreakingBumpProblem, Options>({
  id: "breaking-bump",
  family: "evidence",
  summary:
    "A changeset that declares a breaking change leads to a release that may carry one: the track's breaking, else a major, or a minor below 1.0.0.",
  why: 'Ory, Dagster and Polyaxon promise that a patch breaks nothing, and all three have released patches whose notes say Breaking. A changeset declares it with a heading (`### Breaking Changes`), with `BREAKING CHANGE:`, `**BREAKING**:` or `Breaking change:` at the start of a line, or with `feat!:`; a word in the middle of a sentence, in code or in a quotation declares nothing. Of several packages in one changeset, the text does not say which one breaks: one of them has to be big enough, and `each: true` asks it of all. What counts is the release: another changeset may bring the bump, and a prerelease may lead to it already; `own: true` asks the changeset itself, so that its text stands under that heading in the changelog. A package with the bump none is left out, and so is one whose versions count by the calendar, unless its track sets "breaking".',
  level: "error",
  options: () =>
    strict({
      each: flag("Every package that the changeset releases needs the bump, not only one of them."),
      own: flag("The changeset itself asks for the bump, whatever else leads to it."),
    }),
  notWhen:
    "Your changesets say breaking of what does not break users of the package, such as experimental parts.",
  examples: {
    reject: [
      {
        title: "A breaking change in a patch",
        packages: { "@acme/core": "1.4.0" },
        changesets: {
          "strong-bees":
            '---\n"@acme/core": patch\n---\n\nBREAKING CHANGES: the configuration has the keys of the API now.\n',
        },
        policies: { core: { packages: ["@acme/core"], versions: "1.x || 2.x" } },
      },
      {
        title: "A track that takes no major",
        packages: { "@acme/core": "1.4.0" },
        changesets: {
          "strong-bees":
            '---\n"@acme/core": minor\n---\n\nNew keys.\n\n### Breaking Changes\n\n- `parse` throws where it gave `null`\n',
        },
        policies: {
          core: { packages: ["@acme/core"], bumps: { declared: ["patch", "minor"] } },
        },
      },
    ],
    accept: [
      {
        title: "A minor below 1.0.0",
        packages: { "@acme/plugin": "0.4.2" },
        changesets: {
          "strong-bees": '---\n"@acme/plugin": minor\n---\n\n**BREAKING**: `load` is async.\n',
        },
        policies: { plugins: { packages: ["@acme/plugin"] } },
      },
      {
        title: "One of two packages has the major",
        packages: { "@acme/core": "1.4.0", "@acme/docs": "3.0.1" },
        changesets: {
          "strong-bees":
            '---\n"@acme/core": major\n"@acme/docs": patch\n---\n\nBREAKING: `load` is async, and the docs say so.\n',
        },
        policies: { all: { packages: ["@acme/*"] } },
      },
      {
        title: "A word in code",
        packages: { "@acme/core": "1.4.0" },
        changesets: {
          "strong-bees":
            '---\n"@acme/core": patch\n---\n\nThe log has its old lines again:\n\n```\nBREAKING: x\n```\n',
        },
        policies: { core: { packages: ["@acme/core"] } },
      },
    ],
  },

  check: (view, options) =>
    allChangesets(view).flatMap((changeset) => tooSmall(view, changeset, options)),

  message: ({ package: name, release, declaration, track, got, needed }) =>
    declaration.kind === "announcement"
      ? say`${pathAndLine(declaration.at)} is below a heading for breaking changes, but only announces one: it is taken for a deprecation, which ${name} ${release.to} may carry as ${got}`
      : say`${name} ${release.to} carries a breaking change as ${got}, and track ${track.name} asks for ${needed}: ${pathAndLine(declaration.at)} says ${clipped(declaration.value)}`,
  help: ({ release, declaration, track, at, bump, needed }) => {
    if (declaration.kind === "announcement")
      return say`move it below a heading ${"Deprecations"}; if it does break users now, begin it with ${"BREAKING:"}`;
    const nothing = say`if it breaks nobody, take the declaration out of line ${declaration.at.line}`;
    const change = track.declared.includes(needed)
      ? say`write ${needed} instead of ${bump} in ${pathAndLine(at)}; ${nothing}`
      : say`track ${track.name} takes no ${needed}: keep the old way working beside the new one, or let the change wait for a line that may break; ${nothing}`;
    return whereMade(release, change);
  },
});

function tooSmall(
  view: View,
  changeset: Changeset,
  options: OptionsFor<Options>,
): BreakingBumpProblem[] {
  const declaration =
    changeset.declarations.find(({ kind }) => kind === "breaking") ??
    changeset.declarations.find(({ kind }) => kind === "announcement");
  if (!declaration || changeset.consumed) return [];
  const all = changeset.bumps.flatMap(({ package: name, bump, at }): BreakingBumpProblem[] => {
    const [pkg, track, release] = [
      view.packageNamed(name),
      view.trackOf(name),
      view.releaseOf(name),
    ];
    if (!pkg || !track || !release || bump === "none" || !view.isJudged(pkg)) return [];
    if (!causeFrom(release, changeset) || (track.scheme !== "semver" && !track.breaking)) return [];
    const needed = smallestBreaking(release.from, track);
    const got = options(name).own ? bump : carried(release.from, release.to);
    const cause = causeAt(release, at);
    const because = track.line("breaking");
    const found = { package: name, release, at, because, declaration, track, bump, got, needed };
    const softly = declaration.kind === "announcement";
    return [{ ...found, softly, ...(cause ? { cause } : {}) }];
  });
  const small = all.filter(({ got, needed }) => isOver(needed, got));
  const each = small.filter(({ package: name }) => options(name).each);
  if (each.length > 0 || small.length < all.length) return each;
  return small
    .toSorted((a, b) => Number(isOver(b.got, a.got)) - Number(isOver(a.got, b.got)))
    .slice(0, 1);
}

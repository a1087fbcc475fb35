import { type Kept, kept } from "./kept.ts";

export const ORY: readonly Kept[] = [
  kept("O1", "“maturity level per project”", ["track-membership", "selector-unmatched"]),
  kept(
    "O2",
    "“graduated if the major version is >= 1”, “major version number of `0`”, “with a `alpha` or `beta` pre-release”",
    ["version-inside-track", "prerelease"],
    "`versions` and `prerelease` of the track; the track is declared, never guessed from the version",
  ),
  kept(
    "O3",
    "“Backwards incompatible changes are indicated by a bump of the major”",
    ["change-bump"],
    "`breaking: major`, for breaking changes that changesets declare or [API reports](policy.md#public-apis) show",
  ),
  kept(
    "O4",
    "“rarely change in backwards incompatible ways”",
    ["cadence"],
    "`majors: { limit, days }`; the text names no number, so the policy does",
  ),
  kept(
    "O5",
    "“Most, if not all, REST APIs will provide backwards compatible transformations”",
    [],
    "Not checkable: a release plan says nothing about a running service or its older API versions.",
  ),
  kept(
    "O6",
    "“moderate probability for larger changes that can break”",
    ["change-bump"],
    "the text names no bump, so the track's `breaking` does; the preset says `minor`, because a caret range on 0.y.z ends there",
  ),
  kept(
    "O7",
    "changes “for which there are upgrade guides”",
    ["upgrade-guide"],
    "`require.breaking: [upgrade-guide]`, for what changesets declare and for breaks that only an API report shows",
  ),
  kept("O8", "“with a `alpha` or `beta` pre-release indicator”", ["prerelease"]),
  kept(
    "O9",
    "“upgrade guides wherever possible, when they’re used in production already”",
    ["upgrade-guide"],
    "at level `warn`, on a track for what is used in production; only the team knows what is",
  ),
  kept(
    "O10",
    "“more likely that you’ll encounter a version tag with a `alpha`”",
    [],
    "Not checkable: a likelihood, not a promise.",
  ),
  kept("O11", "no 0.y.z becomes 1.0.0 unless it is graduated", ["accidental-graduation"]),
  kept(
    "O12",
    "graduating is a decision of its own",
    ["graduation"],
    "target, age, what breaks in the same release; the decision is the line in the policy file",
  ),
  kept(
    "O13",
    "a graduated package stays on a graduated track",
    ["track-membership", "version-inside-track"],
    "the option `maturity` gives the order of the tracks; a stable version does not fit a 0.y.z track",
  ),
  kept(
    "O14",
    "no prerelease is what users get by default",
    ["prerelease", "dist-tag"],
    '`prerelease: forbidden`, or `distTag: "{prerelease}"` on tracks that ship prereleases',
  ),
  kept("O15", "“We document changelogs and upgrade guides for Ory services”", [
    "changelog-present",
    "upgrade-guide",
  ]),
  kept(
    "O16",
    "“announcing important software updates”",
    ["security-announced"],
    "`require.security: [advisory]`: checks that the advisory is named; a newsletter cannot be checked",
  ),
  kept(
    "O17",
    "“list of maturity level per project”",
    ["status-table"],
    "written by `release-policy tracks --write`",
  ),
  kept(
    "O18",
    "“only releases software that is stable and ready for production”",
    [],
    "Not checkable: a claim about quality, and the same page calls a stage experimental.",
  ),
  kept(
    "O19",
    "a change of the scheme of versions is declared",
    ["version-jump"],
    "`scheme` of the track declares it",
  ),
  kept("O20", "`YY.Q.N`, since 2025", ["calver-shape"], "`scheme: { calver: YY.Q.N }`"),
];

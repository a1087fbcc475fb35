import type { RuleId } from "@release-policy/core";

/** A sentence of a published policy, the rules that keep it, and how; without rules, why nothing can. */
export interface Promise {
  readonly id: string;
  readonly quote: string;
  readonly by?: readonly RuleId[];
  readonly how?: string;
}

const row = (id: string, quote: string, by: readonly RuleId[] = [], how = ""): Promise => ({
  id,
  quote,
  by,
  how,
});

export const PROMISES: readonly Promise[] = [
  row("O1", "“maturity level per project”", ["track-membership", "selector-unmatched"]),
  row(
    "O2",
    "“graduated if the major version is >= 1”, “major version number of `0`”, “with a `alpha` or `beta` pre-release”",
    ["version-inside-track", "prerelease"],
    "`versions` and `prerelease` of the track; the track is declared, never guessed from the version",
  ),
  row(
    "O3",
    "“Backwards incompatible changes are indicated by a bump of the major”",
    ["change-bump"],
    "`breaking: major`",
  ),
  row(
    "O4",
    "“rarely change in backwards incompatible ways”",
    ["cadence"],
    "`majors: { limit, days }`; the text has no number: the policy names one",
  ),
  row(
    "O5",
    "“Most, if not all, REST APIs will provide backwards compatible transformations”",
    [],
    "Not checkable: a release plan knows nothing of a running service and its older API versions.",
  ),
  row(
    "O6",
    "“moderate probability for larger changes that can break”",
    ["change-bump"],
    "the text has no bump: the option `breaking` of the track, `minor` in the preset, because a caret on 0.y.z ends there",
  ),
  row(
    "O7",
    "changes “for which there are upgrade guides”",
    ["upgrade-guide"],
    "`require.breaking: [upgrade-guide]`",
  ),
  row("O8", "“with a `alpha` or `beta` pre-release indicator”", ["prerelease"]),
  row(
    "O9",
    "“upgrade guides wherever possible, when they’re used in production already”",
    ["upgrade-guide"],
    "at level `warn`, on a track for what is used in production; nobody but the team knows what is",
  ),
  row(
    "O10",
    "“more likely that you’ll encounter a version tag with a `alpha`”",
    [],
    "Not checkable: a likelihood, no promise.",
  ),
  row("O11", "no 0.y.z becomes 1.0.0 unless it is graduated", ["accidental-graduation"]),
  row(
    "O12",
    "graduating is a decision of its own",
    ["graduation"],
    "target, age, what breaks in the same release; the decision is the line in the policy file",
  ),
  row(
    "O13",
    "nothing that is graduated goes back",
    ["track-membership", "version-inside-track"],
    "where the option `maturity` names the order of the tracks; a stable package on a 0.y.z track is off it",
  ),
  row(
    "O14",
    "no prerelease is what users get by default",
    ["prerelease"],
    "`prerelease: forbidden`; the dist-tag is chosen when it is published, which a plan does not know",
  ),
  row("O15", "“We document changelogs and upgrade guides for Ory services”", [
    "changelog-present",
    "upgrade-guide",
  ]),
  row(
    "O16",
    "“announcing important software updates”",
    ["security-announced"],
    "`require.security: [advisory]`: that the advisory has a name; a newsletter cannot be seen",
  ),
  row(
    "O17",
    "“list of maturity level per project”",
    ["status-table"],
    "written by `release-policy tracks --write`",
  ),
  row(
    "O18",
    "“only releases software that is stable and ready for production”",
    [],
    "Not checkable: a claim about quality, and the same page calls a stage experimental.",
  ),
  row(
    "O19",
    "a change of the scheme of versions is declared",
    ["version-jump"],
    "`scheme` of the track declares it",
  ),
  row("O20", "`YY.Q.N`, since 2025", ["calver-shape"], "`scheme: { calver: YY.Q.N }`"),

  row("D1", "“won’t break within any major release”", ["change-bump"], "`breaking: major`"),
  row(
    "D2",
    "“exported at the top-level of the `dagster` package, unless they’re marked experimental”",
    [],
    "Not checkable from a plan: what is public is known to a compiler. A changeset declares what it removes; a report of the API in the repository shows in review what it does not.",
  ),
  row(
    "D3",
    "a public API does not vanish undeclared",
    ["change-bump"],
    "as far as package.json tells: the paths under `exports`. Names within them take the types of two releases, as D2",
  ),
  row(
    "D4",
    "“Experimental APIs may change or disappear within any release”",
    ["change-bump"],
    "only what a changeset calls breaking counts: an entry under another heading, such as Experimental, does not",
  ),
  row(
    "D5",
    "“try to avoid breaking them within minor releases if they have been around for a long time”",
    [],
    "Not checkable: the age of a marker stands in the code of old releases, and how long is long is not said.",
  ),
  row(
    "D6",
    "“marked as such in the API reference and usually raise an `ExperimentalWarning`”",
    [],
    "Not checkable: it is about code and a site.",
  ),
  row(
    "D7",
    "“deprecated public stable APIs won’t break within any major release after 1.0”",
    ["removal"],
    "`require.removal.bump: major`; Dagster’s later page on lifecycles says the opposite, with `minor`",
  ),
  row(
    "D8",
    "“Upgrading to a new dot version within a minor release … should never result in broken code”",
    ["change-bump"],
    "`breaking: minor`",
  ),
  row(
    "D9",
    "“As often as possible, deprecation warnings will precede removals”",
    ["removal"],
    "a warning, because of “as often as possible”",
  ),
  row(
    "D10",
    "“issue a deprecation warning when the API is used and remove it from 0.9.0”",
    ["removal"],
    "`deprecatedFor: { lines: 1 }`",
  ),
  row(
    "D11",
    "“may result in breakages or new deprecation warnings”",
    ["change-bump"],
    "off in the preset: the text allows deprecations in a minor and shows one in a patch (0.8.5), and 22 of 198 patches had them",
  ),
  row("D12", "“0.16+ library releases remain fully compatible with Dagster 1.x”", [
    "core-compat-range",
  ]),
  row("D13", "“0.16+ as of Dagster 1.0.0”", ["train"], "`version: { minorOffset: 16 }`"),
  row("D14", "core and libraries are released together", ["train"], "`complete: true`"),
  row(
    "D15",
    "“graduate integration libraries one-by-one”",
    ["graduation"],
    "`most: 1`, `target: train`",
  ),
  row(
    "D16",
    "“drop support for it at the next convenient non-patch release”",
    ["change-bump"],
    "`kinds: { runtime: minor }`",
  ),
  row(
    "D17",
    "“When a version of Python reaches end of life”",
    ["change-bump"],
    "`runtimes: { onlyEol: true }`",
  ),
  row(
    "D18",
    "“at the next convenient non-patch release”",
    ["runtime-support"],
    "`ended`, which is on unless the policy says otherwise",
  ),
  row(
    "D19",
    "“strives to support the currently active versions”",
    ["runtime-support"],
    "`active`, likewise",
  ),
  row(
    "D20",
    "“We call out breaking changes and deprecations in the Breaking Changes and Deprecations sections”",
    ["breaking-section"],
    "`require.breaking: [section]`",
  ),
  row("D21", "a section holds what its heading says", ["breaking-section"], "`honest: true`"),
  row(
    "D22",
    "“usually because there’s a preferred option”",
    ["deprecation"],
    "`require.deprecation: [replacement]`",
  ),
  row("D23", "what is announced for a version happens in it", ["announced-removal"]),
  row(
    "D24",
    "a deprecation can be taken back",
    ["deprecation-ledger"],
    "`state: rolledBack` in the ledger",
  ),

  row(
    "P1",
    "“users should assume a completely backwards-compatible upgrade”",
    ["change-bump"],
    "`breaking: minor`",
  ),
  row(
    "P2",
    "“Every time we introduce new migrations (data and db) we will be increasing the MINOR version”",
    ["change-bump"],
  ),
  row(
    "P3",
    "“while providing automatic migration paths”",
    ["migration"],
    "`require.migration: [path]`: that there is one, not that it works",
  ),
  row(
    "P4",
    "“Every time we push a new major functionality we will be increasing the MAJOR version”",
    ["breaking-section"],
    "`majors: [features]`; off in the preset, because it contradicts semver, where a major breaks",
  ),
  row("P5", "“Every 2 weeks/month depending on the scope”", ["cadence"], "`most: 31`"),
  row(
    "P6",
    "“puts a lot of pressure on teams running Polyaxon in production”",
    ["cadence"],
    "`least`",
  ),
  row(
    "P7",
    "“Whenever a major regression, bug, or security fix is made”",
    ["cadence"],
    "`exempt: [security, regression]`",
  ),
  row(
    "P8",
    "“developed and tested on different infrastructures”",
    [],
    "Not checkable: tests run elsewhere. changeset-style can ask for a line that says so.",
  ),
  row("P9", "“host and support several versions of semantically contained documentation”", [
    "docs-per-line",
  ]),
  row(
    "P10",
    "the same, how many",
    [],
    "Not checkable: the text has no number, and what is supported is decided outside of the repository.",
  ),
  row(
    "P11",
    "“marked separately with alpha/beta until we believe that they are fully stable”",
    ["prerelease"],
    "on a track of its own",
  ),
  row(
    "P12",
    "“until we believe that they are fully stable”",
    ["accidental-graduation", "graduation"],
    "moving it to another track is the statement",
  ),
  row(
    "P13",
    "“We will update this document to reflect any change in our release mechanism”",
    ["status-table"],
    "the table is generated from the policy, and stale when that changes",
  ),
  row(
    "P14",
    "“the chance to reach the v1.0 before the end of this year”",
    ["graduation"],
    "`by`, a day for each package",
  ),
  row(
    "P15",
    "no number is skipped, and none is used twice",
    ["version-already-used", "version-jump"],
    "`version-jump` with `gaps: true`",
  ),
];

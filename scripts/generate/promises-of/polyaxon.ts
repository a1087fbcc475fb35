import { type Kept, kept } from "./kept.ts";

export const POLYAXON: readonly Kept[] = [
  kept(
    "P1",
    "“users should assume a completely backwards-compatible upgrade”",
    ["change-bump"],
    "`breaking: minor`",
  ),
  kept(
    "P2",
    "“Every time we introduce new migrations (data and db) we will be increasing the MINOR version”",
    ["change-bump"],
  ),
  kept(
    "P3",
    "“while providing automatic migration paths”",
    ["migration"],
    "`require.migration: [path]`: checks that there is a path, not that it works",
  ),
  kept(
    "P4",
    "“Every time we push a new major functionality we will be increasing the MAJOR version”",
    ["breaking-section"],
    "`majors: [features]`; off in the preset, because it contradicts semver, where a major breaks",
  ),
  kept("P5", "“Every 2 weeks/month depending on the scope”", ["cadence"], "`most: 31`"),
  kept(
    "P6",
    "“puts a lot of pressure on teams running Polyaxon in production”",
    ["cadence"],
    "`least`",
  ),
  kept(
    "P7",
    "“Whenever a major regression, bug, or security fix is made”",
    ["cadence"],
    "`exempt: [security, regression]`",
  ),
  kept(
    "P8",
    "“developed and tested on different infrastructures”",
    [],
    "Not checkable: tests run elsewhere. changeset-style can require a line that says so.",
  ),
  kept("P9", "“host and support several versions of semantically contained documentation”", [
    "docs-per-line",
  ]),
  kept(
    "P10",
    "the same, how many",
    [],
    "Not checkable: the text names no number, and what is supported is decided outside the repository.",
  ),
  kept(
    "P11",
    "“marked separately with alpha/beta until we believe that they are fully stable”",
    ["prerelease"],
    "on a track of its own",
  ),
  kept(
    "P12",
    "“until we believe that they are fully stable”",
    ["accidental-graduation", "graduation"],
    "moving it to another track is that statement",
  ),
  kept(
    "P13",
    "“We will update this document to reflect any change in our release mechanism”",
    ["status-table"],
    "the table is generated from the policy, and stale when that changes",
  ),
  kept(
    "P14",
    "“the chance to reach the v1.0 before the end of this year”",
    ["graduation"],
    "`by`, a day per package",
  ),
  kept(
    "P15",
    "no number is skipped, and none is used twice",
    ["version-already-used", "version-jump"],
    "`version-jump` with `gaps: true`",
  ),
];

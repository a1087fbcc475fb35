import { expect, test } from "vitest";
import type { Cause } from "@release-policy/core/types";
import type { ReportedApi, ReportedApiDifference } from "../../../src/api/reported-api.ts";
import type { EffectRelease, Report } from "../../../src/check/report.ts";
import { apiSection } from "../../../src/formats/markdown/apis.ts";
import {
  effectSections,
  releaseRow,
  releaseSections,
  trackSection,
} from "../../../src/formats/markdown/releases.ts";
import type { Section } from "../../../src/formats/markdown/sections.ts";
import { EFFECT, findingOf, releaseOf, reportOf } from "../../kit/report.ts";

const BARE = {} as Parameters<typeof apiSection>[1];
const at = { path: "packages/core/dist/index.d.ts", line: 1, column: 1 };
const numbers = (length: number) => Array.from({ length }, (_, i) => i);

const differing = (
  path: string,
  kind: ReportedApiDifference["kind"],
  unstable = false,
): ReportedApiDifference =>
  ({
    path,
    at,
    kind,
    unstable,
    stability: "public",
    because: "was changed",
  }) as ReportedApiDifference;

const apiOf = (
  differences: readonly ReportedApiDifference[],
  given: Partial<ReportedApi> = {},
): ReportedApi => ({
  package: "@acme/core",
  against: "base",
  least: "major",
  planned: "minor",
  breaks: "yes",
  differences,
  ...given,
});

const many = (length: number): Report =>
  reportOf({ apis: [apiOf(numbers(length).map((i) => differing(`f${i}`, "added")))] });

test.each([
  [19, 19, "</details>", "… 3 more changes of public APIs"],
  [20, 20, "</details>", "… 3 more changes of public APIs"],
  [21, 20, "… and 1 more\n\n</details>", "… 4 more changes of public APIs"],
])("shows at most 20 of %i changes of an API", (length, rows, close, rest) => {
  const section = apiSection(many(length), BARE);
  expect(section.items).toHaveLength(rows);
  expect(section.close).toBe(close);
  expect(section.rest(3)).toBe(rest);
});

test("begins with what breaks, and ends with what is unstable", () => {
  const differences = [
    differing("a", "compatible"),
    differing("b", "removed", true),
    differing("c", "added"),
    differing("d", "breaking"),
    { ...differing("e", "removed"), stability: "beta", unstable: true } as const,
    differing("f", "removed"),
  ];
  expect(apiSection(reportOf({ apis: [apiOf(differences)] }), BARE).items).toEqual([
    "| `@acme/core` | `f` | removed | `was changed` |",
    "| `@acme/core` | `d` | breaking | `was changed` |",
    "| `@acme/core` | `c` | added | `was changed` |",
    "| `@acme/core` | `a` | compatible | `was changed` |",
    "| `@acme/core` | `b` | removed (unstable) | `was changed` |",
    "| `@acme/core` | `e` | removed (beta) | `was changed` |",
  ]);
});

test("sums up the API of one package, and counts those that break of several", () => {
  const summary = (...apis: readonly ReportedApi[]) =>
    /<summary>(.*)<\/summary>/.exec(apiSection(reportOf({ apis }), BARE).open)?.[1];
  const removed = [differing("a", "removed"), differing("b", "removed"), differing("c", "added")];
  expect(summary(apiOf(removed))).toBe("Public API: breaking, 2 removed, 1 added; planned minor");
  expect(summary(apiOf(removed, { breaks: "no", planned: "none" }))).toBe(
    "Public API: not breaking, 2 removed, 1 added; no release planned",
  );
  const possible = apiOf(removed, { breaks: "possibly" });
  expect(summary(apiOf(removed), possible, apiOf(removed))).toBe(
    "Public API of 3 packages, 2 breaking",
  );
});

/** Releases of so many tracks, in all `total`. */
const tracked = (total: number, tracks: number): Section =>
  trackSection(
    reportOf({
      releases: numbers(total).map((i) => releaseOf({ name: `p${i}`, track: `t${i % tracks}` })),
    }),
  );

test.each([
  [100, 1, 0, undefined, "… 2 more tracks"],
  [101, 1, 1, undefined, "… 2 more tracks"],
  [120, 20, 20, undefined, "… 2 more tracks"],
  [120, 21, 20, "… 1 more track", "… 3 more tracks"],
])("of %i releases on %i tracks, shows %i rows", (total, tracks, rows, close, rest) => {
  const section = tracked(total, tracks);
  expect(section.items).toHaveLength(rows);
  expect(section.close).toBe(close);
  expect(section.rest(2)).toBe(rest);
});

test("counts the releases of each track by bump, the largest track first", () => {
  const of = (length: number, track: string, bump: "major" | "minor" | "patch") =>
    numbers(length).map((i) => releaseOf({ name: `${track}-${bump}-${i}`, track, bump }));
  const releases = [
    ...of(20, "b", "patch"),
    ...of(20, "a", "minor"),
    ...of(61, "c", "major"),
    ...of(1, "c", "minor"),
  ];
  const findings = [findingOf({ package: "c-major-0" }), findingOf({ package: "c-major-1" })];
  expect(trackSection(reportOf({ releases, findings })).items).toEqual([
    "| `c` | 62 | 61 | 1 | 0 | 2 |",
    "| `a` | 20 | 0 | 20 | 0 | 0 |",
    "| `b` | 20 | 0 | 0 | 20 | 0 |",
  ]);
});

test("folds what is allowed, apart from what the base releases anyway", () => {
  const releases = ["a", "b", "c", "d"].map((name) => releaseOf({ name }));
  const report = reportOf({
    releases,
    findings: [findingOf({ package: "a" }), findingOf({ package: "b", level: "warn" })],
    pendingReleases: ["a", "c"],
  });
  const [own, others] = releaseSections(report, {});
  expect(own!.open).toContain("<summary>2 releases allowed</summary>");
  const rowsOf = (one: Section | undefined) =>
    one!.items.map((row) => row.split("\n").at(-1)!.slice(0, 6));
  expect(rowsOf(own)).toEqual(["| `b` ", "| `d` "]);
  expect(others!.open).toContain("<summary>1 release already on the base, without this change<");
  expect(rowsOf(others)).toEqual(["| `c` "]);
  expect([own!.rest(1), own!.rest(2)]).toEqual([
    "… 1 more release finds no room here",
    "… 2 more releases find no room here",
  ]);
});

const core = { on: "core", field: "dependencies", range: "^1.0.0" } as const;
const cause = (given: object): Cause => ({ bump: "minor", ...given }) as Cause;

test.each<[readonly Cause[], string]>([
  [[cause({ kind: "changeset", changeset: "a", at })], "minor"],
  [[cause({ kind: "dependency", ...core }), cause({ kind: "changeset", at })], "minor"],
  [
    [cause({ kind: "dependency", ...core }), cause({ kind: "changeset", at, bump: "patch" })],
    "minor via `core`",
  ],
  [
    [
      cause({ kind: "changeset", at, bump: "patch" }),
      cause({ kind: "group", group: "fixed", highest: "b" }),
    ],
    "minor via fixed group of `b`",
  ],
  [[cause({ kind: "train", leader: "core" })], "minor via train of `core`"],
  [[cause({ kind: "epic", lead: "core" })], "minor via epic of `core`"],
  [[cause({ kind: "pre", tag: "beta", at })], "minor leaving `beta`"],
  [[cause({ kind: "lane", lane: "next" })], "minor via lane `next`"],
  [[cause({ kind: "lane", lane: undefined })], "minor leaving its lane"],
  [[cause({ kind: "unpublished" })], "minor, first publication"],
])("of the causes %j, the bump says %s", (causes, text) => {
  expect(releaseRow(releaseOf({ causes })).split(" | ")[2]).toBe(text);
});

test("calls a release without a bump a prerelease or stable, and a package without a track none or private", () => {
  const row = (given: Parameters<typeof releaseOf>[0]) =>
    releaseRow(releaseOf(given)).split(" | ").slice(2).join(" | ");
  expect(row({ bump: "none", to: "1.3.0-beta.1" })).toBe("prerelease | `core` |");
  expect(row({ bump: "none", to: "1.3.0" })).toBe("stable | `core` |");
  const { track: _, ...without } = releaseOf();
  expect(releaseRow(without)).toMatch(/ \| minor \| none \|$/);
  expect(releaseRow({ ...without, private: true })).toMatch(/ \| minor \| private \|$/);
});

test("shows the first finding of a past release, and counts the others", () => {
  const [past] = EFFECT.past!.refused as [EffectRelease];
  const [found] = past.findings;
  const rows = (findings: EffectRelease["findings"]) => {
    const policyEffect = { ...EFFECT, past: { ...EFFECT.past!, refused: [{ ...past, findings }] } };
    const since = { policyEffect } as unknown as Report["since"];
    return effectSections(reportOf(since ? { since } : {})).flatMap(({ items }) => items);
  };
  const today = "| today | `@acme/core 1.3.0` | `freeze`: `is in a freeze` |";
  const first = "| 2026-07-24 | `@acme/core 1.3.1` | `freeze`: `was in a freeze`";
  expect(rows([found!])).toEqual([today, `${first} |`]);
  expect(rows([found!, found!])).toEqual([today, `${first}, and 1 more finding |`]);
  expect(rows([])).toEqual([today, "| 2026-07-24 | | `Version Packages` |"]);
});

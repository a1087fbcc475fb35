import { say } from "@release-policy/core";
import { expect, test } from "vitest";
import type { ReportedApi } from "../../src/api/reported-api.ts";
import type { Report, ReportedRelease } from "../../src/check/report.ts";
import { planText } from "../../src/formats/terminal/plan-text.ts";
import { findingOf, releaseOf, reportOf } from "../kit/report.ts";

const PLAIN = { color: false, width: 80 };
const linesOf = (given: Partial<Report>, options: Partial<Parameters<typeof planText>[1]> = {}) =>
  planText(reportOf(given), { ...PLAIN, ...options }).split("\n");
const named = (length: number, given: Partial<ReportedRelease> = {}) =>
  Array.from({ length }, (_, i) => releaseOf({ name: `p${i}`, ...given }));

test("aligns the releases in columns", () => {
  const releases = [
    releaseOf(),
    releaseOf({ name: "ui", from: "10.0.0", to: "11.0.0-beta.1", bump: "major", track: "ui" }),
    releaseOf({ name: "lib", from: "1.0.0-beta.1", to: "1.0.0", bump: "none" }),
    releaseOf({ name: "app", from: "1.0.0-beta.1", to: "1.0.0-beta.2", bump: "none" }),
  ];
  expect(linesOf({ releases })).toEqual([
    "  @acme/core  1.2.0        → 1.3.0          minor       core",
    "  ui          10.0.0       → 11.0.0-beta.1  major       ui",
    "  lib         1.0.0-beta.1 → 1.0.0          stable      core",
    "  app         1.0.0-beta.1 → 1.0.0-beta.2   prerelease  core",
    "",
    "✓ 4 releases allowed",
    "",
  ]);
  const { track: _, ...rest } = releaseOf();
  expect(linesOf({ releases: [rest] })[0]).toMatch(/ minor {2}not on a track$/);
});

test("shows at most 25 releases, the largest bumps first only if some are left out", () => {
  const major = releaseOf({ name: "last", bump: "major" });
  const rows = (length: number) => linesOf({ releases: [...named(length), major] });
  expect(rows(24)[24]).toMatch(/^ {2}last /);
  expect(rows(24)[25]).toBe("");
  expect(rows(25)[0]).toMatch(/^ {2}last /);
  expect(rows(25)[25]).toBe("  … and 1 more");
});

test("only counts private packages", () => {
  const hidden = named(2, { private: true });
  expect(linesOf({ releases: [releaseOf(), ...hidden] })[1]).toBe("  and 2 private packages");
  expect(linesOf({ releases: hidden })[0]).toBe("  2 private packages");
});

test("shows dist-tags if one is not latest, and is certain", () => {
  const tagged = (distTag: object) =>
    linesOf({
      releases: [
        releaseOf({ distTag: { tag: "latest" } as ReportedRelease["distTag"] & object }),
        releaseOf({ distTag: distTag as ReportedRelease["distTag"] & object }),
        releaseOf(),
      ],
    }).slice(0, 3);
  const bare = "  @acme/core  1.2.0 → 1.3.0  minor  core";
  expect(tagged({ tag: "latest" })).toEqual([bare, bare, bare]);
  expect(tagged({ tag: "next" })).toEqual([
    `${bare}  dist-tag latest`,
    `${bare}  dist-tag next`,
    bare,
  ]);
  expect(tagged({ tag: "next", orLatest: true })).toEqual([bare, bare, bare]);
  expect(tagged({ refusal: "range" })).toEqual([bare, bare, bare]);
});

test("shows no plan where it may not be released, and notes, blocks and next commands in order", () => {
  const report = reportOf({
    releases: [releaseOf({ name: "@acme/plugin" })],
    findings: [findingOf()],
    pending: [findingOf(), findingOf()],
    notes: [say`the policy changes`],
  });
  const text = planText(
    report,
    { ...PLAIN, milliseconds: 41.6 },
    ["a block", ""],
    [
      ["fix", "writes"],
      ["explain x", "says why"],
    ],
  );
  expect(text).toBe(`note: the policy changes

a block

✗ 1 of 1 release not allowed (1 error)
  planned by @changesets/assemble-release-plan 7.0.0 (bundled) in 42 ms
  2 findings already on the base, not counted (--all shows them)
  fix        writes
  explain x  says why
`);
  const own = { ...report, planner: { ...report.planner, from: "workspace" as const } };
  expect(planText(own, { ...PLAIN, milliseconds: 1 })).toContain("7.0.0 (the workspace's own)");
});

test("shows the API of at most ten packages", () => {
  const api = (i: number): ReportedApi => ({
    package: `p${i}`,
    against: "base",
    least: "none",
    planned: "none",
    breaks: "no",
    differences: [],
  });
  const apis = (length: number) =>
    linesOf({ apis: Array.from({ length }, (_, i) => api(i)) }).slice(0, -3);
  expect(apis(10)).toHaveLength(10);
  expect(apis(10)[9]).toBe("  p9  API: not breaking; no release planned");
  expect(apis(11)[10]).toBe("  … and 1 more package with a changed API");
  expect(apis(12)[10]).toBe("  … and 2 more packages with a changed API");
});

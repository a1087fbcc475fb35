import { expect, test } from "vitest";
import { auditHtml } from "../../src/commands/audit/html/page.ts";
import type { Audit } from "../../src/index.ts";
import { auditOf, finding, release } from "./audits.ts";

const pageOf = (over: Parameters<typeof auditOf>[0]): string => auditHtml(auditOf(over));

/** What a reader sees. */
const textOf = (html: string): string =>
  html
    .replace(/<style>.*?<\/style>/s, "")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ");

test("the tiles count what was blocked, had warnings and passed", () => {
  const tiles = (counts: Partial<Audit["counts"]>) =>
    [...pageOf({ counts }).matchAll(/<div class="tile (\w*)"><b>(\d+)<\/b>(.*?)<\/div>/g)].map(
      ([, tone, number, text]) => `${number} ${text} ${tone}`.trim(),
    );
  expect(tiles({ releases: 10, refused: 3, warned: 2, unjudged: 1, versions: 20 })).toEqual([
    "3 blocked bad",
    "2 with warnings warn",
    "4 passed",
    "20 versions",
  ]);
  expect(tiles({})).toEqual(["0 blocked good", "0 with warnings good", "0 passed", "0 versions"]);
});

test("says what was left out, and nothing of what was not", () => {
  const text = textOf(
    pageOf({ left: 1, shallow: true, counts: { unjudged: 2, early: 3, standing: 4 } }),
  );
  expect(text).toContain(
    "as of its release date. 1 older release not included, because the audit was stopped. 2 could not be judged. 3 findings on versions from before the package reached its track are not counted. 4 findings that the previous release already had are counted once. The clone is shallow, so older releases are missing.",
  );
  expect(textOf(pageOf({}))).toContain("as of its release date. 0 blocked");
});

test("without a release, there is no share, chart or table", () => {
  const page = pageOf({ releases: [] });
  expect(page).toContain("<h1>This policy would have blocked 0 of 0 releases</h1>");
  expect(page).not.toMatch(/Releases by month|By rule|Not counted|without a finding/);
  expect(page).toContain("None: the policy would have allowed every release.");
});

test("packages with findings come first, in the order of their findings, and the others are folded", () => {
  const group = { errors: 1, warnings: 2, releases: 3, first: "2026-01-01", last: "2026-01-02" };
  const releases = [
    release(1, "b"),
    release(2, "a"),
    release(3, "few"),
    release(4, "many", {
      outcome: "fail",
      packages: [
        {
          name: "many",
          track: "old",
          dir: "m",
          from: "0.1.0",
          to: "0.2.0",
          refused: true,
          early: false,
        },
      ],
    }),
    release(5, "many", {
      packages: [
        {
          name: "many",
          track: "core",
          dir: "m",
          from: "0.2.0",
          to: "0.3.0",
          refused: false,
          early: false,
        },
      ],
    }),
  ];
  const page = pageOf({
    releases,
    byRule: [{ ...group, name: "change-bump" }],
    byPackage: [
      { ...group, name: "many" },
      { ...group, name: "few" },
    ],
    tracks: [{ name: "core", versions: "0.y.z", majors: [0] }],
  });
  expect(
    [...page.matchAll(/<h3><code>(.*?)<\/code><\/h3><span>(.*?)<\/span>/g)].map(
      ([, name, told]) => `${name}: ${told}`,
    ),
  ).toEqual([
    "many: core 0.y.z, 2 releases, 1 blocked",
    "few: not on a track, 1 release",
    "a: not on a track, 1 release",
    "b: not on a track, 1 release",
  ]);
  expect(page).toContain("<details><summary>2 packages without a finding</summary>");
  expect(textOf(page)).toContain(
    "By rule Rule Errors Warnings Releases First Last change-bump 1 2 3 2026-01-01 2026-01-02",
  );
  expect(pageOf({ releases })).toContain("<details open><summary>4 packages without a finding");
});

test("findings are grouped by release, newest first, and by rule", () => {
  const page = pageOf({
    releases: [
      release(1, "@acme/kafka", { outcome: "fail", findings: [finding({ chain: "a ← b.md:2" })] }),
      release(2, "@acme/kafka"),
      release(3, "@acme/kafka", { outcome: "unjudged", problem: "no changesets" }),
      release(4, "@acme/kafka", {
        outcome: "warn",
        findings: [finding({ level: "warn", message: "odd" })],
      }),
    ],
  });
  const [, list = ""] = page.split("<h2>Findings</h2>");
  expect(
    list
      .match(/<section.*?<\/section>/g)
      ?.map(textOf)
      .map((one) => one.trim()),
  ).toEqual([
    "2026-01-04 0000000000 Version packages change-bump odd",
    "2026-01-03 0000000000 Version packages Not judged: no changesets",
    "2026-01-01 0000000000 Version packages change-bump too small a ← b.md:2",
  ]);
  expect(list.match(/class="release ?\w*"/g)).toEqual([
    'class="release warn"',
    'class="release"',
    'class="release fail"',
  ]);
});

test.each([
  [4, 4, ""],
  [5, 5, "and 2 more of this rule"],
  [50, 50, "and 47 more of this rule"],
  [52, 50, "… and 2 more: --format json has them all"],
])("of %i findings of one rule in one release, %i are on the page", (number, shown, more) => {
  const findings = Array.from({ length: number }, (_, i) => finding({ message: `number ${i};` }));
  const page = pageOf({ releases: [release(1, "@acme/kafka", { outcome: "fail", findings })] });
  const [, list = ""] = page.split("<h2>Findings</h2>");
  expect(list.match(/number \d+;/g)).toHaveLength(shown);
  expect(textOf(list)).toContain(more);
  expect(list.includes("<details>")).toBe(more !== "");
  expect(list.includes("--format json")).toBe(number > 50);
});

test.each([
  [500, ""],
  [501, "… and 1 more: --format json has them all"],
])("of %i versions that do not count, 500 are listed, the newest first", (number, more) => {
  const apart = Array.from({ length: number }, (_, i) => ({
    origin: "hand-edited" as const,
    package: `p${i}`,
    version: "1.0.0",
    findings: 0,
    ...(i === 0 ? { planned: "0.9.0" } : {}),
  }));
  const page = pageOf({
    releases: [
      release(1, "old", { apart: [{ ...apart[0]!, origin: "merged-back" }] }),
      release(2, "new", { apart }),
    ],
    byOrigin: [
      { origin: "hand-edited", releases: 1, versions: number, findings: 0, first: "", last: "" },
    ],
  });
  const [, list = ""] = page.split("<h2>Not counted</h2>");
  expect(list.match(/<tr><td/g)).toHaveLength(500);
  expect(textOf(list)).toContain(
    `hand-edited : ${number} versions in 1 release (not the planned version: edited by hand, or written by another planner version) Day Commit Package Written Planned 2026-01-02 0000000000 p0 1.0.0 0.9.0 2026-01-02 0000000000 p1 1.0.0 no release`,
  );
  expect(list.includes("--format json")).toBe(more !== "");
  expect(textOf(list)).toContain(more);
});

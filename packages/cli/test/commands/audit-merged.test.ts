import { expect, test } from "vitest";
import { mergedHeadline, mergedResults } from "../../src/commands/audit/merge/merged.ts";
import { mergedHtml } from "../../src/commands/audit/merge/page.ts";
import { linesOn, mergedMarkdown, mergedText } from "../../src/commands/audit/merge/text.ts";
import type {
  AuditResult,
  RepositoryResults,
  ResultFinding,
} from "../../src/commands/audit/merge/results.ts";

const DAY = "2026-11-30";
type Release = AuditResult["releases"][number];

const finding = (rule: string, level: ResultFinding["level"] = "error"): ResultFinding => ({
  rule,
  level,
  message: "x",
});
const release = (date: string, over: Partial<Release> = {}): Release => ({
  commit: "0",
  date,
  outcome: "pass",
  packages: [],
  findings: [],
  ...over,
});
const refused = (date: string, ...rules: readonly string[]): Release =>
  release(date, { outcome: "fail", findings: rules.map((rule) => finding(rule)) });
const repository = (
  name: string,
  releases: readonly Release[],
  over: Partial<RepositoryResults> = {},
): RepositoryResults => ({
  name,
  audit: { version: 1, shallow: false, left: 0, releases: [...releases] },
  check: { version: 1, outcome: "pass", findings: [], releases: [] },
  ...over,
});
const checked = (outcome: "warn" | "fail", findings: ResultFinding[]) => ({
  check: { version: 1 as const, outcome, findings, releases: [] },
});
const one = (given: RepositoryResults) => mergedResults([given], DAY).repositories[0]!;

test.each<[RepositoryResults, string]>([
  [repository("a", [refused("2026-09-01")]), "recent"],
  [repository("a", [refused("2026-08-31")]), "past"],
  [repository("a", [refused("2026-09-01"), release("2026-11-29")]), "recent"],
  [repository("a", [release("2026-11-29", { outcome: "warn" })]), "warned"],
  [repository("a", [], checked("warn", [finding("b", "warn")])), "warned"],
  [repository("a", [refused("2026-08-31")], checked("warn", [])), "past"],
  [repository("a", [], checked("fail", [finding("b")])), "now"],
  [{ name: "a", problem: "no policy" }, "now"],
  [repository("a", [], { problem: "no policy" }), "fine"],
  [repository("a", [release("2026-11-29")]), "fine"],
])("%j is urgent: %s", (given, urgency) => {
  expect(one(given).urgency).toBe(urgency);
});

test("repositories of one urgency are sorted by what was blocked, then by name", () => {
  const results = [
    repository("c", [refused("2026-11-01")]),
    repository("b", [refused("2026-11-01"), refused("2026-11-02")]),
    repository("a", [refused("2026-11-01")]),
    repository("d", []),
  ];
  const merged = mergedResults(results, DAY);
  expect(merged.repositories.map(({ name }) => name)).toEqual(["b", "a", "c", "d"]);
  expect(mergedHeadline(merged)).toBe("4 repositories: 3 blocked in the last 90 days, 1 fine");
  expect(mergedHeadline(mergedResults(results.slice(3), DAY))).toBe("1 repository: 1 fine");
});

test("gives four reasons, the newest first, each once", () => {
  const releases = [refused("2026-10-01", "a", "b", "c"), refused("2026-11-01", "d", "b")];
  expect(one(repository("x", releases)).why).toEqual([
    "2 of 2 releases would have been blocked, the last on 2026-11-01",
    "d: x",
    "b: x",
    "a: x",
  ]);
  const warnings = [finding("a", "warn"), finding("a", "warn"), finding("b")];
  expect(one(repository("x", [], checked("warn", warnings))).why).toEqual(["b: x", "a: x"]);
});

test("says what was left out", () => {
  expect(one(repository("a", [release(DAY)])).missing).toEqual([]);
  expect(one({ name: "a" }).missing).toEqual([
    "its past releases were not audited",
    "its next release was not checked",
  ]);
  expect(one({ name: "a", problem: "x" }).missing[0]).toBe(
    "its past releases could not be judged either",
  );
  const { audit } = repository("a", [release(DAY, { outcome: "unjudged" })]);
  const whole = { ...audit!, proposed: true, empty: "no tags", shallow: true, left: 2 } as const;
  expect(one(repository("a", [], { audit: whole })).missing).toEqual([
    "it has no policy: audited with the one that init would propose",
    "no releases found: no tags",
    "the clone was shallow: older releases are missing",
    "2 older releases not checked",
    "1 release could not be judged",
  ]);
});

test("counts packages, tracks and rules over all releases, the most blocked first", () => {
  const pkg = (name: string, to: string, isRefused: boolean, track?: string) => ({
    name,
    to,
    refused: isRefused,
    ...(track === undefined ? {} : { track }),
  });
  const releases = [
    release("2026-01-01", {
      packages: [
        pkg("c", "0.1.0", false),
        pkg("b", "1.0.0", false, "core"),
        pkg("a", "1.0.0", false, "core"),
      ],
      findings: [
        finding("x", "warn"),
        finding("z", "warn"),
        finding("z", "warn"),
        finding("y", "warn"),
      ],
    }),
    release("2026-02-01", {
      packages: [pkg("b", "1.1.0", true, "core")],
      findings: [finding("y")],
    }),
  ];
  const merged = mergedResults([repository("r", releases), repository("s", releases)], DAY);
  expect(merged.repositories[0]!.packages).toEqual([
    { name: "b", track: "core", version: "1.1.0", refused: 1 },
    { name: "a", track: "core", version: "1.0.0", refused: 0 },
    { name: "c", version: "0.1.0", refused: 0 },
  ]);
  expect(merged.tracks).toEqual([
    { track: "core", repositories: 2, packages: 4, refused: 2 },
    { repositories: 2, packages: 2, refused: 0 },
  ]);
  expect(merged.rules).toEqual([
    { rule: "y", errors: 2, warnings: 2, repositories: 2, last: "2026-02-01" },
    { rule: "z", errors: 0, warnings: 4, repositories: 2, last: "2026-01-01" },
    { rule: "x", errors: 0, warnings: 2, repositories: 2, last: "2026-01-01" },
  ]);
});

const merged = mergedResults(
  [
    repository("a", [
      release("2026-11-29", {
        packages: Array.from({ length: 300 }, (_, i) => ({
          name: `@acme/${i}`,
          from: "1.0.0",
          to: "1.0.1",
        })) as never,
      }),
    ]),
    repository("b", []),
  ],
  DAY,
);

test("a repository without releases has no line", () => {
  expect(merged.repositories.map(linesOn)).toEqual([["1 release allowed"], []]);
});

test("without blocked versions, no text mentions them", () => {
  expect(mergedText(merged, { color: false, width: 80 })).not.toContain("blocked version");
  expect(mergedMarkdown(merged)).not.toContain("\n\n\n");
  expect(mergedHtml(merged)).not.toMatch(/ refused"|more package/);
});

test("only the tiles of what was found have a colour", () => {
  const page = mergedHtml(mergedResults([repository("a", [refused("2026-11-01")])], DAY));
  const tiles = [...page.matchAll(/<div class="tile ([^"]*)"><b>(\d+)</g)];
  expect(tiles.map(([, kind, number]) => [kind !== "", number])).toEqual(
    tiles.map(([, , number]) => [number !== "0", number]),
  );
  expect(tiles.map(([, , number]) => number).join("")).toBe("01000");
});

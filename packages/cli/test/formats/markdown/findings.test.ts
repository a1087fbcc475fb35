import { expect, test } from "vitest";
import { plain, say } from "@release-policy/core";
import type { Link } from "@release-policy/core/types";
import type { Report, ReportedFinding } from "../../../src/check/report.ts";
import {
  findingsMarkdown,
  groundsOf,
  shortFinding,
} from "../../../src/formats/markdown/findings.ts";
import { type MarkdownOptions, withoutAlternatives } from "../../../src/formats/markdown/text.ts";
import { findingOf, reportOf } from "../../kit/report.ts";

const LINKS = {
  links: {
    view: (path: string, line: number, side: string) =>
      `https://forge.test/${side}/${path}#${line}`,
    edit: (path: string) => `https://forge.test/edit/${path}`,
    create: (path: string, text: string) => `https://forge.test/new/${path}?${text.length}`,
  },
} as unknown as MarkdownOptions;
const BARE = {} as MarkdownOptions;

const named = (length: number): readonly ReportedFinding[] =>
  Array.from({ length }, (_, i) => findingOf({ package: `p${i}`, version: "1.0.0" }));
type Lead = readonly [ReportedFinding, ...ReportedFinding[]];
const text = (
  finding: ReportedFinding,
  {
    same = [],
    others = [],
    options = BARE,
    report = reportOf(),
  }: {
    readonly same?: readonly ReportedFinding[];
    readonly others?: readonly Lead[];
    readonly options?: MarkdownOptions;
    readonly report?: Report;
  } = {},
): readonly string[] =>
  findingsMarkdown({ lead: [finding, ...same], others }, report, options).split("\n");

test.each([
  [12, "`p11 1.0.0`"],
  [13, "`p12 1.0.0`"],
  [14, "`p11 1.0.0` and 2 more"],
])("names up to twelve of %i others, and one more where it is the only one left", (length, end) => {
  const also = text(findingOf(), { same: named(length) }).at(-1)!;
  expect(also).toMatch(/^- \*\*Also:\*\* `p0 1\.0\.0`, `p1 1\.0\.0`, /);
  expect(also.endsWith(end)).toBe(true);
});

test("names each rule of a group, each policy line once, and the others of each rule", () => {
  const warning = findingOf({ rule: "peer-range", level: "warn" });
  const lines = text(findingOf(), { others: [[warning, findingOf({ package: "core" })]] });
  expect(lines).toEqual([
    "❌ `@acme/plugin` leaves `0.y.z` for `1.0.0` · accidental-graduation  ",
    "⚠️ `@acme/plugin` leaves `0.y.z` for `1.0.0` · peer-range",
    "- **Fix:** write `minor` instead of `major` in `.changeset/one.md:2`",
    '- **Policy:** `policies/integrations.yaml:2` `versions: "0.y.z"`',
    "- **Chain:** `@acme/plugin 1.0.0` ← `major in .changeset/one.md:2`",
    "- **Also:** `core 1.0.0`",
  ]);
});

test("gives the place of a finding without a chain", () => {
  const { because: _, version: __, package: ___, ...rest } = findingOf({ chain: [] });
  expect(text(rest, { same: [rest] }).slice(2)).toEqual([
    "- **Place:** `.changeset/one.md:2`",
    "- **Also:** `.changeset/one.md:2`",
  ]);
});

const step = (i: number): Link => ({
  package: `p${i}`,
  to: "1.0.0",
  cause: { kind: "train", leader: `p${i + 1}`, bump: "minor" },
});

test.each([
  [4, "`p3 1.0.0` ← `train of p4`"],
  [5, "`p2 1.0.0` ← `train of p3` ← … ← `train of p5`"],
])("shows at most eight steps of a chain of %i packages", (length, end) => {
  const chain = Array.from({ length }, (_, i) => step(i));
  const line = text(findingOf({ chain })).at(-1)!;
  expect(line.endsWith(end)).toBe(true);
});

test("names a package of a chain once for causes in a row", () => {
  const chain = [step(0), { ...step(0), cause: step(5).cause }, step(1)];
  expect(text(findingOf({ chain })).at(-1)).toBe(
    "- **Chain:** `p0 1.0.0` ← `train of p1` ← `train of p6` ← `p1 1.0.0` ← `train of p2`",
  );
});

test("links to the editor of a changeset that is there, but not to one that is missing or to the policy", () => {
  const edited = (given: Partial<ReportedFinding>, report: Partial<Report> = {}) =>
    text(findingOf(given), { options: LINKS, report: reportOf(report) }).filter((one) =>
      one.includes("[Edit"),
    );
  const link = "  [Edit `.changeset/one.md`](https://forge.test/edit/.changeset/one.md)";
  expect(edited({})).toEqual([link]);
  expect(edited({}, { changesetPaths: [".changeset/one.md"] })).toEqual([link]);
  expect(edited({}, { changesetPaths: [".changeset/two.md"] })).toEqual([]);
  expect(edited({ editedPaths: ["package.json"] }, { changesetPaths: [] })).toHaveLength(1);
  expect(edited({ editedPaths: ["policies/core.yaml"] })).toEqual([]);
});

test("shows each edit, with the line to type", () => {
  const edit = { path: ".changeset/one.md", line: 2, text: '"core": minor' };
  const lines = (edits: ReportedFinding["edits"] & object, report: Partial<Report> = {}) =>
    text(findingOf({ edits }), { report: reportOf(report) })
      .slice(2, -2)
      .map((one) => one.trim());
  expect(lines([edit])).toEqual([
    "Edit `.changeset/one.md`, line 2 becomes",
    "```yaml",
    '"core": minor',
    "```",
  ]);
  expect(lines([{ ...edit, inserted: true }])[0]).toBe(
    "Edit `.changeset/one.md`, before line 2 comes",
  );
  expect(lines([{ ...edit, text: "" }])).toEqual(["Edit `.changeset/one.md`: delete line 2"]);
  const create = { path: ".changeset/new.md", text: "---\n---\n" };
  expect(lines([create])[0]).toBe("New file `.changeset/new.md` with");
  expect(lines([create], { changesetPaths: [".changeset/new.md"] })[0]).toBe(
    "New file `.changeset/new-2.md` with",
  );
  expect(lines([{ ...edit, text: "a\u200Bb" }])).toEqual([]);
});

test("takes policy lines from the side that judges", () => {
  const policy = (judgedBy: "base" | "head") =>
    text(findingOf(), {
      options: LINKS,
      report: reportOf({ since: { judgedBy } as Report["since"] & object }),
    }).find((one) => one.startsWith("- **Policy:**"));
  expect(policy("base")).toContain("/base/policies/integrations.yaml#2");
  expect(policy("head")).toContain("/head/policies/integrations.yaml#2");
});

const group = (same: readonly ReportedFinding[], others: readonly Lead[] = []) => ({
  level: "error" as const,
  lead: [findingOf(), ...same] as const,
  others,
});

const short = (
  length: number,
  {
    same = [],
    others = [],
    all = 100,
  }: {
    readonly same?: readonly ReportedFinding[];
    readonly others?: readonly Lead[];
    readonly all?: number;
  } = {},
) =>
  shortFinding(
    group(same, others),
    named(length).map((one) => ({ level: "error" as const, lead: [one] as const, others: [] })),
    all,
    reportOf(),
    BARE,
  )
    .split("  \n   ")
    .slice(1, -1);

test("says in short how many more are of the same line, and which others are alike", () => {
  const rule = findingOf({ rule: "train" });
  const freeze: Lead = [findingOf({ rule: "freeze" })];
  expect(short(0)).toEqual([]);
  expect(short(0, { same: [rule] })).toEqual(["1 more error from the same line: train (1)"]);
  expect(short(0, { same: [rule, rule], others: [freeze] })).toEqual([
    "3 more errors from the same line: train (2), freeze (1)",
  ]);
  expect(short(1)).toEqual(["The same for `p0 1.0.0`"]);
  expect(short(5)[0]).toMatch(/, `p4 1\.0\.0`$/);
  expect(short(6)[0]).toMatch(/, `p3 1\.0\.0` and 2 more$/);
});

test("names the rules with the most errors of a line, and counts the others where they are several", () => {
  const of = (rule: ReportedFinding["rule"], number: number): Lead => [
    findingOf({ rule }),
    ...Array.from({ length: number - 1 }, () => findingOf({ rule })),
  ];
  const three = [of("freeze", 1), of("prerelease", 2), of("train", 4)];
  expect(short(0, { others: three })).toEqual([
    "7 more errors from the same line: train (4), prerelease (2), freeze (1)",
  ]);
  expect(short(0, { others: [...three, of("cadence", 3)] })).toEqual([
    "10 more errors from the same line: train (4), cadence (3) and 3 more",
  ]);
});

test.each([
  [4, "**Causes the 3 other errors:**"],
  [7, "**Causes 3 of the 6 other errors:**"],
  [8, "3 more errors from the same line:"],
])("stresses a changeset line that causes most of %i errors", (all, start) => {
  const same = named(3);
  expect(short(0, { same, all })[0]!.startsWith(`${start} accidental`)).toBe(true);
});

const HELP = say`write ${"minor"} in ${".changeset/one.md:2"} and set ${"option"}`;
const WHOLE = {
  help: [...HELP, ...say`; if ${"1.0.0"} is intended, run ${"release-policy graduate"}`],
};

test.each([
  [{ help: HELP }, "write `minor` in `.changeset/one.md:2` and set `option`"],
  [WHOLE, "write `minor` in `.changeset/one.md:2` and set `option`"],
  [
    { help: HELP, shortHelp: say`write ${"minor"} and 2 more edits` },
    "write `minor` and 2 more edits",
  ],
])("the list has the fix of %j without alternatives, or in short", (given, fix) => {
  const lead = [findingOf(given)] as const;
  const one = { level: "error" as const, lead, others: [] };
  const lines = shortFinding(one, [], 9, reportOf(), BARE).split("  \n   ");
  expect(lines.at(-1)).toBe(`**Fix:** ${fix}`);
});

test("the grounds of a group have each fix that the list does not show in full", () => {
  const grounds = (lead: ReportedFinding, listed = lead, others: readonly Lead[] = []) =>
    groundsOf({ level: "error", lead: [lead], others }, listed, reportOf(), BARE).map(
      (one) => one.split("  \n  **Fix:** ")[1],
    );
  const whole = findingOf(WHOLE);
  const full =
    "write `minor` in `.changeset/one.md:2` and set `option`; if `1.0.0` is intended, run `release-policy graduate`";
  expect(grounds(findingOf())).toEqual([undefined]);
  expect(grounds(whole)).toEqual([full]);
  expect(grounds(whole, findingOf())).toEqual([full]);
  const others = [HELP, say`wait`, say`wait`].map((help): Lead => [findingOf({ help })]);
  expect(grounds(whole, whole, others)).toEqual([full, undefined, "wait", undefined]);
});

test("the grounds of a group have its cause, its line of the policy and the other packages", () => {
  const lead = findingOf();
  const rule = findingOf({ rule: "train" });
  expect(groundsOf(group([rule]), lead, reportOf(), BARE)).toEqual([
    '- accidental-graduation: `@acme/plugin 1.0.0` ← `major in .changeset/one.md:2` · `policies/integrations.yaml:2` `versions: "0.y.z"` · also `@acme/plugin 1.0.0`',
  ]);
  const { because: _, ...bare } = findingOf({ chain: [] });
  expect(groundsOf({ level: "error", lead: [bare], others: [] }, bare, reportOf(), BARE)).toEqual([
    "- accidental-graduation: `.changeset/one.md:2`",
  ]);
});

test.each([
  [say`write ${"patch"}`, "write `patch`"],
  [say`write ${"patch"}; if ${"minor"} is intended, wait`, "write `patch`"],
  [
    [...say`write ${"patch"}`, "; ", ...say`if ${"a"} is intended, wait; if not, go`],
    "write `patch`",
  ],
  [
    say`lower ${"a"}; if ${"b"} is intended, wait; then run it again`,
    "lower `a`; then run it again",
  ],
  [say`if ${"a"} is intended, wait`, "if `a` is intended, wait"],
  [say`write ${"a; if b"}`, "write `a; if b`"],
  [say`write ${"a"}; ${"if "} stays`, "write `a`; `if ` stays"],
])("leaves out the alternatives of %j", (fix, main) => {
  expect(plain(withoutAlternatives(fix))).toBe(main);
});

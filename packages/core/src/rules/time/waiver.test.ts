import { plain } from "../../sentence.ts";
import { type Scene, fixesOf, judgeScene } from "../../testing/scene.ts";
import { declaredBump } from "../versions/declared-bump.ts";
import { waiver } from "./waiver.ts";
import { expect, test } from "vitest";

const until = (...days: readonly string[]): Scene => ({
  packages: { ui: "1.0.0" },
  changesets: { cat: { ui: "major" } },
  releases: { ui: "1.0.0 -> 2.0.0" },
  policies: {
    all: { packages: ["*"], bumps: { declared: ["patch"] } },
    waivers: {
      waivers: days.map((day) => ({
        rule: "declared-bump",
        package: "ui",
        version: "2.0.0",
        reason: "the rewrite",
        owner: "@ann",
        until: day,
      })),
    },
  },
  facts: { today: "2026-06-15" },
});

test.each([
  ["2026-06-14", true],
  ["2026-06-15", false],
  ["2026-06-16", false],
])("counts its last day to a waiver until %s", (day, isOver) => {
  const { findings } = judgeScene(until(day), [declaredBump, waiver]);
  const about = findings.filter(({ rule }) => rule === "waiver");
  expect(about.map(({ level, message }) => `${level}: ${plain(message)}`)).toEqual(
    isOver
      ? [
          `error: the waiver of \`declared-bump\` for \`ui@2.0.0\` expired on \`${day}\` (owner: \`@ann\`)`,
        ]
      : [],
  );
});

test("reports an expired waiver next to the finding that it no longer allows", () => {
  const verdict = judgeScene(until("2026-06-14"), [declaredBump, waiver]);
  expect(verdict.findings.map((found) => found.rule)).toEqual(["declared-bump", "waiver"]);
  expect(verdict.waived).toEqual([]);
});

test("reports each expired waiver, even if another one is valid", () => {
  const verdict = judgeScene(until("2026-01-01", "2026-02-01", "2026-12-31"), [
    declaredBump,
    waiver,
  ]);
  expect(verdict.findings.map((found) => found.because?.at.line)).toEqual([2, 8]);
  expect(verdict.waived).toHaveLength(1);
});

test("points at the waiver and names its owner", () => {
  expect(judgeScene(until("2026-01-01"), [waiver]).findings).toMatchObject([
    { package: "ui", at: { path: "policies/waivers.yaml" } },
  ]);
  expect(fixesOf(waiver, until("2026-01-01"))).toEqual([
    "delete it; if it is still needed, set a new date and reason",
  ]);
});

const rewrite = {
  rule: "declared-bump",
  package: "ui",
  version: "2.0.0",
  reason: "the rewrite",
  owner: "@ann",
  until: "2026-12-31",
};
const waived = (waivers: readonly object[], rules: object = {}): Scene => ({
  packages: { ui: "1.0.0" },
  changesets: { cat: { ui: "major" } },
  releases: { ui: "1.0.0 -> 2.0.0" },
  policies: {
    all: { packages: ["*"], bumps: { declared: ["patch"] }, rules },
    waivers: { waivers },
  },
});
const unused = (scene: Scene) =>
  judgeScene(scene, [waiver, declaredBump]).findings.filter((found) => found.rule === "waiver");

test("reports nothing for a waiver that allows a finding, whatever the order of the rules", () => {
  expect(judgeScene(waived([rewrite]), [waiver, declaredBump])).toMatchObject({
    outcome: "pass",
    waived: [{ finding: { rule: "declared-bump" } }],
  });
});

test.each([
  ["version", { version: "3.0.0" }, "`declared-bump` for `ui@3.0.0`"],
  ["package", { package: "core" }, "`declared-bump` for `core@2.0.0`"],
  ["rule", { rule: "version-jump" }, "`version-jump` for `ui@2.0.0`"],
])("warns of a waiver for another %s", (_, other, which) => {
  const [found] = unused(waived([{ ...rewrite, ...other }]));
  expect(found).toMatchObject({ level: "warn", package: { ...rewrite, ...other }.package });
  expect(plain(found!.message)).toBe(`the waiver of ${which} does not match any finding`);
});

test("warns about a waiver for a rule that is off", () => {
  expect(unused(waived([rewrite], { "declared-bump": "off" }))).toHaveLength(1);
});

test("points at the waiver that does not match any finding", () => {
  expect(unused(waived([rewrite, { ...rewrite, version: "3.0.0" }]))).toMatchObject([
    { at: { path: "policies/waivers.yaml" }, because: { at: { line: 8 } } },
  ]);
});

test("treats two waivers for one finding alike, both used or both unused", () => {
  const planned = { ...rewrite, version: "3.0.0" };
  expect(unused(waived([rewrite, rewrite]))).toHaveLength(0);
  expect(unused(waived([planned, planned]))).toHaveLength(2);
});

test("reports an expired waiver only as expired, used or not", () => {
  const ending = (day: string) => unused(waived([{ ...rewrite, version: "3.0.0", until: day }]));
  expect(ending("2026-06-14")).toMatchObject([{ level: "error" }]);
  expect(plain(ending("2026-06-14")[0]!.message)).toContain("expired on `2026-06-14`");
  expect(ending("2026-06-15")).toMatchObject([{ level: "warn" }]);
});

test("uses the policy's level for an unused waiver", () => {
  const scene = waived([{ ...rewrite, version: "3.0.0" }]);
  const policies = { ...scene.policies, workspace: { rules: { waiver: "error" } } };
  expect(unused({ ...scene, policies })).toMatchObject([{ level: "error" }]);
});

test("suggests correcting or deleting it", () => {
  expect(fixesOf(waiver, waived([rewrite]))).toEqual([
    "delete it; if it is still needed, correct its rule, package or version",
  ]);
});

test("does not call a waiver unused that is for what is only found after the plan", () => {
  const scene = until("2026-12-31");
  const of = (rule: string): Scene => ({
    ...scene,
    policies: {
      ...scene.policies,
      waivers: {
        waivers: [
          {
            rule,
            package: "ui",
            version: "1.0.0",
            reason: "x",
            owner: "@ann",
            until: "2026-12-31",
          },
        ],
      },
    },
  });
  const messages = (rule: string) =>
    judgeScene(of(rule), [waiver]).findings.map(({ message }) => plain(message));
  expect(messages("packed-file")).toEqual([]);
  expect(messages("not-published")).toEqual([]);
  expect(messages("waiver")).toHaveLength(1);
});

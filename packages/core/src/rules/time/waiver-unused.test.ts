import { expect, test } from "vitest";
import { type Scene, advised, judgeScene } from "../../testing/scene.ts";
import { plain } from "../../sentence.ts";
import { declaredBump } from "../versions/declared-bump.ts";
import { waiverUnused } from "./waiver-unused.ts";

const waiver = {
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
  judgeScene(scene, [waiverUnused, declaredBump]).findings.filter(
    (found) => found.rule === "waiver-unused",
  );

test("reports nothing for a waiver that allows a finding, whatever the order of the rules", () => {
  expect(judgeScene(waived([waiver]), [waiverUnused, declaredBump])).toMatchObject({
    outcome: "pass",
    waived: [{ finding: { rule: "declared-bump" } }],
  });
});

test.each([
  ["version", { version: "3.0.0" }, "`declared-bump` for `ui@3.0.0`"],
  ["package", { package: "core" }, "`declared-bump` for `core@2.0.0`"],
  ["rule", { rule: "version-jump" }, "`version-jump` for `ui@2.0.0`"],
])("warns of a waiver for another %s", (_, other, which) => {
  const [found] = unused(waived([{ ...waiver, ...other }]));
  expect(found).toMatchObject({ level: "warn", package: { ...waiver, ...other }.package });
  expect(plain(found!.message)).toBe(`the waiver of ${which} allows nothing`);
});

test("warns of a waiver for a rule that is off", () => {
  expect(unused(waived([waiver], { "declared-bump": "off" }))).toHaveLength(1);
});

test("points at the waiver that allows nothing", () => {
  expect(unused(waived([waiver, { ...waiver, version: "3.0.0" }]))).toMatchObject([
    { at: { path: "policies/waivers.yaml" }, because: { at: { line: 8 } } },
  ]);
});

test("takes two waivers for one finding as one, both used or both not", () => {
  const planned = { ...waiver, version: "3.0.0" };
  expect(unused(waived([waiver, waiver]))).toHaveLength(0);
  expect(unused(waived([planned, planned]))).toHaveLength(2);
});

test("leaves a waiver that has ended to waiver-expired", () => {
  expect(unused(waived([{ ...waiver, version: "3.0.0", until: "2026-06-14" }]))).toEqual([]);
  expect(unused(waived([{ ...waiver, version: "3.0.0", until: "2026-06-15" }]))).toHaveLength(1);
});

test("advises to correct it or to take it out", () => {
  expect(advised(waiverUnused, waived([waiver]))).toEqual([
    "take it out, or correct its rule, package or version",
  ]);
});

import { expect, test } from "vitest";
import { policyFile } from "../testing/policy-file.ts";
import { sceneFacts } from "../testing/scene-facts.ts";
import { readPolicy } from "../policy/reading/read-policy.ts";
import { waiver } from "../rules/time/waiver.ts";
import { declaredBump } from "../rules/versions/declared-bump.ts";
import { versionInsideTrack } from "../rules/versions/version-inside-track.ts";
import { judge } from "./judge.ts";

const rules = [waiver, declaredBump, versionInsideTrack];
const packages = { ui: "1.0.0", app: "1.0.0" };
const releases = { ui: "1.0.0 -> 2.0.0", app: "1.0.0 -> 2.0.0" };
const changesets = { cat: { ui: "major", app: "major" } } as const;
const all = { packages: ["*"], bumps: { declared: ["patch"] } };

const right = {
  rule: "declared-bump",
  package: "ui",
  version: "2.0.0",
  reason: "the rewrite",
  owner: "@ann",
  until: "2026-06-15",
};

function judged(waivers: readonly object[], today = "2026-06-15", track: object = all) {
  const files = [policyFile("all", track), policyFile("waivers", { waivers })];
  const facts = sceneFacts({ packages, releases, changesets, facts: { today } });
  const { findings, waived, outcome } = judge(facts, readPolicy(files, rules).policy!, rules);
  return {
    outcome,
    findings: findings.map(({ rule, package: name, level }) => `${level} ${rule} ${name}`),
    waived: waived.map(({ finding, waiver: by }) => [
      finding.package,
      by?.owner,
      by?.until,
      finding.rule,
    ]),
  };
}

test("only moves the finding that it names to the waived findings", () => {
  expect(judged([right])).toEqual({
    outcome: "fail",
    findings: ["error declared-bump app"],
    waived: [["ui", "@ann", "2026-06-15", "declared-bump"]],
  });
});

test("a verdict whose findings are all waived passes", () => {
  const { outcome, waived } = judged([right, { ...right, package: "app" }]);
  expect(outcome).toBe("pass");
  expect(waived).toHaveLength(2);
});

test.each([
  ["rule", { rule: "version-inside-track" }],
  ["package", { package: "lib" }],
  ["version", { version: "2.0.1" }],
  ["version, its build included", { version: "2.0.0+1" }],
])("a waiver with another %s does not match any finding, and is reported", (_, change) => {
  const { findings, waived } = judged([{ ...right, ...change }]);
  expect(waived).toEqual([]);
  expect(findings).toContain("error declared-bump ui");
  expect(findings.filter((line) => line.includes("waiver"))).toHaveLength(1);
});

test("a waiver is valid on its last day, but not on the next", () => {
  expect(judged([right], "2026-06-15").waived).toHaveLength(1);
  const after = judged([right], "2026-06-16");
  expect(after.waived).toEqual([]);
  expect(after.findings).toContain("error declared-bump ui");
  expect(after.findings).toContain("error waiver ui");
  expect(after.findings.join()).not.toContain("warn waiver");
});

test("sorts waived findings by place", () => {
  const shape = { ...right, rule: "version-inside-track" };
  const both = [right, shape].flatMap((one) => [one, { ...one, package: "app" }]);
  const { waived } = judged(both, undefined, { ...all, versions: "1.x" });
  expect(waived.map(([name, , , rule]) => `${rule} ${name}`)).toEqual([
    "declared-bump ui",
    "version-inside-track ui",
    "declared-bump app",
    "version-inside-track app",
  ]);
});

test("does not count a finding that is off as waived", () => {
  const { findings, waived } = judged([right], undefined, {
    ...all,
    rules: { "declared-bump": "off" },
  });
  expect(waived).toEqual([]);
  expect(findings).toEqual(["warn waiver ui"]);
});

test("contains the waiver's line and reason", () => {
  const files = [policyFile("all", all), policyFile("waivers", { waivers: [right] })];
  const facts = sceneFacts({ packages, releases, changesets });
  const [first] = judge(facts, readPolicy(files, rules).policy!, rules).waived;
  expect(first?.waiver).toEqual({
    reason: "the rewrite",
    owner: "@ann",
    until: "2026-06-15",
    line: {
      at: { path: "policies/waivers.yaml", line: 2, column: 5, length: 19 },
      text: "- rule: declared-bump",
    },
  });
});

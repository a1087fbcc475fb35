import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Approvals } from "../policy/policy.ts";
import type { RuleId } from "../policy/rule-ids.ts";
import { isApprovable } from "../policy/settings.ts";
import { rules } from "../rules/index.ts";
import { approve } from "./approval.ts";
import { type Approval, type Finding, outcomeOf } from "./finding.ts";

const RUNS = { seed: 20_261_122, numRuns: 1_000 };
const at = { path: "policies/workspace.yaml", line: 1, column: 1 };
const ids = rules.map(({ id }) => id);
const name = fc.constantFrom("@acme/core", "@acme/ui", "app");
const version = fc.constantFrom("1.0.0", "2.0.0", "2.0.1");

const finding: fc.Arbitrary<Finding> = fc.record(
  {
    rule: fc.constantFrom("declared-bump", "freeze", "track-membership", ...ids),
    level: fc.constantFrom("error", "warn"),
    package: name,
    version,
    message: fc.constant(["wrong"]),
    help: fc.constant(["fix it"]),
    at: fc.constant(at),
    chain: fc.constant([]),
  },
  { requiredKeys: ["rule", "level", "message", "help", "at", "chain"] },
);
const findings = fc.array(finding, { maxLength: 12 });
const releases = fc
  .dictionary(name, version)
  .map((given) => Object.entries(given).map(([of, to]) => ({ name: of, to })));
const approval: fc.Arbitrary<Approval> = fc.record({
  package: name,
  version,
  by: fc.constantFrom("ann", "bob"),
  at: fc.constantFrom("2026-06-15T10:00:00Z", "2026-06-15T10:00:01Z"),
  via: fc.constantFrom("comment", "label"),
});
const approvals = fc.array(approval, { maxLength: 6 });
const policy: fc.Arbitrary<Approvals> = fc
  .oneof(
    fc.constant<"all">("all"),
    fc.subarray<RuleId>(["declared-bump", "freeze", "version-inside-track"]),
  )
  .map((named) => ({
    rules: named,
    permission: "write",
    comment: true,
    byAnother: true,
    line: { at, text: "" },
  }));

const law = (holds: (...given: [Finding[], Approval[], Approvals, Plan]) => void) =>
  fc.assert(fc.property(findings, approvals, policy, releases, holds), RUNS);
type Plan = { name: string; to: string }[];

test("an approval moves what it allows without adding or losing findings", () => {
  law((given, by, says, plan) => {
    const { findings: left, approved } = approve(given, by, says, plan, rules);
    const seen = [...left, ...approved.map(({ finding: one }) => one)];
    expect(new Set(seen)).toEqual(new Set(given));
    expect(seen).toHaveLength(given.length);
    const worst = ["pass", "warn", "fail"];
    expect(worst.indexOf(outcomeOf(left))).toBeLessThanOrEqual(worst.indexOf(outcomeOf(given)));
  });
});

test("an approval only covers the package, the planned version and rules that can be approved", () => {
  const approvable = new Set(rules.filter(isApprovable).map(({ id }) => id));
  law((given, by, says, plan) => {
    for (const { finding: one, approval: who } of approve(given, by, says, plan, rules).approved) {
      expect([who?.package, who?.version]).toEqual([one.package, one.version]);
      expect(by).toContain(who);
      expect(plan).toContainEqual({ name: one.package, to: one.version });
      expect(approvable).toContain(one.rule);
      expect(says.rules === "all" ? [one.rule] : says.rules).toContain(one.rule);
    }
  });
});

test("approving twice equals approving once, and the order of approvals does not matter", () => {
  law((given, by, says, plan) => {
    const once = approve(given, by, says, plan, rules);
    expect(approve(given, [...by, ...by], says, plan, rules)).toEqual(once);
    expect(approve(given, by.toReversed(), says, plan, rules)).toEqual(once);
    const again = approve(once.findings, by, says, plan, rules);
    expect(again).toEqual({ findings: once.findings, approved: [] });
  });
});

test("one more approval never restores a finding", () => {
  const more = fc.tuple(findings, approvals, approval, policy, releases);
  const holds = fc.property(more, ([given, by, another, says, plan]) => {
    const before = approve(given, by, says, plan, rules).findings;
    const after = approve(given, [...by, another], says, plan, rules).findings;
    expect(before).toEqual(expect.arrayContaining([...after]));
  });
  fc.assert(holds, RUNS);
});

test("rules of the policy, of the workspace and of waivers cannot be approved", () => {
  const left = rules.filter((rule) => !isApprovable(rule)).map(({ id }) => id);
  expect(left).toEqual(expect.arrayContaining(["track-membership", "unknown-package", "waiver"]));
  expect(left).not.toContain("accidental-graduation");
});

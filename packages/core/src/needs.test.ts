import { expect, test } from "vitest";
import { needsOf } from "./needs.ts";
import { readPolicy } from "./policy/read.ts";
import type { AnyRule } from "./rule.ts";
import { rules } from "./rules/index.ts";
import { policyFile } from "./scene.ts";

const [known] = rules;
/** The rules with one of ours that asks for the history. */
const asking = (level: AnyRule["level"]): readonly AnyRule[] =>
  rules.map((rule) =>
    rule === known ? { ...rule, level, needs: ["history"] } : { ...rule, needs: [] },
  );
const id = known!.id;

test("reads nothing for a rule that the policy asks nothing of", () => {
  const { policy } = readPolicy([policyFile("core", { packages: ["*"] })], rules);
  const asked = (isAsked: boolean) =>
    asking("error").map((rule) => (rule.id === id ? { ...rule, isAsked: () => isAsked } : rule));
  expect([...needsOf(policy!, asked(false))]).toEqual([]);
  expect([...needsOf(policy!, asked(true))]).toEqual(["history"]);
});

test.each<[string, AnyRule["level"], object, object, string[]]>([
  ["a rule that is on by itself", "warn", {}, {}, ["history"]],
  ["a rule that nobody switches on", "off", {}, {}, []],
  ["a rule that workspace.yaml switches on", "off", { [id]: "warn" }, {}, ["history"]],
  ["a rule that one track switches on", "off", {}, { [id]: "error" }, ["history"]],
  ["a rule that is switched off", "warn", { [id]: "off" }, {}, []],
  ["a rule that is off but for one track", "warn", { [id]: "off" }, { [id]: "warn" }, ["history"]],
])("reads for %s what it asks for, and nothing else", (_, level, outer, inner, expected) => {
  const { policy } = readPolicy(
    [
      policyFile("workspace", { rules: outer }),
      policyFile("core", { packages: ["*"], rules: inner }),
    ],
    rules,
  );
  expect([...needsOf(policy!, asking(level))]).toEqual(expected);
});

import { expect, test } from "vitest";
import { readPolicy } from "../policy/reading/read-policy.ts";
import { rules } from "../rules/index.ts";
import { policyFile } from "../testing/policy-file.ts";
import { needsOf } from "./judge.ts";
import type { AnyRule } from "./rule.ts";

const known = rules.find((rule) => rule.id === "declared-bump");
/** The rules with one of ours that asks for the history. */
const asking = (level: AnyRule["level"]): readonly AnyRule[] =>
  rules.map((rule) =>
    rule === known ? { ...rule, level, needs: ["history"] } : { ...rule, needs: [] },
  );
const id = known!.id;

test.each<[string, AnyRule["level"], object, object, string[]]>([
  ["a rule that is on by itself", "warn", {}, {}, ["history"]],
  ["a rule that is never switched on", "off", {}, {}, []],
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

test("reads a rule's files only if the policy enables the rule", () => {
  const some: readonly AnyRule[] = [
    { ...known!, needs: ({ tracks }) => (tracks.length > 1 ? ["documents"] : []) },
  ];
  const tracks = (...names: string[]) =>
    readPolicy(
      names.map((name) => policyFile(name, { packages: [name] })),
      rules,
    ).policy!;
  expect([...needsOf(tracks("core"), some)]).toEqual([]);
  expect([...needsOf(tracks("core", "plugins"), some)]).toEqual(["documents"]);
});

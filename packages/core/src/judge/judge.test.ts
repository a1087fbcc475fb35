import { expect, test } from "vitest";
import * as s from "../policy/schema/definition.ts";
import type { Scene } from "../testing/scene.ts";
import { policyFile } from "../testing/policy-file.ts";
import { sceneFacts } from "../testing/scene-facts.ts";
import { readPolicy } from "../policy/reading/read-policy.ts";
import type { RuleId } from "../policy/rule-ids.ts";
import { plain, say } from "../sentence.ts";
import { judge } from "./judge.ts";
import { type AnyRule, type Problem, defineRule } from "./rule.ts";

const file = (path: string, line = 1, column = 1) => ({ path, line, column });

/** A rule that has the same problems everywhere, an error unless something else is given. */
const ruleOf = (problems: readonly Problem[], given: Partial<AnyRule> = {}): AnyRule =>
  defineRule<Problem>({
    id: "always" as RuleId,
    family: "plan",
    summary: "Nothing is right.",
    why: "For tests.",
    level: "error",
    examples: { accept: [], reject: [] },
    check: () => problems,
    message: (problem) => say`${problem.package ?? "all"} is wrong`,
    help: () => say`fix it`,
    ...given,
  });

const judged = (scene: Scene, rules: readonly AnyRule[], strict = false) => {
  const files = Object.entries(scene.policies ?? {}).map(([name, data]) => policyFile(name, data));
  return judge(sceneFacts(scene), readPolicy(files, rules).policy!, rules, { strict });
};

const onUi = [{ package: "ui", at: file("a") }];
const packages = { ui: "1.0.0" };
const track = (level: unknown) => ({ packages: ["ui"], rules: { always: level } });
const levels = (policies: Scene["policies"], given: Partial<AnyRule> = {}, strict = false) =>
  judged({ packages, policies: policies ?? {} }, [ruleOf(onUi, given)], strict).findings.map(
    ({ level }) => level,
  );

test("a rule has its default level if the policy sets none", () => {
  expect(levels({})).toEqual(["error"]);
  expect(levels({}, { level: "warn" })).toEqual(["warn"]);
  expect(levels({}, { level: "off" })).toEqual([]);
});

test("the track's level overrides the workspace's, which overrides the rule's", () => {
  const workspace = { rules: { always: "warn" } };
  expect(levels({ workspace })).toEqual(["warn"]);
  expect(levels({ workspace, core: track("error") }, { level: "off" })).toEqual(["error"]);
  expect(levels({ workspace, core: track("off") })).toEqual([]);
});

test("a finding only counts from the day until which the policy evaluates the rule", () => {
  const on = (evaluate: string) =>
    levels({ core: track({ level: "error", mode: { evaluate } }) }).length;
  expect(["2026-06-15", "2026-06-16"].map(on)).toEqual([1, 0]);
});

test("the level of another track, or of a track for a problem without a package, does not apply", () => {
  const lab = { packages: ["lab"], rules: { always: "off" } };
  expect(levels({ lab })).toEqual(["error"]);
  const rules = [ruleOf([{ at: file("a") }])];
  const policies = { core: track("off") };
  expect(judged({ packages, policies }, rules).findings).toHaveLength(1);
});

test("a soft problem is a warning, unless the policy sets the level of its rule", () => {
  const soft = [ruleOf([{ package: "ui", at: file("a"), level: "warn" }])];
  const levelIn = (policies: Scene["policies"], strict = false) =>
    judged({ packages, policies: policies ?? {} }, soft, strict).findings.map(({ level }) => level);
  expect(levelIn({})).toEqual(["warn"]);
  expect(levelIn({ core: track("error") })).toEqual(["error"]);
  expect(levelIn({ workspace: { rules: { always: "error" } } })).toEqual(["error"]);
  expect(levelIn({}, true)).toEqual(["error"]);
});

test("a problem that is at most a warning stays one whatever the policy says", () => {
  const mild = [ruleOf([{ package: "ui", at: file("a"), atMost: "warn" }])];
  const scene = { packages, policies: { core: track("error") } };
  expect(judged(scene, mild).findings.map(({ level }) => level)).toEqual(["warn"]);
});

test("strict turns warnings into errors, but keeps off", () => {
  expect(levels({ core: track("warn") }, {}, true)).toEqual(["error"]);
  expect(levels({ core: track("off") }, {}, true)).toEqual([]);
});

test("a rule gets the options of the package's track, the workspace, or its defaults", () => {
  const options = () => s.object({ most: s.withDefault(s.int(), 1) }, ["most"]);
  const rule: AnyRule = defineRule<Problem & { most: number }, { most: number }>({
    ...ruleOf([]),
    options,
    check: (_, of) =>
      ["ui", "lab"].map((name) => ({ package: name, at: file(name), most: of(name).most })),
    message: ({ most }) => [`${most}`],
  });
  const says = (policies: Record<string, unknown>) =>
    judged({ packages: { ui: "1.0.0", lab: "1.0.0" }, policies }, [rule]).findings.map(
      ({ message }) => plain(message),
    );
  const workspace = { rules: { always: ["warn", { most: 5 }] } };
  expect(says({})).toEqual(["1", "1"]);
  expect(says({ workspace })).toEqual(["5", "5"]);
  expect(says({ workspace, core: track(["error", { most: 9 }]) })).toEqual(["5", "9"]);
});

test("sorts findings by file, line, column, rule and package", () => {
  const problems = [
    { package: "ui", at: file("b", 1, 1) },
    { package: "ui", at: file("a", 10, 1) },
    { package: "ui", at: file("a", 2, 7) },
    { package: "ui", at: file("a", 2, 3) },
    { package: "app", at: file("a", 2, 3) },
    { at: file("a", 2, 3) },
    { package: "ui", at: file("B", 1, 1) },
  ];
  const rules = [ruleOf(problems), ruleOf([problems[3]!], { id: "again" as RuleId })];
  const places = judged({}, rules).findings.map(
    ({ rule, at, package: name }) => `${at.path}:${at.line}:${at.column} ${rule} ${name ?? "-"}`,
  );
  expect(places).toEqual([
    "B:1:1 always ui",
    "a:2:3 again ui",
    "a:2:3 always -",
    "a:2:3 always app",
    "a:2:3 always ui",
    "a:2:7 always ui",
    "a:10:1 always ui",
    "b:1:1 always ui",
  ]);
});

test("passes without findings, warns on warnings only, and fails on one error", () => {
  const warns = ruleOf(onUi, { id: "warns" as RuleId, level: "warn" });
  expect(judged({}, []).outcome).toBe("pass");
  expect(judged({}, [warns]).outcome).toBe("warn");
  expect(judged({}, [warns, ruleOf(onUi)]).outcome).toBe("fail");
  expect(judged({}, [warns], true).outcome).toBe("fail");
});

test("a finding has the version after the plan, the reason and the chain", () => {
  const scene = { packages: { ...packages, app: "3.0.0" }, releases: { ui: "1.0.0 -> 2.0.0" } };
  const [release] = sceneFacts(scene).releases;
  const because = { at: file("policies/core.yaml"), text: "versions: 1.x" };
  const problems = [
    { package: "ui", at: file("a"), release: release!, because },
    { package: "app", at: file("b") },
    { package: "gone", at: file("c") },
  ];
  const [ui, app, third] = judged(scene, [ruleOf(problems)]).findings;
  expect(ui).toMatchObject({ version: "2.0.0", because, chain: [{ package: "ui", to: "2.0.0" }] });
  expect(app).toMatchObject({ version: "3.0.0", chain: [] });
  expect(third).not.toHaveProperty("version");
  expect(third).not.toHaveProperty("because");
});

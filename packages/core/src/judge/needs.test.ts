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

/** What a rule that is on reads for a policy. */
function needsFor(rule: string, workspace: object, track: object = {}): readonly string[] {
  const { trains, docs, ...own } = workspace as Record<string, unknown>;
  const { policy, mistakes } = readPolicy(
    [
      policyFile("workspace", {
        ...(trains ? { trains } : {}),
        ...(docs ? { docs } : {}),
        rules: { [rule]: "warn", ...own },
      }),
      policyFile("core", { packages: ["*"], ...track }),
    ],
    rules,
  );
  expect(mistakes).toEqual([]);
  return [
    ...needsOf(
      policy!,
      rules.filter(({ id: name }) => name === rule),
    ),
  ].toSorted();
}

const kinds = (given: object) => ({ "change-bump": ["warn", { kinds: given }] });
const complete = (is: boolean) => ({ train: ["warn", { complete: is }] });
const trains = [{ leader: "core", members: ["*"], version: "same" }];
const removal = (given: object) => ({ require: { removal: { deprecatedFor: given } } });

test.each<[string, object, object, readonly string[]]>([
  ["docs-per-line", { docs: { lines: ["docs/v{major}"] } }, {}, ["documents"]],
  ["docs-per-line", { docs: { table: "README.md" } }, {}, []],
  ["status-table", { docs: { table: "README.md" } }, {}, ["table"]],
  ["status-table", { docs: { lines: ["docs/v{major}"] } }, {}, []],
  ["upgrade-guide", {}, { require: { breaking: ["upgrade-guide"] } }, ["documents"]],
  ["upgrade-guide", {}, { require: { breaking: ["section"] } }, []],
  ["migration", {}, { require: { migration: ["path"] } }, ["additions", "documents"]],
  ["migration", {}, {}, []],
  ["train", { trains, ...complete(true) }, {}, ["history"]],
  ["train", { trains, ...complete(false) }, {}, []],
  ["train", { trains }, { rules: complete(true) }, ["history"]],
  ["train", complete(true), {}, []],
  ["change-bump", kinds({ runtime: "minor" }), {}, ["requirements"]],
  ["change-bump", kinds({ export: "major" }), {}, ["requirements"]],
  ["change-bump", kinds({ migration: "minor" }), {}, ["additions"]],
  ["change-bump", kinds({ runtime: "off", migration: "off" }), {}, []],
  ["change-bump", {}, { rules: kinds({ migration: "minor" }) }, ["additions"]],
  ["removal", {}, removal({ days: 90 }), ["documents", "history"]],
  ["removal", {}, removal({ releases: 2 }), ["documents", "history"]],
  ["removal", {}, removal({ lines: 1 }), ["documents"]],
])("%s with %j and the track %j reads %j", (rule, workspace, track, expected) => {
  expect(needsFor(rule, workspace, track)).toEqual(expected);
});

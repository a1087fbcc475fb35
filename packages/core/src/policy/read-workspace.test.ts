import { expect, test } from "vitest";
import { policyFile } from "../testing/scene.ts";
import { receivedBump } from "../rules/versions/received-bump.ts";
import type { Mistake } from "./mistakes.ts";
import { readWorkspace } from "./read-workspace.ts";

const read = (data: unknown) => {
  const mistakes: Mistake[] = [];
  const policy = readWorkspace(policyFile("workspace", data), [receivedBump], mistakes);
  expect(mistakes).toEqual([]);
  return policy;
};
const at = { path: "policies/workspace.yaml", line: 1, column: 1 };
const lineOf = (text: string) => ({ at, text });

test("an empty file lets the base judge, and says nothing else", () => {
  expect(read(null)).toEqual({
    judgedBy: "base",
    settings: new Map(),
    branches: [],
    couplings: [],
    dependencies: [],
    trains: [],
    freezes: [],
    compatibility: [],
    unpublished: [],
  });
});

test("takes the planner, the judge and levels as they are written", () => {
  const policy = read({ planner: "pnpm", judgedBy: "head", rules: { "received-bump": "warn" } });
  expect(policy).toMatchObject({ planner: "pnpm", judgedBy: "head" });
  expect(policy.settings?.get("received-bump")).toEqual({ level: "warn", options: undefined });
});

test("only a policy that forbids overriding says anything of it", () => {
  expect(read({ override: "forbidden" }).override).toBe("forbidden");
  expect(read({ override: "allowed" })).not.toHaveProperty("override");
});

test("dependencies are of every kind that users install, unless fields are named", () => {
  const { dependencies } = read({
    dependencies: [
      { from: "core", on: ["core"] },
      { from: "lab", on: ["core", "lab"], fields: ["devDependencies"] },
    ],
  });
  expect(dependencies).toEqual([
    {
      from: "core",
      on: ["core"],
      fields: ["dependencies", "peerDependencies", "optionalDependencies"],
      line: lineOf("dependencies.0"),
    },
    {
      from: "lab",
      on: ["core", "lab"],
      fields: ["devDependencies"],
      line: lineOf("dependencies.1"),
    },
  ]);
});

test.each(["same", { minorOffset: 16 }, { table: { "1.x": "0.50.x" } }])(
  "a train moves together by %j",
  (version) => {
    const { trains } = read({ trains: [{ leader: "core", members: ["ui", "!ui-lab"], version }] });
    expect(trains).toMatchObject([
      {
        leader: "core",
        members: [
          { text: "ui", negated: false, line: lineOf("trains.0.members.0") },
          { text: "!ui-lab", negated: true, line: lineOf("trains.0.members.1") },
        ],
        version,
        line: lineOf("trains.0"),
      },
    ]);
  },
);

test("a branch says only what is written for it, and receives what it declares", () => {
  const { branches } = read({
    branches: {
      "maint/*": { bumps: { declared: ["patch"] }, versions: "1.x" },
      next: { bumps: { received: [] }, prerelease: "allowed" },
      any: {},
    },
  });
  expect(branches).toEqual([
    {
      pattern: "maint/*",
      declared: ["none", "patch"],
      received: ["none", "patch"],
      versions: { shape: "1.x", range: "1.x" },
      line: lineOf("branches.maint/*"),
    },
    { pattern: "next", received: ["none"], prerelease: "allowed", line: lineOf("branches.next") },
    { pattern: "any", line: lineOf("branches.any") },
  ]);
});

test("a freeze is of all packages, and excepts nothing, unless it says so", () => {
  const days = { from: "2026-12-18", to: "2027-01-04", reason: "year end" };
  const { freezes } = read({
    freezes: [days, { ...days, packages: ["ui"], except: ["security"] }],
  });
  expect(freezes).toMatchObject([
    { ...days, packages: undefined, except: [], line: lineOf("freezes.0") },
    { ...days, packages: [{ text: "ui" }], except: ["security"], line: lineOf("freezes.1") },
  ]);
});

test("a coupling is an umbrella over members, or a bundler of bundles", () => {
  const { couplings } = read({
    couplings: [
      { umbrella: "all", members: ["ui"] },
      { bundler: "app", bundles: ["ui"] },
    ],
  });
  expect(couplings).toMatchObject([
    { kind: "umbrella", package: "all", members: [{ line: lineOf("couplings.0.members.0") }] },
    { kind: "bundler", package: "app", members: [{ line: lineOf("couplings.1.bundles.0") }] },
  ]);
});

test("compatibility names packages, the one that they cover, and how much of it", () => {
  const { compatibility } = read({
    compatibility: [{ packages: ["plugin-*"], with: "core", covers: "major" }],
  });
  expect(compatibility).toMatchObject([
    {
      packages: [{ text: "plugin-*", line: lineOf("compatibility.0.packages.0") }],
      with: "core",
      covers: "major",
      line: lineOf("compatibility.0"),
    },
  ]);
});

test("each unpublished package has its own line", () => {
  expect(read({ unpublished: ["ui", "app"] }).unpublished).toEqual([
    { name: "ui", line: lineOf("unpublished.0") },
    { name: "app", line: lineOf("unpublished.1") },
  ]);
});

test("a file with a mistake adds nothing", () => {
  const mistakes: Mistake[] = [];
  const file = policyFile("workspace", { planner: "lerna", unpublished: ["ui"] });
  expect(readWorkspace(file, [], mistakes)).toEqual({});
  expect(mistakes.map(({ message }) => message)).toEqual(['`planner` is "lerna"']);
});

test("runtimes say where lines of Node differ from the table, and when that was checked", () => {
  const node = { "22": { end: "2028-04-30" } };
  expect(read({ runtimes: { node } }).runtimes).toEqual({ node });
  expect(read({ runtimes: { asOf: "2027-09-01" } }).runtimes).toEqual({
    asOf: "2027-09-01",
    node: {},
  });
});

import { expect, test } from "vitest";
import { policyFile } from "../../testing/policy-file.ts";
import { receivedBump } from "../../rules/versions/received-bump.ts";
import type { Mistake } from "../mistakes.ts";
import { checkedByZod } from "../schema/checked-by-zod.ts";
import { readWorkspace } from "./read-workspace.ts";

const read = (data: unknown) => {
  const mistakes: Mistake[] = [];
  const file = policyFile("workspace", data);
  const policy = readWorkspace(file, [receivedBump], mistakes, () => expect.unreachable());
  expect(mistakes).toEqual([]);
  return policy;
};
/** The messages of what is wrong with a file. */
const refused = (data: unknown) => {
  const mistakes: Mistake[] = [];
  readWorkspace(policyFile("workspace", data), [], mistakes, () => checkedByZod);
  return mistakes.map(({ message }) => message);
};
const lineOf = (line: number, text: string): unknown => ({
  at: expect.objectContaining({ path: "policies/workspace.yaml", line }),
  text,
});

test("an empty file sets judgedBy to base and nothing else", () => {
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

test("reads the planner, judgedBy and levels as written", () => {
  const policy = read({ planner: "pnpm", judgedBy: "head", rules: { "received-bump": "warn" } });
  expect(policy).toMatchObject({ planner: "pnpm", judgedBy: "head" });
  expect(policy.settings?.get("received-bump")).toEqual({ level: "warn", options: undefined });
});

test("override is only set by a policy that forbids it", () => {
  expect(read({ override: "forbidden" }).override).toBe("forbidden");
  expect(read({ override: "allowed" })).not.toHaveProperty("override");
});

test("dependencies cover every kind that users install, unless fields are named", () => {
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
      line: lineOf(2, "- from: core"),
    },
    {
      from: "lab",
      on: ["core", "lab"],
      fields: ["devDependencies"],
      line: lineOf(4, "- from: lab"),
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
          { text: "ui", negated: false, line: lineOf(3, 'members: [ui, "!ui-lab"]') },
          { text: "!ui-lab", negated: true, line: lineOf(3, 'members: [ui, "!ui-lab"]') },
        ],
        version,
        line: lineOf(2, "- leader: core"),
      },
    ]);
  },
);

test("a branch only has its own settings, and received bumps default to declared bumps", () => {
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
      line: lineOf(2, '"maint/*": { bumps: { declared: [patch] }, versions: "1.x" }'),
    },
    {
      pattern: "next",
      received: ["none"],
      prerelease: "allowed",
      line: lineOf(3, "next: { bumps: { received: [] }, prerelease: allowed }"),
    },
    { pattern: "any", line: lineOf(4, "any: {}") },
  ]);
});

test("a freeze covers all packages without exceptions by default", () => {
  const days = { from: "2026-12-18", to: "2027-01-04", reason: "year end" };
  const { freezes } = read({
    freezes: [days, { ...days, packages: ["ui"], except: ["security"] }],
  });
  expect(freezes).toMatchObject([
    { ...days, packages: undefined, except: [], line: lineOf(2, '- from: "2026-12-18"') },
    {
      ...days,
      packages: [{ text: "ui" }],
      except: ["security"],
      line: lineOf(5, '- from: "2026-12-18"'),
    },
  ]);
});

test("a freeze may start and end on one day, but not end before it starts", () => {
  const freeze = (from: string, to: string) => ({ freezes: [{ from, to, reason: "year end" }] });
  expect(read(freeze("2026-12-31", "2026-12-31")).freezes).toHaveLength(1);
  expect(refused(freeze("2026-12-31", "2026-12-30"))).toEqual(["the freeze ends before it starts"]);
});

test("shows the first sixty characters of a glob that it refuses", () => {
  const report = (length: number) => "**/".repeat(19).padEnd(length, "x");
  expect(refused({ api: { reports: [report(60), report(61)] } })).toEqual([
    `the pattern \`${report(60)}\` has more than three \`**\`: simplify the pattern`,
    `the pattern \`${report(60)}…\` has more than three \`**\`: simplify the pattern`,
  ]);
});

test("a coupling is an umbrella with members, or a bundler with bundles", () => {
  const { couplings } = read({
    couplings: [
      { umbrella: "all", members: ["ui"] },
      { bundler: "app", bundles: ["ui"] },
    ],
  });
  expect(couplings).toMatchObject([
    { kind: "umbrella", package: "all", members: [{ line: lineOf(3, "members: [ui]") }] },
    { kind: "bundler", package: "app", members: [{ line: lineOf(5, "bundles: [ui]") }] },
  ]);
});

test("compatibility names the packages, the core package, and the range to cover", () => {
  const { compatibility } = read({
    compatibility: [{ packages: ["plugin-*"], with: "core", covers: "major" }],
  });
  expect(compatibility).toMatchObject([
    {
      packages: [{ text: "plugin-*", line: lineOf(2, '- packages: ["plugin-*"]') }],
      with: "core",
      covers: "major",
      line: lineOf(2, '- packages: ["plugin-*"]'),
    },
  ]);
});

test("each unpublished package has its own position", () => {
  const at = { path: "policies/workspace.yaml", line: 1 };
  const text = "unpublished: [ui, app]";
  expect(read({ unpublished: ["ui", "app"] }).unpublished).toEqual([
    { name: "ui", line: { at: { ...at, column: 15, length: 2 }, text } },
    { name: "app", line: { at: { ...at, column: 19, length: 3 }, text } },
  ]);
});

test("a file with a mistake adds nothing", () => {
  const mistakes: Mistake[] = [];
  const file = policyFile("workspace", { planner: "lerna", unpublished: ["ui"] });
  expect(readWorkspace(file, [], mistakes, () => checkedByZod)).toEqual({});
  expect(mistakes.map(({ message }) => message)).toEqual(['`planner` is "lerna"']);
});

test("runtimes override the table of Node lines and record when they were checked", () => {
  const node = { "22": { end: "2028-04-30" } };
  expect(read({ runtimes: { node } }).runtimes).toEqual({ node });
  expect(read({ runtimes: { asOf: "2027-09-01" } }).runtimes).toEqual({
    asOf: "2027-09-01",
    node: {},
  });
});

test("api names reports of other tools, and the unstable elements", () => {
  const api = { reports: ["etc/*.api.md"], unstable: ["unstable_*", "./experimental"] };
  expect(read({ api }).api).toEqual(api);
  expect(read({ api: { unstable: ["a"] } }).api).toEqual({ reports: [], unstable: ["a"] });
  const mistakes: Mistake[] = [];
  const file = policyFile("workspace", { api: { reports: "etc/*.md", unstabel: ["a"] } });
  expect(readWorkspace(file, [], mistakes, () => checkedByZod)).toEqual({});
  expect(mistakes.map(({ message }) => message)).toEqual([
    expect.stringContaining("`api.reports` is "),
    "unknown key `unstabel`",
  ]);
});

import type { Package } from "../../facts/facts.ts";
import { type Scene, fixesOf, judgeScene, messagesOf } from "../../testing/scene.ts";
import { readPolicy } from "../../policy/reading/read-policy.ts";
import { policyFile } from "../../testing/policy-file.ts";
import { train } from "./train.ts";
import { expect, test } from "vitest";

const riding = (
  version: unknown,
  releases: Scene["releases"],
  lib = "1.4.0",
  core = "1.4.0",
): Scene => ({
  packages: { core, lib, other: "7.0.0" },
  ...(releases ? { releases } : {}),
  policies: {
    all: { packages: ["*"] },
    workspace: { trains: [{ leader: "core", members: ["core", "lib"], version }] },
  },
});
const offset = { minorOffset: 16 };
const table = { table: { "1.5.x": "0.50.x", "1.x": "0.40.x", "2.x": "1.x" } };

test.each<[string, unknown, string, string, string]>([
  ["the same number", "same", "1.5.0", "1.5.1", "1.5.0"],
  ["an offset", offset, "1.5.2", "0.20.2", "0.21.2"],
  ["an offset and a prerelease", offset, "2.0.0-rc.1", "0.16.0", "0.16.0-rc.1"],
  ["a table, by its first line that fits", table, "1.5.0", "0.40.0", "0.50.x"],
])("has a member at %s", (_, version, leader, wrong, right) => {
  const released = (to: string) =>
    messagesOf(train, riding(version, { core: `1.4.0 -> ${leader}`, lib: `1.4.0 -> ${to}` }));
  expect(released(wrong)).toEqual([
    `error: \`lib\` would be \`${wrong}\`, but its train requires \`${right}\` (leader: \`core\` \`${leader}\`)`,
  ]);
  expect(released(right.replace(".x", ".3"))).toEqual([]);
});

test("reports a member that is not released with its leader", () => {
  const scene = riding("same", { core: "1.4.0 -> 1.5.0" });
  expect(messagesOf(train, scene)).toEqual([
    "error: `lib` would stay at `1.4.0`, but its train requires `1.5.0` (leader: `core` `1.5.0`)",
  ]);
  expect(judgeScene(scene, [train]).findings).toMatchObject([
    {
      package: "lib",
      at: { path: ".changeset/cat.md" },
      because: { text: "- leader: core" },
      chain: [],
    },
  ]);
});

test("reports a member that is ahead of its leader", () => {
  expect(messagesOf(train, riding("same", { lib: "1.4.0 -> 1.4.1" }))).toEqual([
    "error: `lib` would be `1.4.1`, but its train requires `1.4.0` (leader: `core` `1.4.0`)",
  ]);
});

test("allows a member to stay if the leader's step does not change its number", () => {
  expect(messagesOf(train, riding(table, { core: "1.5.0 -> 1.5.1" }, "0.50.3", "1.5.0"))).toEqual(
    [],
  );
});

test("reports nothing for versions that no release changes, however far apart", () => {
  expect(messagesOf(train, riding("same", {}, "9.0.0"))).toEqual([]);
  expect(messagesOf(train, riding("same", { other: "7.0.0 -> 8.0.0" }, "9.0.0"))).toEqual([]);
});

test("reports a release line that is missing in the table", () => {
  const scene = riding(table, { core: "1.4.0 -> 3.0.0" });
  expect(messagesOf(train, scene)).toEqual([
    "error: the train's table has no entry for `core` `3.0.0`",
  ]);
  expect(fixesOf(train, scene)).toEqual(["add an entry for `core` to the table"]);
});

test("reports a missing line once, however many members need it", () => {
  const scene = riding(table, { core: "1.4.0 -> 3.0.0" });
  const workspace = { trains: [{ leader: "core", members: ["*"], version: table }] };
  const policies = { all: { packages: ["*"] }, workspace };
  expect(messagesOf(train, { ...scene, policies })).toHaveLength(1);
  const releases = { core: "1.4.0 -> 1.5.0" };
  expect(messagesOf(train, { ...scene, policies, releases })).toHaveLength(2);
});

test("takes the level of a missing line from the leader's track", () => {
  const scene = riding(table, { core: "1.4.0 -> 3.0.0" });
  const off = { packages: ["lib"], rules: { train: "off" } };
  const policies = { ...scene.policies, all: { packages: ["*", "!lib"] }, off };
  expect(judgeScene({ ...scene, policies }, [train]).findings).toMatchObject([{ package: "core" }]);
});

test.each([
  ["the same number", "same"],
  ["an offset", offset],
  ["a table", table],
])("reports nothing where %s would count from a leader's version that is none", (_, version) => {
  const scene = riding(version, { lib: "1.4.0 -> 1.5.0" });
  const packages = { ...scene.packages, core: "1.4" };
  expect(messagesOf(train, { ...scene, packages })).toEqual([]);
});

test.each<[string, Partial<Package>, object, number]>([
  ["private and not on a track", { private: true }, {}, 0],
  ["private and on a track", { private: true }, { apps: { packages: ["lib"] } }, 1],
  ["skipped", { skipped: "ignored" }, {}, 0],
])("judges a member that is %s as its policy does", (_, lib, tracks, count) => {
  const scene = riding("same", { core: "1.4.0 -> 1.5.0" });
  const packages = { ...scene.packages, lib };
  const policies = { ...scene.policies, ...tracks };
  expect(messagesOf(train, { ...scene, packages, policies })).toHaveLength(count);
});

test("reports nothing without a leader or for a member without a version", () => {
  const scene = riding("same", { core: "1.4.0 -> 1.5.0" });
  const releases = { lib: "1.4.0 -> 1.5.0" };
  expect(messagesOf(train, { ...scene, packages: { lib: "1.4.0" }, releases })).toEqual([]);
  expect(
    messagesOf(train, { ...scene, packages: { core: "1.4.0", lib: { version: undefined } } }),
  ).toEqual([]);
});

test("suggests a fixed group for equal numbers, or else matching bumps or a manual version", () => {
  const releases = { core: "1.4.0 -> 1.5.0" };
  expect(fixesOf(train, riding("same", releases))).toEqual([
    "put `lib` and `core` into one fixed group",
  ]);
  expect(fixesOf(train, riding(offset, releases, "0.20.0"))).toEqual([
    "adjust the bumps of `lib` and `core`, or set the version to `0.21.0` by hand after the version command (a group cannot express an offset or a table)",
  ]);
});

test("requires the leader's number from a graduate of an offset train, and reports an incomplete train", () => {
  const scene = riding(offset, { core: "1.4.0 -> 1.5.0", lib: "0.20.0 -> 1.0.0" }, "0.20.0");
  const on = (versions: string) => ({
    ...scene,
    policies: { ...scene.policies, all: { packages: ["*"], versions } },
  });
  expect(messagesOf(train, on(">=1"))).toEqual([
    "error: `lib` would be `1.0.0`, but its train requires `1.5.0` (leader: `core` `1.5.0`)",
  ]);
  const same = { core: "1.0.4 -> 1.0.5", lib: "0.16.4 -> 1.0.5" };
  const packages = { core: "1.0.4", lib: "0.16.4" };
  expect(messagesOf(train, { ...on("*"), packages, releases: same })).toEqual([
    "error: `lib` would be `1.0.5`, but its train requires `0.16.5` (leader: `core` `1.0.5`)",
  ]);
});

const complete = (
  version: unknown,
  packages: Readonly<Record<string, string>>,
  releases: Scene["releases"] = {},
  tags: readonly string[] = [],
  options = {},
): Scene => ({
  packages,
  releases,
  policies: {
    all: { packages: ["*"], rules: { train: ["warn", { complete: true, ...options }] } },
    workspace: { trains: [{ leader: "core", members: ["*"], version }] },
  },
  facts: {
    history: tags.map((tag) => {
      const [name = "", past = "", date = ""] = tag.split(" ");
      return { package: name, version: past, date };
    }),
  },
});
const half = { table: { "1.x": "0.50.x" } };
const stable = { core: "1.9.0", lib: "0.50.2", ui: "0.50.0" };

test("reports members that are not released although their number would fit", () => {
  const scene = complete(half, stable, { core: "1.9.0 -> 1.9.1" });
  expect(messagesOf(train, scene)).toEqual([
    "warn: the train of `core` `1.9.1` would be released without `lib` and `ui`",
  ]);
  expect(fixesOf(train, scene)).toEqual([
    'add `"lib": patch` and `"ui": patch` to the changeset of `core`',
  ]);
  expect(judgeScene(scene, [train]).findings).toMatchObject([
    { package: "core", at: { path: ".changeset/cat.md" }, because: { text: "- leader: core" } },
  ]);
});

test("reports a leader that is not released", () => {
  const moved = { lib: "0.50.2 -> 0.50.3", ui: "0.50.0 -> 0.50.1" };
  expect(messagesOf(train, complete(half, stable, moved))).toEqual([
    "warn: the train of `core` `1.9.0` would be released without `core`",
  ]);
});

test("reports nothing if all or none are released, or only changed packages have to be", () => {
  const moved = { lib: "0.50.2 -> 0.50.3", ui: "0.50.0 -> 0.50.1" };
  const all = { core: "1.9.0 -> 1.9.1", ...moved };
  expect(messagesOf(train, complete(half, stable, all))).toEqual([]);
  expect(messagesOf(train, complete(half, stable))).toEqual([]);
  const some = { core: "1.9.0 -> 1.9.1" };
  expect(messagesOf(train, complete(half, stable, some, [], { releaseAll: false }))).toEqual([]);
});

test("reports a member with a lower number only for the number, not as missing", () => {
  const packages = { core: "1.9.0", lib: "0.25.0" };
  expect(messagesOf(train, complete(offset, packages, { core: "1.9.0 -> 1.10.0" }))).toEqual([
    "warn: `lib` would stay at `0.25.0`, but its train requires `0.26.0` (leader: `core` `1.10.0`)",
  ]);
});

const tags = [
  "core 1.8.0 2026-01-10",
  "lib 0.24.0 2026-01-10",
  "core 1.9.0 2026-02-10",
  "lib 0.27.0 2026-03-01",
];

test("reports a former member that now has different numbers", () => {
  const scene = complete(offset, { core: "1.9.0", lib: "0.27.0" }, {}, tags);
  expect(messagesOf(train, scene)).toEqual([
    "warn: `lib` is at `0.27.0`, but its train requires `0.25.0` (leader: `core` `1.9.0`; last matched: `0.24.0` on `2026-01-10`)",
  ]);
  expect(fixesOf(train, scene)).toEqual([
    'set its version to `0.25.0`, or exclude it from the members with `"!lib"`',
  ]);
  expect(judgeScene(scene, [train]).findings).toMatchObject([
    { package: "lib", at: { path: "packages/lib/package.json", pointer: ["version"] } },
  ]);
});

test("finds former members in the tags of today, but not in later ones", () => {
  const on = (day: string) =>
    messagesOf(
      train,
      complete(offset, { core: "1.9.0", lib: "0.27.0" }, {}, [
        `core 1.8.0 ${day}`,
        `lib 0.24.0 ${day}`,
      ]),
    );
  expect(on("2026-06-15")).toHaveLength(1);
  expect(on("2026-06-16")).toEqual([]);
});

test("uses the table to find former members", () => {
  const rode = ["core 1.8.0 2026-01-10", "lib 0.50.1 2026-01-10"];
  const scene = complete(half, { core: "1.9.0", lib: "0.60.0" }, {}, rode);
  expect(messagesOf(train, scene)[0]).toContain("last matched: `0.50.1`");
});

test.each([
  ["it never rode along", { lib: "0.27.0" }, {}, tags.slice(2)],
  ["the numbers met on different days", { lib: "0.27.0" }, {}, [tags[0]!, "lib 0.24.0 2026-01-11"]],
  ["it is in its place", { lib: "0.25.0" }, {}, tags],
  ["the plan moves it", { lib: "0.27.0" }, { lib: "0.27.0 -> 0.27.1" }, tags],
  ["the plan moves its leader", { lib: "0.27.0" }, { core: "1.9.0 -> 1.9.1" }, tags],
  ["that was later", { lib: "0.27.0" }, {}, ["core 1.8.0 2026-07-01", "lib 0.24.0 2026-07-01"]],
])("does not say that a member has left where %s", (_, packages, releases, known) => {
  const all = { core: "1.9.0", ...packages };
  const scene = complete(offset, all, releases, known, { releaseAll: false });
  expect(messagesOf(train, scene).filter((line) => line.includes("has left"))).toEqual([]);
});

test("does not look for former members without a history", () => {
  const { facts: _, ...scene } = complete(offset, { core: "1.9.0", lib: "0.27.0" });
  expect(messagesOf(train, scene)).toEqual([]);
});

test("checks completeness and former members only if the policy requires it", () => {
  const incomplete = { complete: false };
  const scene = complete(half, stable, { core: "1.9.0 -> 1.9.1" }, [], incomplete);
  expect(messagesOf(train, scene)).toEqual([]);
  const left = complete(offset, { core: "1.9.0", lib: "0.27.0" }, {}, tags, incomplete);
  expect(messagesOf(train, left)).toEqual([]);
});

test("reads the history only if the policy requires the whole train", () => {
  const needsOf = (options: object, trains: readonly object[]) => {
    const files = [
      policyFile("all", { packages: ["*"], rules: { train: ["warn", options] } }),
      policyFile("workspace", { trains }),
    ];
    const { needs } = train;
    return typeof needs === "function" ? needs(readPolicy(files, [train]).policy!) : needs;
  };
  const one = { leader: "core", members: ["lib"], version: "same" };
  expect(needsOf({ complete: true }, [one])).toEqual(["history"]);
  expect(needsOf({}, [one])).toEqual([]);
  expect(needsOf({ complete: true }, [])).toEqual([]);
});

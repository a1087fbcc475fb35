import { expect, test } from "vitest";
import { type Scene, advised, judgeScene, said } from "../../testing/scene.ts";
import { trainComplete } from "./train-complete.ts";

const table = { table: { "1.x": "0.50.x" } };
const offset = { minorOffset: 16 };

const riding = (
  version: unknown,
  packages: Readonly<Record<string, string>>,
  releases: Scene["releases"] = {},
  tags: readonly string[] = [],
  options = {},
): Scene => ({
  packages,
  releases,
  policies: {
    all: { packages: ["*"], rules: { "train-complete": ["warn", options] } },
    workspace: { trains: [{ leader: "core", members: ["*"], version }] },
  },
  facts: {
    history: tags.map((tag) => {
      const [name = "", past = "", date = ""] = tag.split(" ");
      return { package: name, version: past, date };
    }),
  },
});
const stable = { core: "1.9.0", lib: "0.50.2", ui: "0.50.0" };

test("reports members that stay although their number would fit", () => {
  const scene = riding(table, stable, { core: "1.9.0 -> 1.9.1" });
  expect(said(trainComplete, scene)).toEqual([
    "warn: the train of `core` `1.9.1` would leave without `lib` and `ui`",
  ]);
  expect(advised(trainComplete, scene)).toEqual([
    'add `"lib": patch` and `"ui": patch` to the changeset of `core`',
  ]);
  expect(judgeScene(scene, [trainComplete]).findings).toMatchObject([
    { package: "core", at: { path: ".changeset/cat.md" }, because: { text: "- leader: core" } },
  ]);
});

test("reports a leader that stays", () => {
  const moved = { lib: "0.50.2 -> 0.50.3", ui: "0.50.0 -> 0.50.1" };
  expect(said(trainComplete, riding(table, stable, moved))).toEqual([
    "warn: the train of `core` `1.9.0` would leave without `core`",
  ]);
});

test("reports nothing where all are released, or none, or only who changed has to be", () => {
  const moved = { lib: "0.50.2 -> 0.50.3", ui: "0.50.0 -> 0.50.1" };
  const all = { core: "1.9.0 -> 1.9.1", ...moved };
  expect(said(trainComplete, riding(table, stable, all))).toEqual([]);
  expect(said(trainComplete, riding(table, stable))).toEqual([]);
  const some = { core: "1.9.0 -> 1.9.1" };
  expect(said(trainComplete, riding(table, stable, some, [], { releaseAll: false }))).toEqual([]);
});

test("leaves members whose number falls behind to train", () => {
  const packages = { core: "1.9.0", lib: "0.25.0" };
  expect(said(trainComplete, riding(offset, packages, { core: "1.9.0 -> 1.10.0" }))).toEqual([]);
});

const tags = [
  "core 1.8.0 2026-01-10",
  "lib 0.24.0 2026-01-10",
  "core 1.9.0 2026-02-10",
  "lib 0.27.0 2026-03-01",
];

test("reports a member that rode along and has numbers of its own now", () => {
  const scene = riding(offset, { core: "1.9.0", lib: "0.27.0" }, {}, tags);
  expect(said(trainComplete, scene)).toEqual([
    "warn: `lib` `0.27.0` has left the train of `core` `1.9.0`, which has it at `0.25.0`; it rode along until `0.24.0` (`2026-01-10`)",
  ]);
  expect(advised(trainComplete, scene)).toEqual([
    'bring it back to `0.25.0`, or take it out of the members with `"!lib"`',
  ]);
  expect(judgeScene(scene, [trainComplete]).findings).toMatchObject([
    { package: "lib", at: { path: "packages/lib/package.json", pointer: ["version"] } },
  ]);
});

test("finds by the table who rode along", () => {
  const rode = ["core 1.8.0 2026-01-10", "lib 0.50.1 2026-01-10"];
  const scene = riding(table, { core: "1.9.0", lib: "0.60.0" }, {}, rode);
  expect(said(trainComplete, scene)[0]).toContain("it rode along until `0.50.1`");
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
  const scene = riding(offset, all, releases, known, { releaseAll: false });
  expect(said(trainComplete, scene)).toEqual([]);
});

test("does not ask who has left where nothing is known of the past", () => {
  const { facts: _, ...scene } = riding(offset, { core: "1.9.0", lib: "0.27.0" });
  expect(said(trainComplete, scene)).toEqual([]);
});

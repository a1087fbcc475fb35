import { expect, test } from "vitest";
import { type Scene, fixesOf, judgeScene, messagesOf } from "../../testing/scene.ts";
import type { DependencyField, PublishedRange } from "../../facts/facts.ts";
import { coreCompatRange } from "./core-compat-range.ts";

const range = (after: string, field: DependencyField = "dependencies"): PublishedRange => ({
  on: "core",
  field,
  before: "^1.0.0",
  after,
});

const promised = (covers: string, ranges: readonly PublishedRange[], core = "1.4.2"): Scene => ({
  packages: { core, lib: "0.3.0" },
  releases: { lib: { from: "0.3.0", to: "0.3.1", ranges } },
  policies: {
    all: { packages: ["*"] },
    workspace: { compatibility: [{ packages: ["lib"], with: "core", covers }] },
  },
});

test.each([
  ["major", "^1.4.2", true],
  ["major", "^1.0.0 || ^2.0.0", true],
  ["major", ">=1.0.0", true],
  ["major", "~1.4.2", false],
  ["major", "1.4.2", false],
  ["major", "^1.5.0", false],
  ["minor", "~1.4.0", true],
  ["minor", "^1.0.0", true],
  ["minor", "1.4.2", false],
  ["minor", "~1.4.3", false],
  ["exact", "1.4.2", true],
  ["exact", "^1.0.0", true],
  ["exact", "1.4.1", false],
])("where the %s has to be covered, judges %s", (covers, after, isCovered) => {
  expect(messagesOf(coreCompatRange, promised(covers, [range(after)]))).toHaveLength(
    isCovered ? 0 : 1,
  );
});

test("names the required range, based on the planned version of the core", () => {
  const scene = promised("minor", [range("~1.4.0")]);
  const releases = { ...scene.releases, core: "1.4.2 -> 1.5.0" };
  expect(messagesOf(coreCompatRange, { ...scene, releases })).toEqual([
    "error: `lib` `0.3.1` would be published with the range `~1.4.0` on `core`, but the policy requires `>=1.5.0 <1.6.0-0` (`core` is at `1.5.0`)",
  ]);
});

test("assigns the core's prereleases to their release line", () => {
  const scene = promised("major", [range("^1.5.0-beta.0")], "1.5.0-beta.0");
  expect(messagesOf(coreCompatRange, scene)).toEqual([]);
});

test("checks each field, and points at it", () => {
  const scene = promised("major", [range("1.4.2"), range("~1.4.2", "peerDependencies")]);
  const at = { path: "packages/lib/package.json", line: 1, column: 1 };
  expect(judgeScene(scene, [coreCompatRange]).findings).toMatchObject([
    { at: { ...at, pointer: ["dependencies", "core"] }, because: { text: "- packages: [lib]" } },
    { at: { ...at, pointer: ["peerDependencies", "core"] } },
  ]);
  expect(fixesOf(coreCompatRange, scene)[0]).toBe(
    'write `"core": "workspace:^"` in `packages/lib/package.json`',
  );
});

test("reports nothing for other packages or an unknown core", () => {
  const scene = promised("major", [{ ...range("1.0.0"), on: "ui" }]);
  expect(messagesOf(coreCompatRange, scene)).toEqual([]);
  const packages = { ...scene.packages, ui: "1.0.0" };
  const of = { ...scene, packages, releases: { ui: { ranges: [range("1.4.2")] } } };
  expect(messagesOf(coreCompatRange, of)).toEqual([]);
  const unknown = { ...promised("major", [range("1.4.2")]), packages: { lib: "0.3.0" } };
  expect(messagesOf(coreCompatRange, unknown)).toEqual([]);
});

test("reports nothing for a core with an invalid version", () => {
  expect(messagesOf(coreCompatRange, promised("major", [range("^1.0.0")], "1.4"))).toEqual([]);
  expect(messagesOf(coreCompatRange, promised("exact", [range("^1.0.0")], "next"))).toEqual([]);
});

test.each([
  ["major", "0.3.0", "workspace:>=0.3.0 <1.0.0-0"],
  ["minor", "0.3.0", "workspace:^"],
  ["exact", "0.3.0", "workspace:^"],
  ["minor", "0.0.3", "workspace:>=0.0.3 <0.1.0-0"],
  ["major", "1.4.2-beta.0", "workspace:^"],
])("where the %s of %s has to be covered, advises a range that does", (covers, core, spec) => {
  const scene = promised(covers, [range("0.2.9")], core);
  expect(fixesOf(coreCompatRange, scene)).toEqual([
    `write \`"core": "${spec}"\` in \`packages/lib/package.json\``,
  ]);
});

test("suggests a range that includes both the current and the planned core", () => {
  const scene = promised("major", [range("0.2.9")], "0.3.0");
  const releases = { ...scene.releases, core: "0.3.0 -> 0.4.0" };
  expect(fixesOf(coreCompatRange, { ...scene, releases })).toEqual([
    'write `"core": "workspace:>=0.3.0 <1.0.0-0"` in `packages/lib/package.json`',
  ]);
});

test("points at the package.json of a package in the root", () => {
  const scene = promised("major", [range("1.4.2")]);
  const releases = { lib: { dir: ".", ranges: [range("1.4.2")] } };
  const { findings } = judgeScene({ ...scene, releases }, [coreCompatRange]);
  expect(findings).toMatchObject([{ at: { path: "package.json" } }]);
  expect(fixesOf(coreCompatRange, { ...scene, releases })).toEqual([
    'write `"core": "workspace:^"` in `package.json`',
  ]);
});

const from = (floor: string, after: string, core = "1.4.2", covers = "major"): Scene => {
  const compatibility = [{ packages: ["lib"], with: "core", covers, floor }];
  const scene = promised(covers, [range(after)], core);
  return { ...scene, policies: { all: { packages: ["*"] }, workspace: { compatibility } } };
};

test.each([
  ["1.0.0", "^1.4.2", "1.4.2", false],
  ["1.0.0", "^1.0.0", "1.4.2", true],
  ["1.2.0", "^1.2.0", "1.4.2", true],
  ["1.2.0", "^1.3.0", "1.4.2", false],
  ["1.2.0", "^1.0.0 || ^2.0.0", "2.3.0", true],
  ["1.2.0", "^2.1.0", "2.3.0", false],
  ["3.0.0", "^2.3.0", "2.3.0", true],
])("with the floor %s, judges %s on a core at %s: %s", (floor, after, core, isCovered) => {
  expect(messagesOf(coreCompatRange, from(floor, after, core))).toHaveLength(isCovered ? 0 : 1);
});

test("covers the core's minor from a minimum on", () => {
  expect(messagesOf(coreCompatRange, from("1.0.0", "~1.4.2", "1.4.2", "minor"))).toEqual([
    "error: `lib` `0.3.1` would be published with the range `~1.4.2` on `core`, but the policy requires `>=1.4.0 <1.5.0-0` (`core` is at `1.4.2`)",
  ]);
  expect(messagesOf(coreCompatRange, from("1.4.1", "~1.4.1", "1.4.2", "minor"))).toEqual([]);
});

test("suggests a caret range from the minimum, or the whole range if a caret is not enough", () => {
  expect(fixesOf(coreCompatRange, from("1.0.0", "^1.4.2"))).toEqual([
    'write `"core": "workspace:^1.0.0"` in `packages/lib/package.json`',
  ]);
  expect(fixesOf(coreCompatRange, from("0.2.0", "^0.4.2", "0.4.2"))).toEqual([
    'write `"core": "workspace:>=0.2.0 <1.0.0-0"` in `packages/lib/package.json`',
  ]);
});

test("ignores an invalid minimum", () => {
  expect(() => judgeScene(from("1.x", "^1.0.0"))).toThrow("`1.x` is not a version such as 1.0.0");
  expect(() => judgeScene(from("1.0.0", "^1.0.0", "1.4.2", "exact"))).toThrow(
    "delete floor: exact covers only one version",
  );
});

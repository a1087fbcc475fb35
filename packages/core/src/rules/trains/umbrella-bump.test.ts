import { expect, test } from "vitest";
import { type Scene, advised, judgeScene, said } from "../../testing/scene.ts";
import type { Package } from "../../facts/facts.ts";
import { umbrellaBump } from "./umbrella-bump.ts";

const under = (releases: NonNullable<Scene["releases"]>): Scene => ({
  packages: { acme: "9.0.0", auth: "1.2.0", data: "0.3.0", other: "1.0.0" },
  releases,
  policies: {
    all: { packages: ["*"] },
    workspace: { couplings: [{ umbrella: "acme", members: ["acme", "auth", "data"] }] },
  },
});
const minor = "1.2.0 -> 1.3.0";

test.each([
  ["9.0.0 -> 9.0.1", ["error: `acme` takes a `patch` although its member `auth` takes a `minor`"]],
  ["9.0.0 -> 9.1.0", []],
  ["9.0.0 -> 10.0.0", []],
])("judges the umbrella's step %s beside a minor", (step, expected) => {
  expect(said(umbrellaBump, under({ acme: step, auth: minor }))).toEqual(expected);
});

test("names the member with the greatest bump, once", () => {
  const behind = ["error: `acme` takes a `patch` although its member `auth` takes a `major`"];
  const [acme, auth, data] = ["9.0.0 -> 9.0.1", "1.2.0 -> 2.0.0", "0.3.0 -> 0.4.0"];
  expect(said(umbrellaBump, under({ acme, auth, data }))).toEqual(behind);
  expect(said(umbrellaBump, under({ data, auth, acme }))).toEqual(behind);
});

test("names the greatest of many members, and of equals the first", () => {
  const members = ["a", "b", "c", "d", "e"];
  const steps = ["1.0.1", "1.1.0", "2.0.0", "2.0.0", "1.0.1"].map((to) => `1.0.0 -> ${to}`);
  const scene: Scene = {
    packages: { acme: "9.0.0", a: "1.0.0", b: "1.0.0", c: "1.0.0", d: "1.0.0", e: "1.0.0" },
    releases: Object.fromEntries(members.map((name, i) => [name, steps[i]!])),
    policies: {
      all: { packages: ["*"] },
      workspace: { couplings: [{ umbrella: "acme", members }] },
    },
  };
  expect(said(umbrellaBump, scene)).toEqual([
    "error: `acme` is not released although its member `c` takes a `major`",
  ]);
});

test.each([
  ["9.1.0-beta.0 -> 9.1.0-beta.1", minor, 0],
  ["9.1.0-beta.0 -> 9.1.0", minor, 0],
  ["9.1.0-beta.0 -> 9.1.0-beta.1", "1.2.0 -> 2.0.0-beta.0", 1],
  ["9.0.1-beta.0 -> 9.0.1-beta.1", minor, 1],
])("counts what the umbrella's prerelease carries already: %s beside %s", (acme, auth, count) => {
  const scene = under({ acme, auth });
  const packages = { ...scene.packages, acme: acme.split(" ")[0]! };
  expect(said(umbrellaBump, { ...scene, packages })).toHaveLength(count);
});

test.each<[string, Partial<Package>, object, number]>([
  ["on no track", { private: true }, {}, 0],
  ["on a track", { private: true }, { apps: { packages: ["auth"] } }, 1],
  ["skipped", { skipped: "ignored" }, {}, 0],
])("counts a member that is %s as its policy does", (_, auth, tracks, count) => {
  const scene = under({ auth: minor });
  const packages = { ...scene.packages, auth };
  const policies = { ...scene.policies, ...tracks };
  expect(said(umbrellaBump, { ...scene, packages, policies })).toHaveLength(count);
});

test("reports an umbrella that is not released, at its version", () => {
  const scene = under({ data: "0.3.0 -> 0.3.1" });
  expect(said(umbrellaBump, scene)).toEqual([
    "error: `acme` is not released although its member `data` takes a `patch`",
  ]);
  expect(judgeScene(scene, [umbrellaBump]).findings).toMatchObject([
    {
      package: "acme",
      at: { path: "packages/acme/package.json", pointer: ["version"] },
      because: { text: "- umbrella: acme" },
      chain: [],
    },
  ]);
});

test("points at the changeset of an umbrella that is released", () => {
  const scene = under({ acme: "9.0.0 -> 9.0.1", auth: minor });
  expect(judgeScene(scene, [umbrellaBump]).findings).toMatchObject([
    { at: { path: ".changeset/cat.md", line: 2 }, chain: [{ package: "acme" }] },
  ]);
  expect(advised(umbrellaBump, scene)).toEqual([
    'add `"acme": minor` to the changeset of the member',
  ]);
});

test("reports nothing for packages that are no members, nor of the umbrella alone", () => {
  expect(said(umbrellaBump, under({ other: "1.0.0 -> 2.0.0" }))).toEqual([]);
  expect(said(umbrellaBump, under({ acme: "9.0.0 -> 9.0.1" }))).toEqual([]);
});

test("leaves an umbrella that does not exist to selector-unmatched", () => {
  const packages = { auth: "1.2.0" };
  expect(said(umbrellaBump, { ...under({ auth: minor }), packages })).toEqual([]);
});

test("reports nothing for a bundler", () => {
  const workspace = { couplings: [{ bundler: "acme", bundles: ["auth"] }] };
  const policies = { all: { packages: ["*"] }, workspace };
  expect(said(umbrellaBump, { ...under({ auth: minor }), policies })).toEqual([]);
});

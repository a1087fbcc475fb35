import type { Package } from "../../facts/facts.ts";
import { type Scene, fixesOf, judgeScene, messagesOf } from "../../testing/scene.ts";
import { coupling } from "./coupling.ts";
import { expect, test } from "vitest";

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
  [
    "9.0.0 -> 9.0.1",
    ["error: `acme` would get a `patch`, but its member `auth` would get a `minor`"],
  ],
  ["9.0.0 -> 9.1.0", []],
  ["9.0.0 -> 10.0.0", []],
])("judges the umbrella's step %s beside a minor", (step, expected) => {
  expect(messagesOf(coupling, under({ acme: step, auth: minor }))).toEqual(expected);
});

test("names the member with the largest bump, once", () => {
  const behind = ["error: `acme` would get a `patch`, but its member `auth` would get a `major`"];
  const [acme, auth, data] = ["9.0.0 -> 9.0.1", "1.2.0 -> 2.0.0", "0.3.0 -> 0.4.0"];
  expect(messagesOf(coupling, under({ acme, auth, data }))).toEqual(behind);
  expect(messagesOf(coupling, under({ data, auth, acme }))).toEqual(behind);
});

test("names the member with the largest bump, and the first among equals", () => {
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
  expect(messagesOf(coupling, scene)).toEqual([
    "error: `acme` would not be released, but its member `c` would get a `major`",
  ]);
});

test.each([
  ["9.1.0-beta.0 -> 9.1.0-beta.1", minor, 0],
  ["9.1.0-beta.0 -> 9.1.0", minor, 0],
  ["9.1.0-beta.0 -> 9.1.0-beta.1", "1.2.0 -> 2.0.0-beta.0", 1],
  ["9.0.1-beta.0 -> 9.0.1-beta.1", minor, 1],
])(
  "counts the bump that the umbrella's prerelease already has: %s beside %s",
  (acme, auth, count) => {
    const scene = under({ acme, auth });
    const packages = { ...scene.packages, acme: acme.split(" ")[0]! };
    expect(messagesOf(coupling, { ...scene, packages })).toHaveLength(count);
  },
);

test.each<[string, Partial<Package>, object, number]>([
  ["not on a track", { private: true }, {}, 0],
  ["on a track", { private: true }, { apps: { packages: ["auth"] } }, 1],
  ["skipped", { skipped: "ignored" }, {}, 0],
])("counts a member that is %s as its policy does", (_, auth, tracks, count) => {
  const scene = under({ auth: minor });
  const packages = { ...scene.packages, auth };
  const policies = { ...scene.policies, ...tracks };
  expect(messagesOf(coupling, { ...scene, packages, policies })).toHaveLength(count);
});

test("reports an umbrella that is not released, at its version", () => {
  const scene = under({ data: "0.3.0 -> 0.3.1" });
  expect(messagesOf(coupling, scene)).toEqual([
    "error: `acme` would not be released, but its member `data` would get a `patch`",
  ]);
  expect(judgeScene(scene, [coupling]).findings).toMatchObject([
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
  expect(judgeScene(scene, [coupling]).findings).toMatchObject([
    { at: { path: ".changeset/cat.md", line: 2 }, chain: [{ package: "acme" }] },
  ]);
  expect(fixesOf(coupling, scene)).toEqual(['add `"acme": minor` to the changeset of the member']);
});

test("reports nothing for non-members, or for the umbrella alone", () => {
  expect(messagesOf(coupling, under({ other: "1.0.0 -> 2.0.0" }))).toEqual([]);
  expect(messagesOf(coupling, under({ acme: "9.0.0 -> 9.0.1" }))).toEqual([]);
});

test("does not report a missing umbrella (selector-unmatched does)", () => {
  const packages = { auth: "1.2.0" };
  expect(messagesOf(coupling, { ...under({ auth: minor }), packages })).toEqual([]);
});

const bundle: Scene = {
  packages: { cli: "3.0.0", parser: "1.2.0", printer: "1.0.0" },
  policies: {
    all: { packages: ["*"] },
    workspace: { couplings: [{ bundler: "cli", bundles: ["p*"] }] },
  },
};

test("requires a release of the bundler once, however many bundled packages are released", () => {
  const releases = { parser: "1.2.0 -> 1.2.1", printer: "1.0.0 -> 1.1.0" };
  expect(messagesOf(coupling, { ...bundle, releases })).toEqual([
    "error: `parser` `1.2.1` would be released, but `cli`, which bundles it, would not",
  ]);
});

test("accepts any release of the bundler", () => {
  const releases = { parser: "1.2.0 -> 2.0.0", cli: "3.0.0 -> 3.0.1" };
  expect(messagesOf(coupling, { ...bundle, releases })).toEqual([]);
});

test("reports nothing if no bundled package is released", () => {
  const packages = { ...bundle.packages, ui: "1.0.0" };
  expect(messagesOf(coupling, { ...bundle, packages, releases: { ui: "1.0.0 -> 1.0.1" } })).toEqual(
    [],
  );
});

test("does not report a missing bundler (selector-unmatched does)", () => {
  const packages = { parser: "1.2.0" };
  const releases = { parser: "1.2.0 -> 1.2.1" };
  expect(messagesOf(coupling, { ...bundle, packages, releases })).toEqual([]);
});

test.each<[string, Partial<Package>, object, number]>([
  ["private and not on a track", { private: true }, {}, 0],
  ["private and on a track", { private: true }, { apps: { packages: ["parser"] } }, 1],
  ["skipped", { skipped: "ignored" }, {}, 0],
])("counts what is %s as its policy does", (_, parser, tracks, count) => {
  const packages = { ...bundle.packages, parser };
  const policies = { ...bundle.policies, ...tracks };
  const releases = { parser: "1.2.0 -> 1.2.1" };
  expect(messagesOf(coupling, { packages, policies, releases })).toHaveLength(count);
});

test("points at the changeset of the bundled package and quotes the coupling", () => {
  const bundled = { ...bundle, releases: { parser: "1.2.0 -> 1.2.1" } };
  expect(judgeScene(bundled, [coupling]).findings).toMatchObject([
    {
      package: "cli",
      version: "3.0.0",
      at: { path: ".changeset/cat.md", line: 2 },
      because: { text: "- bundler: cli" },
    },
  ]);
  expect(fixesOf(coupling, bundled)).toEqual(['add `"cli": patch` to the changeset']);
});

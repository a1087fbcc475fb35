import { expect, test } from "vitest";
import { type Scene, advised, judgeScene, said } from "../../testing/scene.ts";
import type { Changeset } from "../../facts/facts.ts";
import type { Bump } from "../../versions/bump.ts";
import { swallowedBump } from "./swallowed-bump.ts";

const at = { path: ".changeset/cat.md", line: 2, column: 1 };
const asked = (version: string, bump: Bump, track: object = {}): Scene => ({
  packages: { ui: version },
  changesets: { cat: { ui: bump } },
  policies: { all: { packages: ["*"], ...track } },
});

test.each<[string, Bump, number]>([
  ["2.0.0-beta.3", "major", 1],
  ["2.0.0-beta.3", "minor", 0],
  ["2.0.0-beta.3", "patch", 0],
  ["1.4.0-beta.0", "major", 0],
  ["1.4.1-beta.0", "major", 0],
  ["0.4.0-beta.0", "minor", 1],
  ["0.4.0-beta.0", "major", 0],
  ["0.4.1-beta.0", "minor", 0],
  ["2.0.0", "major", 0],
])("on %s judges a %s", (version, bump, count) => {
  expect(said(swallowedBump, asked(version, bump))).toHaveLength(count);
});

test("asks the track which bump carries a breaking change", () => {
  expect(said(swallowedBump, asked("1.4.0-beta.0", "minor"))).toEqual([]);
  expect(said(swallowedBump, asked("1.4.0-beta.0", "minor", { breaking: "minor" }))).toEqual([
    "warn: the `minor` of `ui` is swallowed: `1.4.0-beta.0` leads to the same version with and without it",
  ]);
});

test("reports nothing for a track where every release is a prerelease", () => {
  const track = { prerelease: { required: ["beta"] } };
  expect(said(swallowedBump, asked("2.0.0-beta.3", "major", track))).toEqual([]);
});

const used = (name: string, bump: Bump): Partial<Changeset> => ({
  bumps: [
    { package: name, bump, at },
    { package: "lib", bump: "patch", at },
  ],
  consumed: true,
});

test.each([
  ["ui", "major", 0],
  ["ui", "minor", 1],
  ["core", "major", 1],
] as const)("where a prerelease has used a changeset for %s and %s: %i", (name, bump, count) => {
  const scene = asked("2.0.0-beta.3", "major");
  const changesets = { ...scene.changesets, "pre/dog": used(name, bump) };
  expect(said(swallowedBump, { ...scene, changesets })).toHaveLength(count);
});

test("reports nothing for a package that is unknown or has no version", () => {
  expect(
    said(swallowedBump, { ...asked("2.0.0-beta.3", "major"), packages: {}, impossible: true }),
  ).toEqual([]);
  const packages = { ui: { version: undefined } };
  expect(said(swallowedBump, { ...asked("2.0.0-beta.3", "major"), packages })).toEqual([]);
});

test("points at the bump, with the chain of the release where there is one", () => {
  const scene = asked("2.0.0-beta.3", "major");
  const releases = { ui: "2.0.0-beta.3 -> 2.0.0-beta.4" };
  expect(judgeScene({ ...scene, releases }, [swallowedBump]).findings).toMatchObject([
    { package: "ui", version: "2.0.0-beta.4", at, chain: [{ package: "ui" }] },
  ]);
  expect(advised(swallowedBump, scene)).toEqual([
    "if the `major` is meant for users of the prerelease, set the version of `ui` to the next line by hand; else declare `patch`",
  ]);
});

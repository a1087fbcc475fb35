import { type Scene, fixesOf, judgeScene, messagesOf } from "../../testing/scene.ts";
import { versionInsideTrack } from "./version-inside-track.ts";
import { expect, test } from "vitest";

const stepping = (step: string, track: object): Scene => ({
  packages: { ui: step.split(" -> ")[0]! },
  releases: { ui: step },
  policies: { all: { packages: ["ui"], ...track } },
});

test.each([
  ["1.4.0 -> 1.5.0", "1.x", []],
  ["1.4.0 -> 1.5.0-beta.0", "1.x", []],
  ["1.4.0 -> 2.0.0", "1.x", ["error: `ui` would be `2.0.0`, but track `all` only allows `1.x`"]],
  [
    "1.4.0 -> 2.0.0-beta.0",
    "1.x",
    ["error: `ui` would be `2.0.0-beta.0`, but track `all` only allows `1.x`"],
  ],
  [
    "1.4.9 -> 1.5.0",
    "~1.4.2",
    ["error: `ui` would be `1.5.0`, but track `all` only allows `~1.4.2`"],
  ],
  ["0.16.3 -> 1.0.0", "1.x", []],
  ["0.16.3 -> 1.0.0-beta.0", "1.x", []],
  [
    "0.16.3 -> 0.17.0",
    "1.x",
    ["error: `ui` is assigned to track `all` (`1.x`), but `0.17.0` would still be below it"],
  ],
])("judges the step %s on a track for %s", (step, versions, expected) => {
  expect(messagesOf(versionInsideTrack, stepping(step, { versions }))).toEqual(expected);
});

test.each([
  ["0.3.0 -> 1.0.0", "0.y.z"],
  ["0.3.0 -> 3.0.0", "1.x"],
])("leaves the step %s on %s to accidental-graduation", (step, versions) => {
  expect(messagesOf(versionInsideTrack, stepping(step, { versions }))).toEqual([]);
});

test("reports a prerelease outside the version shape", () => {
  const scene = stepping("1.4.0 -> 2.0.0-rc.0", { versions: "1.x", prerelease: "forbidden" });
  const { findings } = judgeScene(scene, [versionInsideTrack]);
  expect(findings).toMatchObject([
    {
      package: "ui",
      at: { path: ".changeset/cat.md", line: 2 },
      because: { text: 'versions: "1.x"' },
    },
  ]);
});

test("reports nothing without a track or its versions", () => {
  expect(messagesOf(versionInsideTrack, stepping("1.4.0 -> 9.0.0-rc.0", {}))).toEqual([]);
  const others = { packages: ["other"], versions: "0.y.z" };
  expect(messagesOf(versionInsideTrack, stepping("1.4.0 -> 2.0.0", others))).toEqual([]);
});

const declare = (bump: string, instead: string) =>
  `write \`${bump}\` instead of \`${instead}\` in \`.changeset/cat.md:2\`; if \`ui\` is not intended to graduate yet, exclude it from track \`all\``;

test.each([
  ["0.16.3 -> 0.17.0", "1.x", declare("major", "minor")],
  ["1.3.2 -> 1.3.3", ">=1.4.0 <2.0.0", declare("minor", "patch")],
  [
    "0.16.3 -> 0.17.0",
    "5.x",
    "set the version of `ui` by hand, or move it to another track (no single bump reaches this track from `0.16.3`)",
  ],
])("advises a package that goes %s on its way to %s", (step, versions, advice) => {
  expect(fixesOf(versionInsideTrack, stepping(step, { versions }))).toEqual([advice]);
});

test("suggests a bump that the track allows and that stays inside", () => {
  const minors = { versions: "1.x", bumps: { declared: ["minor", "major"] } };
  expect(fixesOf(versionInsideTrack, stepping("1.4.0 -> 2.0.0", minors))).toEqual([
    "write `minor` instead of `major` in `.changeset/cat.md:2`",
  ]);
  expect(fixesOf(versionInsideTrack, stepping("1.4.0 -> 2.0.0", { versions: "~1.4.0" }))).toEqual([
    "write `patch` instead of `major` in `.changeset/cat.md:2`",
  ]);
});

test("suggests a change of the changeset for a prerelease outside the shape, not of pre mode", () => {
  const at = { path: ".changeset/pre.json", line: 2, column: 3 };
  const outside = stepping("1.4.0 -> 2.0.0-rc.0", { versions: "1.x" });
  const inPre: Scene = { ...outside, facts: { pre: { mode: "pre", tag: "rc", at } } };
  expect(fixesOf(versionInsideTrack, inPre)).toEqual([
    "write `minor` instead of `major` in `.changeset/cat.md:2`",
  ]);
});

test("checks no version on a calver track", () => {
  const track = { scheme: { calver: "YY.Q.N" } };
  expect(messagesOf(versionInsideTrack, stepping("2.3.0 -> 25.4.0", track))).toEqual([]);
});

const unreleased = (version: string, versions: string): Scene => ({
  packages: { ui: version },
  policies: { all: { packages: ["ui"], versions } },
});
const old = unreleased("1.2.0", "0.y.z");

test.each([
  ["0.3.0", "0.y.z", true],
  ["0.3.0-beta.1", "0.y.z", true],
  ["1.0.0", "0.y.z", false],
  ["1.0.0-beta.0", "0.y.z", false],
  ["0.16.3", "1.x", true],
  ["1.9.0", "1.x", true],
  ["2.0.0-rc.0", "1.x", false],
  ["2.0.0", "1.x", false],
  ["2.0.0", "1.x || 3.x", false],
  ["7.0.0", "*", true],
])("judges %s on a track for %s", (version, shape, isRight) => {
  expect(messagesOf(versionInsideTrack, unreleased(version, shape))).toEqual(
    isRight
      ? []
      : [`error: \`ui\` is at \`${version}\`, but track \`all\` only allows \`${shape}\``],
  );
});

test("does not check current versions without a track or its versions", () => {
  expect(
    messagesOf(versionInsideTrack, { ...old, policies: { all: { packages: ["*"] } } }),
  ).toEqual([]);
  expect(messagesOf(versionInsideTrack, { ...old, packages: { other: "9.0.0" } })).toEqual([]);
});

test.each([
  ["has no version", { version: undefined }],
  ["is skipped", { version: "1.2.0", skipped: "private" }],
  ["has a version that is none, which invalid-version reports", { version: "1.0" }],
] as const)("reports nothing for a package that %s", (_, pkg) => {
  expect(messagesOf(versionInsideTrack, { ...old, packages: { ui: pkg } })).toEqual([]);
});

test("does not report a step from 0.y.z by this change (accidental-graduation does)", () => {
  const releases = { ui: { from: "0.9.0", to: "1.2.0", written: true } };
  expect(messagesOf(versionInsideTrack, { ...old, releases })).toEqual([]);
});

test("reports a release of a package above its track once, and suggests another track", () => {
  const next = { ...old, releases: { ui: "1.2.0 -> 1.2.1" } };
  expect(messagesOf(versionInsideTrack, next)).toEqual([
    "error: `ui` would be `1.2.1`, but track `all` only allows `0.y.z`",
  ]);
  expect(fixesOf(versionInsideTrack, next)).toEqual([
    "move `ui` to a track whose versions include `1.2.1`",
  ]);
});

test("points at the version and quotes the track", () => {
  expect(judgeScene(old, [versionInsideTrack]).findings).toMatchObject([
    {
      package: "ui",
      at: { path: "packages/ui/package.json", pointer: ["version"] },
      because: { text: 'versions: "0.y.z"' },
    },
  ]);
});

test("suggests another track, for a prerelease that of its release line", () => {
  expect(fixesOf(versionInsideTrack, old)).toEqual([
    "move `ui` to a track whose versions include `1.2.0`",
  ]);
  expect(fixesOf(versionInsideTrack, unreleased("2.0.0-rc.0", "1.x"))).toEqual([
    "move `ui` to a track that allows the release line after `2.0.0-rc.0`",
  ]);
});

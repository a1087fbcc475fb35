import { expect, test } from "vitest";
import { type Scene, advised, judgeScene, said } from "../../testing/scene.ts";
import { versionOffTrack } from "./version-off-track.ts";

const at = (version: string, versions: string): Scene => ({
  packages: { ui: version },
  policies: { all: { packages: ["ui"], versions } },
});
const old = at("1.2.0", "0.y.z");

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
  expect(said(versionOffTrack, at(version, shape))).toEqual(
    isRight ? [] : [`error: \`ui\` is \`${version}\`, beyond \`${shape}\` of its track \`all\``],
  );
});

test("reports nothing for a track without versions and on packages of no track", () => {
  expect(said(versionOffTrack, { ...old, policies: { all: { packages: ["*"] } } })).toEqual([]);
  expect(said(versionOffTrack, { ...old, packages: { other: "9.0.0" } })).toEqual([]);
});

test.each([
  ["has no version", { version: undefined }],
  ["is skipped", { version: "1.2.0", skipped: "private" }],
  ["has a version that is none, which invalid-version tells", { version: "1.0" }],
] as const)("reports nothing for a package that %s", (_, pkg) => {
  expect(said(versionOffTrack, { ...old, packages: { ui: pkg } })).toEqual([]);
});

test("leaves a version that this very change has written to version-shape", () => {
  const releases = { ui: { from: "0.9.0", to: "1.2.0", written: true } };
  expect(said(versionOffTrack, { ...old, releases })).toEqual([]);
  const next = { ui: "1.2.0 -> 1.2.1" };
  expect(said(versionOffTrack, { ...old, releases: next })).toHaveLength(1);
});

test("points at the version and quotes the track's", () => {
  expect(judgeScene(old, [versionOffTrack]).findings).toMatchObject([
    {
      package: "ui",
      at: { path: "packages/ui/package.json", pointer: ["version"] },
      because: { text: 'versions: "0.y.z"' },
    },
  ]);
});

test("advises another track, for a prerelease that of the line it leads to", () => {
  expect(advised(versionOffTrack, old)).toEqual([
    "move `ui` to a track whose versions include `1.2.0`",
  ]);
  expect(advised(versionOffTrack, at("2.0.0-rc.0", "1.x"))).toEqual([
    "move `ui` to a track for the line that `2.0.0-rc.0` leads to",
  ]);
});

import { expect, test } from "vitest";
import { type Scene, advised, judgeScene, said } from "../../testing/scene.ts";
import { versionShape } from "./version-shape.ts";

const stepping = (step: string, track: object): Scene => ({
  packages: { ui: step.split(" -> ")[0]! },
  releases: { ui: step },
  policies: { all: { packages: ["ui"], ...track } },
});

test.each([
  ["1.4.0 -> 1.5.0", "1.x", []],
  ["1.4.0 -> 1.5.0-beta.0", "1.x", []],
  ["1.4.0 -> 2.0.0", "1.x", ["error: `ui` would be `2.0.0`, outside `1.x` of track `all`"]],
  [
    "1.4.0 -> 2.0.0-beta.0",
    "1.x",
    ["error: `ui` would be `2.0.0-beta.0`, outside `1.x` of track `all`"],
  ],
  ["1.4.9 -> 1.5.0", "~1.4.2", ["error: `ui` would be `1.5.0`, outside `~1.4.2` of track `all`"]],
  ["0.16.3 -> 1.0.0", "1.x", []],
  ["0.16.3 -> 1.0.0-beta.0", "1.x", []],
  [
    "0.16.3 -> 0.17.0",
    "1.x",
    ["error: `ui` is assigned to track `all` (`1.x`), but `0.17.0` would still be below it"],
  ],
])("judges the step %s on a track for %s", (step, versions, expected) => {
  expect(said(versionShape, stepping(step, { versions }))).toEqual(expected);
});

test.each([
  ["0.3.0 -> 1.0.0", "0.y.z"],
  ["0.3.0 -> 3.0.0", "1.x"],
])("leaves the step %s on %s to accidental-graduation", (step, versions) => {
  expect(said(versionShape, stepping(step, { versions }))).toEqual([]);
});

test.each([
  ["forbidden", 1],
  ["allowed", 0],
  [{ required: ["rc"] }, 0],
])("where prereleases are %j, judges one inside the shape", (prerelease, count) => {
  const scene = stepping("1.4.0 -> 1.5.0-beta.0", { versions: "1.x", prerelease });
  expect(said(versionShape, scene)).toHaveLength(count);
});

test("forbids prereleases without a shape, and quotes the line", () => {
  const scene = stepping("1.4.0 -> 1.5.0-beta.0", { prerelease: "forbidden" });
  expect(said(versionShape, scene)).toEqual([
    "error: `ui` would be released as the prerelease `1.5.0-beta.0`, and track `all` makes none",
  ]);
  const { findings } = judgeScene(scene, [versionShape]);
  expect(findings).toMatchObject([{ because: { text: "prerelease: forbidden" } }]);
});

test("says of a prerelease outside the shape that it is outside", () => {
  const scene = stepping("1.4.0 -> 2.0.0-rc.0", { versions: "1.x", prerelease: "forbidden" });
  const { findings } = judgeScene(scene, [versionShape]);
  expect(findings).toMatchObject([
    {
      package: "ui",
      at: { path: ".changeset/cat.md", line: 2 },
      because: { text: 'versions: "1.x"' },
    },
  ]);
});

test("reports nothing for a track that promises nothing and on packages of no track", () => {
  expect(said(versionShape, stepping("1.4.0 -> 9.0.0-rc.0", {}))).toEqual([]);
  const others = { packages: ["other"], versions: "0.y.z" };
  expect(said(versionShape, stepping("1.4.0 -> 2.0.0", others))).toEqual([]);
});

const declare = (bump: string) =>
  `declare \`${bump}\` for \`ui\`, or exclude it from track \`all\` until it is ready`;

test.each([
  ["0.16.3 -> 0.17.0", "1.x", declare("major")],
  ["1.3.2 -> 1.3.3", ">=1.4.0 <2.0.0", declare("minor")],
  [
    "0.16.3 -> 0.17.0",
    "5.x",
    "no single bump gets `ui` from `0.16.3` there: set its version by hand, or move it to another track",
  ],
])("advises a package that goes %s on its way to %s", (step, versions, advice) => {
  expect(advised(versionShape, stepping(step, { versions }))).toEqual([advice]);
});

test("advises a bump that the track takes and that stays inside", () => {
  const minors = { versions: "1.x", bumps: { declared: ["minor", "major"] } };
  expect(advised(versionShape, stepping("1.4.0 -> 2.0.0", minors))).toEqual([
    "write `minor` instead of `major` in `.changeset/cat.md:2`",
  ]);
  expect(advised(versionShape, stepping("1.4.0 -> 2.0.0", { versions: "~1.4.0" }))).toEqual([
    "write `patch` instead of `major` in `.changeset/cat.md:2`",
  ]);
});

test("sends a prerelease of pre mode to the mode, and any other to its changeset", () => {
  const scene = stepping("1.4.0 -> 1.5.0-rc.0", { prerelease: "forbidden" });
  const at = { path: ".changeset/pre.json", line: 2, column: 3 };
  const inPre: Scene = { ...scene, facts: { pre: { mode: "pre", tag: "rc", at } } };
  expect(judgeScene(inPre, [versionShape]).findings).toMatchObject([{ at }]);
  expect(advised(versionShape, inPre)).toEqual([
    "leave pre mode with `pnpm changeset pre exit`, or let track `all` make prereleases",
  ]);
  const outside = stepping("1.4.0 -> 2.0.0-rc.0", { versions: "1.x" });
  expect(advised(versionShape, { ...inPre, ...outside })).toEqual([
    "write `minor` instead of `major` in `.changeset/cat.md:2`",
  ]);
  expect(judgeScene(scene, [versionShape]).findings).toMatchObject([
    { at: { path: ".changeset/cat.md" } },
  ]);
});

test("on a track that counts by the calendar, judges prereleases only", () => {
  const track = { scheme: { calver: "YY.Q.N" }, prerelease: "forbidden" };
  expect(said(versionShape, stepping("2.3.0 -> 25.4.0", track))).toEqual([]);
  expect(said(versionShape, stepping("25.4.0 -> 26.1.0-rc.0", track))).toHaveLength(1);
});

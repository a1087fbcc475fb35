import { expect, test } from "vitest";
import { advised, judgeScene, said } from "../../testing/scene.ts";
import { packageOnTwoTracks } from "./package-on-two-tracks.ts";

const packages = { ui: "1.0.0", core: "1.0.0" };
const on = (a: readonly string[], b: readonly string[]) => ({
  packages,
  policies: { a: { packages: a }, b: { packages: b } },
});

test("names the tracks that list a package", () => {
  expect(said(packageOnTwoTracks, on(["*"], ["ui"]))).toEqual([
    "error: `ui` is on `2` tracks: `a` and `b`",
  ]);
  const policies = {
    a: { packages: ["*"] },
    b: { packages: ["ui"] },
    c: { packages: ["./**/ui"] },
  };
  expect(said(packageOnTwoTracks, { packages, policies })).toEqual([
    "error: `ui` is on `3` tracks: `a`, `b` and `c`",
  ]);
});

test.each([
  ["each is on one track", ["ui"], ["core"]],
  ["the exception is left out", ["*", "!ui"], ["ui"]],
  ["nobody is on a track", ["!*"], ["!ui"]],
  ["one track lists a package twice", ["*", "ui"], ["!*"]],
])("reports nothing where %s", (_, a, b) => {
  expect(said(packageOnTwoTracks, on(a, b))).toEqual([]);
});

test("names the last selector where a track is only what it leaves out", () => {
  expect(said(packageOnTwoTracks, on(["ui"], ["!core", "!docs"]))).toEqual([
    "error: `ui` is on `2` tracks: `a` and `b`",
  ]);
});

test("counts a package in again that a later selector brings back", () => {
  expect(said(packageOnTwoTracks, on(["*", "!*", "ui"], ["ui"]))).toHaveLength(1);
});

test("reports every package", () => {
  expect(said(packageOnTwoTracks, on(["*"], ["*"]))).toHaveLength(2);
});

test("points at the second track's selector and advises to leave the package out", () => {
  const scene = on(["*"], ["core*", "ui", "!core"]);
  expect(judgeScene(scene, [packageOnTwoTracks]).findings).toMatchObject([
    {
      package: "ui",
      at: { path: "policies/b.yaml" },
      because: { text: 'packages: ["core*", ui, "!core"]', at: { column: 21 } },
    },
  ]);
  expect(advised(packageOnTwoTracks, scene)).toEqual([
    'add `"!ui"` to `packages` of all but one of them, of `a` say',
  ]);
});

test.each([
  [["*", "ui"], 17],
  [["ui", "core", "*"], 22],
  [["ui", "!ui", "./packages/ui", "core"], 23],
])("points at the selector of %j that decides, in column %i", (b, column) => {
  const { findings } = judgeScene(on(["ui"], b), [packageOnTwoTracks]);
  expect(findings[0]).toMatchObject({ package: "ui", because: { at: { column } } });
});

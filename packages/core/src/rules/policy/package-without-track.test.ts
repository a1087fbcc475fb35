import { expect, test } from "vitest";
import { advised, judgeScene, said } from "../../testing/scene.ts";
import type { Package } from "../../facts/facts.ts";
import { packageWithoutTrack } from "./package-without-track.ts";

const policies = { core: { packages: ["core"] } };

test("asks for a track for each package that is published", () => {
  const scene = { packages: { core: "1.0.0", ui: "1.0.0", lab: "0.1.0" }, policies };
  expect(said(packageWithoutTrack, scene)).toEqual([
    "error: `lab` is published and on no track",
    "error: `ui` is published and on no track",
  ]);
});

test.each<[string, Partial<Package>]>([
  ["private", { private: true }],
  ["ignored", { skipped: "ignored" }],
  ["without a version", { version: undefined, skipped: "versionless" }],
])("asks for none for a package that is %s", (_, pkg) => {
  expect(said(packageWithoutTrack, { packages: { ui: pkg }, policies })).toEqual([]);
});

test("counts a package that its track leaves out", () => {
  const out = { core: { packages: ["*", "!ui"] } };
  expect(said(packageWithoutTrack, { packages: { ui: "1.0.0" }, policies: out })).toHaveLength(1);
});

test("asks for a track for every package where there is no policy for tracks", () => {
  const none = { workspace: {} };
  expect(said(packageWithoutTrack, { packages: { ui: "1.0.0" }, policies: none })).toHaveLength(1);
});

test("can be a warning for the whole workspace", () => {
  const workspace = { rules: { "package-without-track": "warn" } };
  const scene = { packages: { ui: "1.0.0" }, policies: { ...policies, workspace } };
  expect(said(packageWithoutTrack, scene)).toEqual(["warn: `ui` is published and on no track"]);
});

test("points at the package's name and offers both forms of a selector", () => {
  const scene = { packages: { ui: { dir: "libs/ui" } }, policies };
  expect(judgeScene(scene, [packageWithoutTrack]).findings).toMatchObject([
    { package: "ui", at: { path: "libs/ui/package.json", pointer: ["name"] } },
  ]);
  expect(advised(packageWithoutTrack, scene)).toEqual([
    'add `"ui"` or `"./libs/ui"` to `packages` of a file in `policies/`, or make it private',
  ]);
});

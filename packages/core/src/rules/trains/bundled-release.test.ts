import { expect, test } from "vitest";
import { type Scene, advised, judgeScene, said } from "../../testing/scene.ts";
import type { Package } from "../../facts/facts.ts";
import { bundledRelease } from "./bundled-release.ts";

const scene: Scene = {
  packages: { cli: "3.0.0", parser: "1.2.0", printer: "1.0.0" },
  policies: {
    all: { packages: ["*"] },
    workspace: { couplings: [{ bundler: "cli", bundles: ["p*"] }] },
  },
};

test("requires a release of the bundler once, however many of its packages are released", () => {
  const releases = { parser: "1.2.0 -> 1.2.1", printer: "1.0.0 -> 1.1.0" };
  expect(said(bundledRelease, { ...scene, releases })).toEqual([
    "error: `parser` `1.2.1` is released without `cli`, which bundles it",
  ]);
});

test("accepts any release of the bundler", () => {
  const releases = { parser: "1.2.0 -> 2.0.0", cli: "3.0.0 -> 3.0.1" };
  expect(said(bundledRelease, { ...scene, releases })).toEqual([]);
});

test("reports nothing where nothing that is bundled is released", () => {
  const packages = { ...scene.packages, ui: "1.0.0" };
  expect(said(bundledRelease, { ...scene, packages, releases: { ui: "1.0.0 -> 1.0.1" } })).toEqual(
    [],
  );
});

test("leaves a bundler that does not exist to selector-unmatched", () => {
  const packages = { parser: "1.2.0" };
  const releases = { parser: "1.2.0 -> 1.2.1" };
  expect(said(bundledRelease, { ...scene, packages, releases })).toEqual([]);
});

test.each<[string, Partial<Package>, object, number]>([
  ["private and on no track", { private: true }, {}, 0],
  ["private and on a track", { private: true }, { apps: { packages: ["parser"] } }, 1],
  ["skipped", { skipped: "ignored" }, {}, 0],
])("counts what is %s as its policy does", (_, parser, tracks, count) => {
  const packages = { ...scene.packages, parser };
  const policies = { ...scene.policies, ...tracks };
  const releases = { parser: "1.2.0 -> 1.2.1" };
  expect(said(bundledRelease, { packages, policies, releases })).toHaveLength(count);
});

test("reports nothing for an umbrella", () => {
  const workspace = { couplings: [{ umbrella: "cli", members: ["p*"] }] };
  const policies = { all: { packages: ["*"] }, workspace };
  const releases = { parser: "1.2.0 -> 1.2.1" };
  expect(said(bundledRelease, { ...scene, policies, releases })).toEqual([]);
});

test("points at the changeset of the bundled package and quotes the coupling", () => {
  const bundled = { ...scene, releases: { parser: "1.2.0 -> 1.2.1" } };
  expect(judgeScene(bundled, [bundledRelease]).findings).toMatchObject([
    {
      package: "cli",
      version: "3.0.0",
      at: { path: ".changeset/cat.md", line: 2 },
      because: { text: "- bundler: cli" },
    },
  ]);
  expect(advised(bundledRelease, bundled)).toEqual(['add `"cli": patch` to the changeset']);
});

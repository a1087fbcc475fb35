import { expect, test } from "vitest";
import { type Scene, advised, judgeScene, said } from "../../testing/scene.ts";
import { removalScene } from "../../testing/removal-scene.ts";
import type { Changeset } from "../../facts/facts.ts";
import { deprecationBump } from "./deprecation-bump.ts";

const at = { path: ".changeset/cat.md", line: 7, column: 1 };

function deprecating(step: string, setting: unknown): Scene {
  const track = { rules: { "deprecation-bump": setting } };
  const scene = removalScene({ step, track });
  const cat = scene.changesets!["cat"] as Partial<Changeset>;
  const declarations = [{ kind: "deprecates", value: "open", at }] as const;
  return { ...scene, changesets: { cat: { ...cat, declarations } } };
}

test.each([
  ["1.4.0 -> 1.4.1", "warn", 1],
  ["1.4.0 -> 1.5.0", "warn", 0],
  ["1.5.0-beta.0 -> 1.5.0-beta.1", "warn", 0],
  ["1.4.0 -> 1.5.0", ["warn", { least: "major" }], 1],
  ["1.4.0 -> 2.0.0", ["warn", { least: "major" }], 0],
  ["1.4.0 -> 1.4.1", "off", 0],
])("judges a deprecation in %s by %j", (step, setting, count) => {
  expect(said(deprecationBump, deprecating(step, setting))).toHaveLength(count);
});

test("says what to write, and where", () => {
  const scene = deprecating("1.4.0 -> 1.4.1", "warn");
  expect(said(deprecationBump, scene)).toEqual([
    "warn: `open` of `core` would be deprecated in `1.4.1` by a `patch`, and it takes a `minor` or more",
  ]);
  expect(advised(deprecationBump, scene)).toEqual(["write `minor` in `.changeset/cat.md:2`"]);
  expect(judgeScene(scene, [deprecationBump]).findings).toMatchObject([
    { at, package: "core", because: { text: "deprecation-bump: warn" } },
  ]);
});

test("accepts a removal", () => {
  const track = { rules: { "deprecation-bump": "warn" } };
  expect(said(deprecationBump, removalScene({ step: "1.4.0 -> 1.4.1", track }))).toEqual([]);
});

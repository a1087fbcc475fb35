import { expect, test } from "vitest";
import { type Scene, fixesOf, judgeScene, messagesOf } from "../../testing/scene.ts";
import type { Dependency, DependencyField } from "../../facts/facts.ts";
import { dependencyMaturity } from "./dependency-maturity.ts";

const edge = (name: string, field: DependencyField): Dependency => ({
  name,
  field,
  spec: "workspace:^",
  followed: true,
});

const stable = (rule: object, ...dependencies: readonly Dependency[]): Scene => ({
  packages: { core: { dependencies }, plugin: "0.3.0", tool: "0.1.0", beta: "1.0.0" },
  policies: {
    stable: { packages: ["core"] },
    beta: { packages: ["beta"] },
    young: { packages: ["plugin"] },
    workspace: { dependencies: [{ from: "stable", on: ["stable", "beta"], ...rule }] },
  },
});

test.each([
  ["dependencies", 1],
  ["peerDependencies", 1],
  ["optionalDependencies", 1],
  ["devDependencies", 0],
] as const)("by default judges %s: %i", (field, count) => {
  expect(messagesOf(dependencyMaturity, stable({}, edge("plugin", field)))).toHaveLength(count);
});

test("checks the fields that the policy names", () => {
  const rule = { fields: ["devDependencies"] };
  const scene = stable(rule, edge("plugin", "devDependencies"), edge("plugin", "dependencies"));
  expect(judgeScene(scene, [dependencyMaturity]).findings).toMatchObject([
    { at: { pointer: ["devDependencies", "plugin"] } },
  ]);
});

test("names both tracks, and the tracks that are mature enough", () => {
  const scene = stable({}, edge("plugin", "dependencies"));
  expect(messagesOf(dependencyMaturity, scene)).toEqual([
    "error: `core` depends on `plugin` of track `young`, but track `stable` may only depend on `stable` and `beta`",
  ]);
  expect(fixesOf(dependencyMaturity, scene)).toEqual([
    "move `plugin` to a more mature track, or remove it from `dependencies` of `core`",
  ]);
});

test("reports nothing for mature tracks, or for packages without a track", () => {
  const scene = stable({}, edge("beta", "dependencies"), edge("tool", "dependencies"));
  expect(messagesOf(dependencyMaturity, scene)).toEqual([]);
});

test("ignores packages on other tracks", () => {
  const packages = { plugin: { dependencies: [edge("tool", "dependencies")] } };
  expect(messagesOf(dependencyMaturity, { ...stable({}), packages })).toEqual([]);
});

test("does not accept a track's own packages unless the track is listed", () => {
  const other = { core2: { dependencies: [edge("core", "dependencies")] } };
  const scene = stable({ on: ["beta"] });
  const policies = { ...scene.policies, stable: { packages: ["core", "core2"] } };
  const packages = { ...scene.packages, ...other };
  expect(messagesOf(dependencyMaturity, { packages, policies })).toHaveLength(1);
});

test("points at the entry in the manifest, even the root's, and quotes the policy", () => {
  const dependencies = [edge("plugin", "dependencies")];
  const packages = { core: { dir: ".", dependencies }, plugin: "0.3.0" };
  const { findings } = judgeScene({ ...stable({}), packages }, [dependencyMaturity]);
  expect(findings).toMatchObject([
    {
      package: "core",
      at: { path: "package.json", line: 1, column: 1, pointer: ["dependencies", "plugin"] },
      because: { text: "- from: stable" },
    },
  ]);
});

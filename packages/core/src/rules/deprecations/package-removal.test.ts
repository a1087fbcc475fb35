import { expect, test } from "vitest";
import { type Scene, advised, judgeScene, said } from "../../testing/scene.ts";
import { sceneFacts, pendingChanges } from "../../testing/scene-facts.ts";
import type { Package } from "../../facts/facts.ts";
import { packageRemoval } from "./package-removal.ts";

const entry = { package: "shell", api: "*", deprecatedIn: "0.25.10" };
const without = (
  ledger: readonly object[],
  shell: Partial<Package> = {},
  track: object = { require: { removal: {} } },
): Scene => {
  const { packages: gone } = sceneFacts({ packages: { shell: { version: "0.25.13", ...shell } } });
  return {
    packages: { core: "1.0.0" },
    facts: { changes: pendingChanges({ removed: ["shell"], gone }) },
    policies: { all: { packages: ["*"], ...track }, deprecations: { deprecations: ledger } },
  };
};

test("reports a package that goes without having been deprecated", () => {
  expect(said(packageRemoval, without([]))).toEqual([
    "warn: `shell` is removed from the workspace without having been deprecated, as track `all` asks",
  ]);
  expect(judgeScene(without([]), [packageRemoval]).findings).toMatchObject([
    { at: { path: "packages/shell/package.json", pointer: ["name"] } },
  ]);
  expect(advised(packageRemoval, without([]))).toEqual([
    'keep it for one more release with a changeset that ends with `Deprecates: shell`; where it was deprecated already, add it to `policies/deprecations.yaml` of the base branch with `api: "*"`',
  ]);
});

test.each<[string, object, number]>([
  ["all of it", {}, 0],
  ["all of it, in its last version", { deprecatedIn: "0.25.13" }, 0],
  ["all of it, in a version that never came", { deprecatedIn: "0.25.14" }, 1],
  ["two of its functions", { api: "create_shell_command_op" }, 1],
  ["another package", { package: "core" }, 1],
  ["all of it, and took it back", { state: "rolledBack" }, 1],
])("judges a ledger that deprecated %s", (_, more, count) => {
  expect(said(packageRemoval, without([{ ...entry, ...more }]))).toHaveLength(count);
});

test.each<[string, Partial<Package>]>([
  ["private", { private: true }],
  ["ignored", { skipped: "ignored" }],
  ["without a version", { version: undefined }],
])("asks nothing for a package that was %s", (_, shell) => {
  expect(said(packageRemoval, without([], shell))).toEqual([]);
});

test("requires nothing of a track that asks nothing, and nothing without a base", () => {
  expect(said(packageRemoval, without([], {}, {}))).toEqual([]);
  expect(said(packageRemoval, { ...without([]), facts: {} })).toEqual([]);
});

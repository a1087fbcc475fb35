import { expect, test } from "vitest";
import type { Cause } from "../facts/facts.ts";
import { declaredBumps } from "./scene-changesets.ts";
import { type SceneFacts, sceneFacts } from "./scene-facts.ts";

const follows: Cause = {
  kind: "dependency",
  on: "core",
  field: "dependencies",
  range: "^1.0.0",
  bump: "patch",
};
const at = { path: ".changeset/cat.md", line: 2, column: 1 };

test.each([
  ["1.0.0 -> 1.0.1", "patch"],
  ["1.0.0 -> 1.1.0", "minor"],
  ["0.3.0 -> 1.0.0", "major"],
  ["1.0.0 -> 2.0.0-beta.0", "major"],
  ["2.0.0-beta.0 -> 2.0.0-beta.1", "major"],
] as const)("%s is a %s of a package and a changeset that exist", (step, bump) => {
  const { packages, changesets, releases } = sceneFacts({ releases: { ui: step } });
  expect(packages).toMatchObject([{ name: "ui", version: step.split(" ")[0] }]);
  expect(changesets).toMatchObject([{ id: "cat", bumps: [{ package: "ui", bump, at }] }]);
  expect(releases).toMatchObject([
    { name: "ui", bump, causes: [{ kind: "changeset", changeset: "cat", bump, at }] },
  ]);
});

test("a release is caused by every changeset that bumps its package", () => {
  const { releases } = sceneFacts({
    packages: { ui: "1.0.0", core: "1.0.0" },
    releases: { ui: "1.0.0 -> 1.1.0" },
    changesets: { cat: { core: "patch", ui: "patch" }, dog: { ui: "minor" } },
  });
  expect(releases[0]?.causes).toMatchObject([
    { changeset: "cat", bump: "patch", at: { line: 3 } },
    { changeset: "dog", bump: "minor", at: { line: 2 } },
  ]);
});

test("a changeset without bumps bumps the releases without a cause", () => {
  const releases = { ui: "1.0.0 -> 1.1.0", core: "1.0.0 -> 1.0.1", app: { causes: [follows] } };
  const { changesets } = sceneFacts({ releases, changesets: { dog: { summary: "Go." } } });
  expect(changesets).toMatchObject([
    { id: "dog", summary: "Go.", bumps: [{ package: "ui" }, { package: "core", bump: "patch" }] },
  ]);
});

test("a changeset named by a cause exists", () => {
  const cause: Cause = { kind: "changeset", changeset: "cat", bump: "minor", at };
  const { changesets, releases } = sceneFacts({ releases: { ui: { causes: [cause] } } });
  expect(changesets).toMatchObject([{ id: "cat", bumps: [{ package: "ui", bump: "minor", at }] }]);
  expect(releases).toMatchObject([{ from: "1.0.0", to: "1.1.0", causes: [cause] }]);
});

test("a pending changeset causes a release", () => {
  const packages = { ui: "1.2.0", docs: { skipped: "ignored" } } as const;
  const changesets = { cat: { ui: "minor" }, dog: { docs: "patch" } } as const;
  const pre = { mode: "pre", tag: "beta", at } as const;
  const next = (scene: SceneFacts) =>
    sceneFacts({ packages, changesets, ...scene }).releases.map(({ name, to }) => [name, to]);
  expect(next({})).toEqual([["ui", "1.3.0"]]);
  expect(next({ facts: { pre } })).toEqual([["ui", "1.3.0-beta.0"]]);
  expect(next({ facts: { refusal: { message: "no", at, hasPlan: false } } })).toEqual([]);
  expect(
    next({ changesets: { cat: { bumps: declaredBumps({ ui: "minor" }), consumed: true } } }),
  ).toEqual([]);
});

test("a written release has used a changeset and changed its package", () => {
  const { packages, changesets, releases, changes } = sceneFacts({
    releases: { ui: { from: "1.0.0", to: "1.1.0", written: true } },
  });
  expect(packages).toMatchObject([{ version: "1.1.0" }]);
  expect(changesets).toEqual([]);
  expect(releases).toMatchObject([{ causes: [{ changeset: "cat", bump: "minor" }] }]);
  expect(changes).toMatchObject({
    consumes: [{ id: "cat" }],
    planned: [{ name: "ui", from: "1.0.0", to: "1.1.0" }],
  });
});

test.each<[string, SceneFacts, string]>([
  [
    "a release of a missing package",
    { packages: {}, releases: { ui: "1.0.0 -> 1.0.1" } },
    "ui is released but is not one of its packages",
  ],
  [
    "a changeset of a missing package",
    { packages: { ui: "1.0.0" }, changesets: { cat: { gone: "patch" } } },
    "the changeset cat bumps gone, which is not one of its packages",
  ],
  [
    "a release from another version",
    { packages: { ui: "1.0.0" }, releases: { ui: "1.1.0 -> 1.1.1" } },
    "ui is at 1.0.0, but its release says 1.1.0",
  ],
  [
    "changesets that lead to another version",
    { releases: { ui: "1.0.0 -> 2.0.0" }, changesets: { cat: { ui: "minor" } } },
    "ui goes from 1.0.0 to 2.0.0, a major, but its changesets declare minor",
  ],
  [
    "a release without a changeset",
    { releases: { ui: "1.0.0 -> 2.0.0" }, changesets: { cat: { core: "minor" } } },
    "no changeset bumps ui",
  ],
  [
    "a changeset that bumps nothing",
    { packages: { ui: "1.0.0" }, changesets: { cat: { summary: "Go." } } },
    "the changeset cat bumps nothing",
  ],
])("refuses %s, unless the scene is impossible", (_, scene, message) => {
  expect(() => sceneFacts(scene)).toThrow(`scene: ${message}`);
  expect(() => sceneFacts({ ...scene, impossible: true })).not.toThrow();
});

test("keeps given causes, bumps and empty changesets", () => {
  const { releases, changesets } = sceneFacts({
    packages: { ui: "1.0.0", core: "1.0.0" },
    releases: { ui: { to: "1.1.0", bump: "patch", causes: [] }, core: { causes: [follows] } },
    changesets: { cat: { bumps: [] } },
  });
  expect(releases).toMatchObject([
    { bump: "patch", causes: [] },
    { from: "1.0.0", to: "1.0.1", causes: [follows] },
  ]);
  expect(changesets).toMatchObject([{ bumps: [] }]);
});

import { expect, test } from "vitest";
import { type Scene, advised, judgeScene, said } from "../../testing/scene.ts";
import { sceneFacts, pendingChanges } from "../../testing/scene-facts.ts";
import { type Removing, removalScene } from "../../testing/removal-scene.ts";
import type { ApiDifference } from "../../facts/api.ts";
import type { Package } from "../../facts/facts.ts";
import { removal } from "./removal.ts";

const asked = { require: { removal: {} } };
const told = { package: "core", api: "open", deprecatedIn: "1.2.0" };
const says = (entries: readonly object[], more: Removing = {}) =>
  said(removal, removalScene({ track: asked, ledger: entries, ...more }));
const sudden =
  "warn: `open` of `core` would be removed in `2.0.0`, but it was never deprecated in an earlier release";

test("reports an unannounced removal at its line, with its chain", () => {
  expect(says([])).toEqual([sudden]);
  const { findings } = judgeScene(removalScene({ track: asked }), [removal]);
  expect(findings).toMatchObject([
    {
      package: "core",
      version: "2.0.0",
      at: { path: ".changeset/cat.md", line: 7 },
      because: { text: "removal: {}" },
      chain: [{ cause: { changeset: "cat" } }],
    },
  ]);
});

test("reports a removed element that was not deprecated in the last release and that no changeset declares", () => {
  const element = (path: string, given: Partial<ApiDifference> = {}): ApiDifference => ({
    kind: "removed",
    entry: ".",
    path,
    at: { path: "packages/core/api/index.d.ts", line: 1, column: 1 },
    because: "is no longer exported",
    stability: "public",
    wasDeprecated: false,
    ...given,
  });
  const elements = (...differences: readonly ApiDifference[]) => ({
    packages: { core: { version: "1.4.0", api: { against: "1.4.0", differences, lost: [] } } },
    changesets: { cat: { core: "major" as const } },
    policies: { stable: { packages: ["core"], ...asked } },
  });
  const open = element("open");
  expect(said(removal, elements(open))).toEqual([
    "warn: `open` of `core` would be removed in `2.0.0`, but was not deprecated in `1.4.0`",
  ]);
  expect(said(removal, elements(open, element("a"), element("b"), element("c")))).toEqual([
    "warn: `open`, `a`, `b` and 1 more of `core` would be removed in `2.0.0`, but were not deprecated in `1.4.0`",
  ]);
  const free = [element("a", { wasDeprecated: true }), element("b", { stability: "beta" })];
  expect(said(removal, elements(...free, element("c", { kind: "breaking" })))).toEqual([]);
  const policies = { ...elements().policies, deprecations: { deprecations: [told] } };
  expect(said(removal, { ...elements(open), policies })).toEqual([]);
  expect(
    said(removal, { ...elements(open), policies: { stable: { packages: ["core"] } } }),
  ).toEqual([]);

  const declared = removalScene({ track: asked });
  const { packages } = elements(element("open", { wasDeprecated: true }));
  expect(said(removal, { ...declared, packages })).toEqual([]);
  expect(said(removal, { ...declared, packages: elements(open).packages })).toEqual([sudden]);
});

test("a waiver allows the removal of one element only", () => {
  const gone = (path: string): ApiDifference => ({
    kind: "removed",
    entry: ".",
    path,
    at: { path: "packages/core/api/index.d.ts", line: 1, column: 1 },
    because: "is no longer exported",
    stability: "public",
    wasDeprecated: false,
  });
  const waiver = {
    rule: "removal",
    package: "core",
    version: "2.0.0",
    api: "open",
    reason: "never worked",
    owner: "ann",
    until: "2027-01-01",
  };
  const api = { against: "1.4.0", differences: [gone("open"), gone("close")], lost: [] };
  const scene: Scene = {
    packages: { core: { version: "1.4.0", api } },
    changesets: { cat: { core: "major" } },
    policies: { stable: { packages: ["core"], ...asked }, waivers: { waivers: [waiver] } },
  };
  const verdict = judgeScene(scene, [removal]);
  expect(verdict.waived.map(({ finding }) => finding.api)).toEqual(["open"]);
  expect(said(removal, scene)).toEqual([
    "warn: `close` of `core` would be removed in `2.0.0`, but was not deprecated in `1.4.0`",
  ]);
});

test("requires nothing on a track without the requirement", () => {
  expect(says([], { track: {} })).toEqual([]);
});

test("reports nothing if an earlier version deprecated it, in any spelling", () => {
  expect(says([told])).toEqual([]);
  expect(says([told], { value: "`open()`" })).toEqual([]);
  expect(says([{ ...told, api: "`open()`" }])).toEqual([]);
  expect(says([{ ...told, api: "*" }])).toEqual([]);
});

test.each([
  ["another API", { api: "close" }],
  ["another package", { package: "ui" }],
  ["a removal before the last", { state: "removed", removedIn: "1.3.0" }],
])("does not take the deprecation of %s for one", (_, more) => {
  expect(says([{ ...told, ...more }])).toEqual([sudden]);
});

test("ignores a deprecation that was rolled back", () => {
  expect(says([{ ...told, state: "rolledBack" }])).toEqual([
    "warn: `open` of `core` would be removed in `2.0.0`, but its deprecation was rolled back",
  ]);
});

test("counts a deprecation after the rollback", () => {
  expect(
    says([
      { ...told, state: "rolledBack" },
      { ...told, deprecatedIn: "1.3.0" },
    ]),
  ).toEqual([]);
});

test("ignores a deprecation in the removing version itself", () => {
  expect(says([{ ...told, deprecatedIn: "2.0.0" }])).toEqual([
    "warn: `open` of `core` would be removed in `2.0.0`, but it is first deprecated in `2.0.0`, the release that removes it",
  ]);
});

test("counts an entry that the ledger already ended with this release", () => {
  expect(says([{ ...told, state: "removed", removedIn: "2.0.0" }])).toEqual([]);
  const beta = { ...told, state: "removed", removedIn: "2.0.0-beta.1" };
  expect(says([beta], { step: "2.0.0-beta.3 -> 2.0.0" })).toEqual([]);
});

test("uses the package's changelog", () => {
  const text = "## 1.3.0\n\n### Deprecations\n\n- `open` goes\n";
  const headings = [
    { text: "1.3.0", line: 1 },
    { text: "Deprecations", line: 3 },
  ];
  const has = (path: string) => ({ facts: { documents: [{ path, text, headings }] } });
  expect(says([], has("packages/core/CHANGELOG.md"))).toEqual([]);
  expect(says([], has("packages/ui/CHANGELOG.md"))).toEqual([sudden]);
});

test("checks a version commit by the changesets that it consumes", () => {
  expect(says([], { written: true })).toEqual([sudden]);
  expect(says([told], { written: true })).toEqual([]);
});

test("suggests what to write instead, and how to name another package", () => {
  const first =
    "keep it, write `Deprecates: open` instead of `Removes: open` in `.changeset/cat.md:7`, and remove it in a later release; if an immediate removal is intended, add a waiver to `policies/waivers.yaml` of the base branch";
  expect(advised(removal, removalScene({ track: asked }))).toEqual([first]);
  expect(advised(removal, removalScene({ track: asked, others: ["ui"] }))).toEqual([
    `${first}; if it belongs to another package of the changeset, write \`Removes: core#open\``,
  ]);
});

const deprecated = { package: "shell", api: "*", deprecatedIn: "0.25.10" };
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

test("reports a package that is removed without prior deprecation", () => {
  expect(said(removal, without([]))).toEqual([
    "warn: `shell` was removed from the workspace, but track `all` requires it to be deprecated first",
  ]);
  expect(judgeScene(without([]), [removal]).findings).toMatchObject([
    { at: { path: "packages/shell/package.json", pointer: ["name"] } },
  ]);
  expect(advised(removal, without([]))).toEqual([
    'keep it for one more release with a changeset that ends with `Deprecates: shell`; if it was deprecated already, add it to `policies/deprecations.yaml` of the base branch with `api: "*"`',
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
  expect(said(removal, without([{ ...deprecated, ...more }]))).toHaveLength(count);
});

test.each<[string, Partial<Package>]>([
  ["private", { private: true }],
  ["ignored", { skipped: "ignored" }],
  ["without a version", { version: undefined }],
])("asks nothing for a package that was %s", (_, shell) => {
  expect(said(removal, without([], shell))).toEqual([]);
});

test("requires nothing without the track's requirement or without a base", () => {
  expect(said(removal, without([], {}, {}))).toEqual([]);
  expect(said(removal, { ...without([]), facts: {} })).toEqual([]);
});

import { expect, test } from "vitest";
import { type Scene, fixesOf, judgeScene, messagesOf } from "../../testing/scene.ts";
import { sceneFacts, pendingChanges } from "../../testing/scene-facts.ts";
import { type Removing, removalScene } from "../../testing/removal-scene.ts";
import type { ApiDifference } from "../../facts/api.ts";
import type { Package } from "../../facts/facts.ts";
import { removal } from "./removal.ts";

const removalTrack = { require: { removal: {} } };
const entry = { package: "core", api: "open", deprecatedIn: "1.2.0" };
const says = (entries: readonly object[], more: Removing = {}) =>
  messagesOf(removal, removalScene({ track: removalTrack, ledger: entries, ...more }));
const sudden =
  "warn: `open` of `core` would be removed in `2.0.0`, but it was never deprecated in an earlier release";

test("reports an unannounced removal at its line, with its chain", () => {
  expect(says([])).toEqual([sudden]);
  const { findings } = judgeScene(removalScene({ track: removalTrack }), [removal]);
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
    policies: { stable: { packages: ["core"], ...removalTrack } },
  });
  const open = element("open");
  expect(messagesOf(removal, elements(open))).toEqual([
    "warn: `open` of `core` would be removed in `2.0.0`, but was not deprecated in `1.4.0`",
  ]);
  expect(messagesOf(removal, elements(open, element("a"), element("b"), element("c")))).toEqual([
    "warn: `open`, `a`, `b` and 1 more of `core` would be removed in `2.0.0`, but were not deprecated in `1.4.0`",
  ]);
  const free = [element("a", { wasDeprecated: true }), element("b", { stability: "beta" })];
  expect(messagesOf(removal, elements(...free, element("c", { kind: "breaking" })))).toEqual([]);
  const policies = { ...elements().policies, deprecations: { deprecations: [entry] } };
  expect(messagesOf(removal, { ...elements(open), policies })).toEqual([]);
  expect(
    messagesOf(removal, { ...elements(open), policies: { stable: { packages: ["core"] } } }),
  ).toEqual([]);

  const declared = removalScene({ track: removalTrack });
  const { packages } = elements(element("open", { wasDeprecated: true }));
  expect(messagesOf(removal, { ...declared, packages })).toEqual([]);
  expect(messagesOf(removal, { ...declared, packages: elements(open).packages })).toEqual([sudden]);
});

test("a waiver allows the removal of one element only", () => {
  const difference = (path: string): ApiDifference => ({
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
  const api = {
    against: "1.4.0",
    differences: [difference("open"), difference("close")],
    lost: [],
  };
  const scene: Scene = {
    packages: { core: { version: "1.4.0", api } },
    changesets: { cat: { core: "major" } },
    policies: { stable: { packages: ["core"], ...removalTrack }, waivers: { waivers: [waiver] } },
  };
  const verdict = judgeScene(scene, [removal]);
  expect(verdict.waived.map(({ finding }) => finding.api)).toEqual(["open"]);
  expect(messagesOf(removal, scene)).toEqual([
    "warn: `close` of `core` would be removed in `2.0.0`, but was not deprecated in `1.4.0`",
  ]);
});

test("requires nothing on a track without the requirement", () => {
  expect(says([], { track: {} })).toEqual([]);
});

test("reports nothing if an earlier version deprecated it, in any spelling", () => {
  expect(says([entry])).toEqual([]);
  expect(says([entry], { value: "`open()`" })).toEqual([]);
  expect(says([{ ...entry, api: "`open()`" }])).toEqual([]);
  expect(says([{ ...entry, api: "*" }])).toEqual([]);
});

test.each([
  ["another API", { api: "close" }],
  ["another package", { package: "ui" }],
  ["a removal before the last", { state: "removed", removedIn: "1.3.0" }],
])("does not take the deprecation of %s for one", (_, more) => {
  expect(says([{ ...entry, ...more }])).toEqual([sudden]);
});

test("ignores a deprecation that was rolled back", () => {
  expect(says([{ ...entry, state: "rolledBack" }])).toEqual([
    "warn: `open` of `core` would be removed in `2.0.0`, but its deprecation was rolled back",
  ]);
});

test("counts a deprecation after the rollback", () => {
  expect(
    says([
      { ...entry, state: "rolledBack" },
      { ...entry, deprecatedIn: "1.3.0" },
    ]),
  ).toEqual([]);
});

test("ignores a deprecation in the removing version itself", () => {
  expect(says([{ ...entry, deprecatedIn: "2.0.0" }])).toEqual([
    "warn: `open` of `core` would be removed in `2.0.0`, but it is first deprecated in `2.0.0`, the release that removes it",
  ]);
});

test("counts an entry that the ledger already ended with this release", () => {
  expect(says([{ ...entry, state: "removed", removedIn: "2.0.0" }])).toEqual([]);
  const beta = { ...entry, state: "removed", removedIn: "2.0.0-beta.1" };
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
  expect(says([entry], { written: true })).toEqual([]);
});

test("suggests what to write instead, and how to name another package", () => {
  const first =
    "keep it, write `Deprecates: open` instead of `Removes: open` in `.changeset/cat.md:7`, and remove it in a later release; if an immediate removal is intended, add a waiver to `policies/waivers.yaml` of the base branch";
  expect(fixesOf(removal, removalScene({ track: removalTrack }))).toEqual([first]);
  expect(fixesOf(removal, removalScene({ track: removalTrack, others: ["ui"] }))).toEqual([
    `${first}; if it belongs to another package of the changeset, write \`Removes: core#open\``,
  ]);
});

const deprecated = { package: "shell", api: "*", deprecatedIn: "0.25.10" };
const without = (
  ledger: readonly object[],
  shell: Partial<Package> = {},
  track: object = { require: { removal: {} } },
): Scene => {
  const { packages: removedPackages } = sceneFacts({
    packages: { shell: { version: "0.25.13", ...shell } },
  });
  return {
    packages: { core: "1.0.0" },
    facts: { changes: pendingChanges({ removed: ["shell"], removedPackages }) },
    policies: { all: { packages: ["*"], ...track }, deprecations: { deprecations: ledger } },
  };
};

test("reports a package that is removed without prior deprecation", () => {
  expect(messagesOf(removal, without([]))).toEqual([
    "warn: `shell` was removed from the workspace, but track `all` requires it to be deprecated first",
  ]);
  expect(judgeScene(without([]), [removal]).findings).toMatchObject([
    { at: { path: "packages/shell/package.json", pointer: ["name"] } },
  ]);
  expect(fixesOf(removal, without([]))).toEqual([
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
  expect(messagesOf(removal, without([{ ...deprecated, ...more }]))).toHaveLength(count);
});

test.each<[string, Partial<Package>]>([
  ["private", { private: true }],
  ["ignored", { skipped: "ignored" }],
  ["without a version", { version: undefined }],
])("asks nothing for a package that was %s", (_, shell) => {
  expect(messagesOf(removal, without([], shell))).toEqual([]);
});

test("requires nothing without the track's requirement or without a base", () => {
  expect(messagesOf(removal, without([], {}, {}))).toEqual([]);
  expect(messagesOf(removal, { ...without([]), facts: {} })).toEqual([]);
});

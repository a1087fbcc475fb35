import { expect, test } from "vitest";
import { advised, judgeScene, said } from "../../testing/scene.ts";
import { type Removing, removalScene } from "../../testing/removal-scene.ts";
import { deprecationBeforeRemoval } from "./deprecation-before-removal.ts";

const asked = { require: { removal: {} } };
const told = { package: "core", api: "open", deprecatedIn: "1.2.0" };
const says = (entries: readonly object[], more: Removing = {}) =>
  said(deprecationBeforeRemoval, removalScene({ track: asked, ledger: entries, ...more }));
const sudden =
  "warn: `open` of `core` would be removed in `2.0.0`, and no earlier version deprecated it";

test("reports a removal that nothing announced, at its line and with its chain", () => {
  expect(says([])).toEqual([sudden]);
  const { findings } = judgeScene(removalScene({ track: asked }), [deprecationBeforeRemoval]);
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

test("requires nothing of a track that asks nothing", () => {
  expect(says([], { track: {} })).toEqual([]);
});

test("reports nothing where an earlier version deprecated it, however it is written", () => {
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

test("does not count a deprecation that was rolled back", () => {
  expect(says([{ ...told, state: "rolledBack" }])).toEqual([
    "warn: `open` of `core` would be removed in `2.0.0`, and its deprecation was rolled back",
  ]);
});

test("counts one that followed the roll-back", () => {
  expect(
    says([
      { ...told, state: "rolledBack" },
      { ...told, deprecatedIn: "1.3.0" },
    ]),
  ).toEqual([]);
});

test("does not count a deprecation in the version that removes", () => {
  expect(says([{ ...told, deprecatedIn: "2.0.0" }])).toEqual([
    "warn: `open` of `core` would be removed in `2.0.0`, and it is deprecated in `2.0.0` only",
  ]);
});

test("counts an entry that the ledger has ended with this release already", () => {
  expect(says([{ ...told, state: "removed", removedIn: "2.0.0" }])).toEqual([]);
  const beta = { ...told, state: "removed", removedIn: "2.0.0-beta.1" };
  expect(says([beta], { step: "2.0.0-beta.3 -> 2.0.0" })).toEqual([]);
});

test("knows what the package's changelog says", () => {
  const text = "## 1.3.0\n\n### Deprecations\n\n- `open` goes\n";
  const headings = [
    { text: "1.3.0", line: 1 },
    { text: "Deprecations", line: 3 },
  ];
  const has = (path: string) => ({ facts: { documents: [{ path, text, headings }] } });
  expect(says([], has("packages/core/CHANGELOG.md"))).toEqual([]);
  expect(says([], has("packages/ui/CHANGELOG.md"))).toEqual([sudden]);
});

test("judges a version commit by the changesets that it consumes", () => {
  expect(says([], { written: true })).toEqual([sudden]);
  expect(says([told], { written: true })).toEqual([]);
});

test("says what to write instead, and how to name another package", () => {
  const first =
    "deprecate it first: keep it, write `Deprecates: open` instead of `Removes: open`, and remove it in a later release; or have the removal waived in `policies/waivers.yaml` of the base branch";
  expect(advised(deprecationBeforeRemoval, removalScene({ track: asked }))).toEqual([first]);
  expect(advised(deprecationBeforeRemoval, removalScene({ track: asked, others: ["ui"] }))).toEqual(
    [
      `${first}. If it belongs to another package of the changeset, name that: \`Removes: core#open\``,
    ],
  );
});

import { expect, test } from "vitest";
import { type Scene, fixesOf, judgeScene, messagesOf } from "../../testing/scene.ts";
import { removalScene } from "../../testing/removal-scene.ts";
import { deprecationLedger } from "./deprecation-ledger.ts";

const scene = (ledger: readonly object[], more: Scene = {}): Scene => ({
  packages: { core: "2.0.0" },
  policies: { all: { packages: ["*"] }, deprecations: { deprecations: ledger } },
  ...more,
});
const entry = { package: "core", api: "open", deprecatedIn: "1.2.0" };
const says = (...ledger: object[]) => messagesOf(deprecationLedger, scene(ledger));
const removedEntry = { state: "removed", removedIn: "2.0.0" };

test("accepts a consistent ledger", () => {
  expect(
    says(
      { ...entry, announcedRemoval: "3.0" },
      { ...entry, api: "close", ...removedEntry },
      { ...entry, api: "seek", state: "rolledBack" },
      { ...entry, api: "seek", deprecatedIn: "1.3.0" },
    ),
  ).toEqual([]);
});

test.each<[string, object, string, string]>([
  [
    "a package that is none",
    { package: "cor" },
    "`cor` is not a package of this workspace",
    "write `core`",
  ],
  [
    "a package that resembles none",
    { package: "elsewhere" },
    "`elsewhere` is not a package of this workspace",
    'correct the name; if the package was removed, keep one entry with `api: "*"`',
  ],
  [
    "a version that is none",
    { deprecatedIn: "1.2" },
    "`deprecatedIn` of `open` of `core` is `1.2`, which is not a version",
    "write the full version, such as `2.0.0`",
  ],
  [
    "an announcement for no version",
    { announcedRemoval: "within 1.x" },
    "`announcedRemoval` of `open` of `core` is `within 1.x`, which is not a version",
    "write a version such as `2.0.0` or `2.0`, or leave it out",
  ],
  [
    "a removal without its version",
    { state: "removed" },
    "`open` of `core` is marked as removed but has no `removedIn`",
    "add `removedIn`, or set its state to `active`",
  ],
  [
    "the version of no removal",
    { removedIn: "2.0.0" },
    "`open` of `core` has a `removedIn`, but its state is `active`",
    "set its state to `removed`, or delete `removedIn`",
  ],
  [
    "a removal before the deprecation",
    { state: "removed", removedIn: "1.1.0" },
    "`open` of `core` was removed in `1.1.0`, but was only deprecated in `1.2.0`",
    "correct one of the two versions of `open`",
  ],
  [
    "an announcement for the version that deprecates",
    { announcedRemoval: "1.2.0" },
    "`open` of `core` is announced for removal in `1.2.0`, but is only deprecated in `1.2.0`",
    "correct one of the two versions of `open`",
  ],
  [
    "a version that is not released",
    { deprecatedIn: "2.1.0" },
    "`deprecatedIn` of `open` of `core` is `2.1.0`, but `core` would only reach `2.0.0`",
    "write the released version, or delete the entry and run `release-policy deprecations --write` after the release",
  ],
])("reports %s", (_, more, message, help) => {
  const wrong = scene([{ ...entry, ...more }]);
  expect(messagesOf(deprecationLedger, wrong)).toEqual([`error: ${message}`]);
  expect(fixesOf(deprecationLedger, wrong)).toEqual([help]);
});

test("reports an API that is deprecated twice, at the second entry", () => {
  const twice = scene([entry, { ...entry, api: "`open()`", deprecatedIn: "1.3.0" }]);
  expect(messagesOf(deprecationLedger, twice)).toEqual([
    "error: ``open()`` of `core` is listed as deprecated twice, in `1.2.0` and in `1.3.0`",
  ]);
  expect(fixesOf(deprecationLedger, twice)).toEqual([
    "delete one of the two, or set the state of the older one to `removed` or `rolledBack`",
  ]);
  expect(judgeScene(twice, [deprecationLedger]).findings).toMatchObject([
    { because: { text: "- package: core", at: { line: 5 } } },
  ]);
});

test("treats a version of the plan as released", () => {
  const ledger = [{ ...entry, deprecatedIn: "2.1.0" }];
  const releases = { core: "2.0.0 -> 2.1.0" };
  expect(messagesOf(deprecationLedger, scene(ledger, { releases }))).toEqual([]);
});

test("recognizes a removed package by the deprecation of the whole package", () => {
  const old = { ...entry, package: "old" };
  expect(says(old)).toHaveLength(1);
  expect(says(old, { ...old, api: "*" })).toEqual([]);
  expect(says(old, { ...old, api: "*", state: "removed" })).toEqual([]);
});

test("checks what the changesets of the plan add, at their lines", () => {
  const { changesets, releases } = removalScene({ step: "2.0.0 -> 2.1.0" });
  const [cat] = Object.values(changesets!);
  const at = { path: ".changeset/cat.md", line: 9, column: 1 };
  const declarations = [{ kind: "deprecates", value: "open", until: "summer", at }] as const;
  const pending = scene([], { releases: releases!, changesets: { cat: { ...cat, declarations } } });
  const { findings } = judgeScene(pending, [deprecationLedger]);
  expect(findings).toMatchObject([{ at }]);
  expect(findings[0]).not.toHaveProperty("because");
});

test("requires a replacement, or `use nothing`, if the track does", () => {
  const track = { all: { packages: ["*"], require: { deprecation: ["replacement"] } } };
  const ledgerScene = (more: object): Scene => {
    const deprecations = { deprecations: [{ ...entry, ...more }] };
    return scene([], { policies: { ...track, deprecations } });
  };
  expect(messagesOf(deprecationLedger, ledgerScene({}))).toEqual([
    "error: `open` of `core` is deprecated but has no `replacement`",
  ]);
  expect(fixesOf(deprecationLedger, ledgerScene({}))).toEqual([
    "add `replacement` (`false` if there is none)",
  ]);
  expect(messagesOf(deprecationLedger, ledgerScene({ replacement: "openAll" }))).toEqual([]);
  expect(messagesOf(deprecationLedger, ledgerScene({ replacement: false }))).toEqual([]);
  expect(messagesOf(deprecationLedger, ledgerScene(removedEntry))).toEqual([]);
});

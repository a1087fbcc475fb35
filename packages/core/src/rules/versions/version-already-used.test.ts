import { expect, test } from "vitest";
import { type Scene, fixesOf, messagesOf } from "../../testing/scene.ts";
import { versionAlreadyUsed } from "./version-already-used.ts";

const tagged = (tags: readonly string[], release: Scene["releases"], options = {}): Scene => ({
  packages: { ui: "1.0.0" },
  ...(release ? { releases: release } : {}),
  policies: { all: { packages: ["*"], rules: { "version-already-used": ["error", options] } } },
  facts: {
    history: tags.map((tag) => {
      const [name = "", version = "", date = "2026-01-01"] = tag.split(" ");
      return { package: name, version, date };
    }),
  },
});
const patch = { ui: "1.0.0 -> 1.0.1" };

test("reports a tagged version, with the date of the tag", () => {
  expect(messagesOf(versionAlreadyUsed, tagged(["ui 1.0.1"], patch))).toEqual([
    "error: `ui` would be `1.0.1`, but that version was tagged on `2026-01-01`",
  ]);
});

test.each([
  ["the version now", "ui 1.0.0"],
  ["another package", "core 1.0.1"],
  ["another version", "ui 1.0.10"],
  ["a prerelease of it", "ui 1.0.1-rc.0"],
  ["a later day", "ui 1.0.1 2026-06-16"],
])("lets the tag of %s be", (_, tag) => {
  expect(messagesOf(versionAlreadyUsed, tagged([tag], patch))).toEqual([]);
});

test("counts a tag of today", () => {
  const scene = tagged(["ui 1.0.1 2026-06-15"], patch);
  expect(messagesOf(versionAlreadyUsed, scene)).toHaveLength(1);
});

test("also checks prereleases", () => {
  const releases = { ui: "1.0.0 -> 1.1.0-rc.0" };
  expect(messagesOf(versionAlreadyUsed, tagged(["ui 1.1.0-rc.0"], releases))).toHaveLength(1);
});

test("treats a tag of the same day as the version commit's own, but not an older one", () => {
  const releases = { ui: { from: "1.0.0", to: "1.0.1", written: true } };
  const written = (day: string) => ({
    ...tagged([`ui 1.0.1 ${day}`], releases),
    packages: { ui: "1.0.1" },
  });
  expect(messagesOf(versionAlreadyUsed, written("2026-06-15"))).toEqual([]);
  expect(messagesOf(versionAlreadyUsed, written("2026-06-14"))).toHaveLength(1);
});

test("reports a version that the policy lists as burnt, with or without a history", () => {
  const burnt = { burnt: { ui: ["1.0.1", "v1.0.3"], core: ["9.0.0"] } };
  const said1 = ["error: `ui` would be `1.0.1`, but that version is listed as burnt"];
  expect(messagesOf(versionAlreadyUsed, tagged([], patch, burnt))).toEqual(said1);
  expect(messagesOf(versionAlreadyUsed, { ...tagged([], patch, burnt), facts: {} })).toEqual(said1);
  expect(messagesOf(versionAlreadyUsed, tagged([], { ui: "1.0.0 -> 1.0.3" }, burnt))).toHaveLength(
    1,
  );
  expect(messagesOf(versionAlreadyUsed, tagged([], { ui: "1.0.0 -> 9.0.0" }, burnt))).toEqual([]);
});

test("reports nothing for a release without a version change", () => {
  expect(messagesOf(versionAlreadyUsed, tagged(["ui 1.0.0"], { ui: "1.0.0 -> 1.0.0" }))).toEqual(
    [],
  );
});

test("suggests continuing from the used version, and names the next free one", () => {
  expect(fixesOf(versionAlreadyUsed, tagged(["ui 1.0.1"], patch))).toEqual([
    'write `"version": "1.0.1"` in `packages/ui/package.json`: the next release is then `1.0.2`',
  ]);
  expect(fixesOf(versionAlreadyUsed, tagged(["ui 1.0.1", "ui 1.0.2"], patch))).toEqual([
    'write `"version": "1.0.1"` in `packages/ui/package.json`, and the next release continues from there',
  ]);
});

import { expect, test } from "vitest";
import { type Scene, fixesOf, judgeScene, messagesOf } from "../../testing/scene.ts";
import { type Removing, removalScene } from "../../testing/removal-scene.ts";
import type { Changeset } from "../../facts/facts.ts";
import { changeBump } from "./change-bump.ts";

const at = { path: ".changeset/cat.md", line: 7, column: 1 };

const deprecation = (least: string) => ["warn", { kinds: { deprecation: least } }];

function deprecating(step: string, setting: unknown): Scene {
  const track = { rules: { "change-bump": setting } };
  const scene = removalScene({ step, track });
  const cat = scene.changesets!["cat"] as Partial<Changeset>;
  const declarations = [{ kind: "deprecates", value: "open", at }] as const;
  return { ...scene, changesets: { cat: { ...cat, declarations } } };
}

test.each([
  ["1.4.0 -> 1.4.1", deprecation("minor"), 1],
  ["1.4.0 -> 1.5.0", deprecation("minor"), 0],
  ["1.5.0-beta.0 -> 1.5.0-beta.1", "warn", 0],
  ["1.4.0 -> 1.5.0", deprecation("major"), 1],
  ["1.4.0 -> 2.0.0", deprecation("major"), 0],
  ["1.4.0 -> 1.4.1", "error", 0],
])("judges a deprecation in %s by %j", (step, setting, count) => {
  expect(messagesOf(changeBump, deprecating(step, setting))).toHaveLength(count);
});

test("says what to write and where", () => {
  const scene = deprecating("1.4.0 -> 1.4.1", deprecation("minor"));
  expect(messagesOf(changeBump, scene)).toEqual([
    "warn: `core` would go from `1.4.0` to `1.4.1`, a `patch` release, but track `all` requires a `minor` for the deprecation of `open` (`.changeset/cat.md:7`)",
  ]);
  expect(fixesOf(changeBump, scene)).toEqual([
    "write `minor` instead of `patch` in `.changeset/cat.md:2`; if a smaller release is intended, postpone the deprecation and delete its `Deprecates:` line, `.changeset/cat.md:7`",
  ]);
  expect(judgeScene(scene, [changeBump]).findings).toMatchObject([
    { at, package: "core", because: { text: expect.stringContaining("change-bump: ") } },
  ]);
});

test("accepts a removal", () => {
  const track = { rules: { "change-bump": deprecation("minor") } };
  expect(messagesOf(changeBump, removalScene({ step: "1.4.0 -> 1.4.1", track }))).toEqual([]);
});

const entry = { package: "core", api: "open", deprecatedIn: "1.2.0" };
const promised = (removal: object, more: Removing = {}) =>
  removalScene({ track: { require: { removal } }, ledger: [entry], ...more });
const says = (removal: object, more?: Removing) => messagesOf(changeBump, promised(removal, more));
const patch: Removing = { step: "1.4.0 -> 1.4.1" };
const minor: Removing = { step: "1.4.0 -> 1.5.0" };

test("requires the smallest bump that allows breaking changes, unless the policy names another", () => {
  expect(says({}, minor)).toEqual([
    "error: `core` would go from `1.4.0` to `1.5.0`, a `minor` release, but track `all` requires a `major` for the removal of `open` (`.changeset/cat.md:7`)",
  ]);
  expect(says({})).toEqual([]);
  expect(says({ bump: "minor" }, minor)).toEqual([]);
  expect(says({ bump: "minor" }, patch)).toHaveLength(1);
});

test.each([
  ["0.8.5 -> 0.8.6", 1],
  ["0.8.5 -> 0.9.0", 0],
  ["0.0.3 -> 0.0.4", 0],
  ["2.0.0-beta.1 -> 2.0.0-beta.2", 0],
  ["1.4.1-beta.1 -> 1.4.1", 1],
])("judges the bump that users get with %s", (step, count) => {
  expect(says({}, { step, ledger: [] })).toHaveLength(count);
});

test("uses the track's own breaking bump", () => {
  const track = { breaking: "minor", require: { removal: {} } };
  expect(messagesOf(changeBump, removalScene({ track, ...minor }))).toEqual([]);
});

test("requires nothing on a track without the requirement", () => {
  expect(messagesOf(changeBump, removalScene({ ...patch }))).toEqual([]);
});

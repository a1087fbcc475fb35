import type { Changeset, Facts } from "../../facts/facts.ts";
import {
  type Scene,
  fixesOf,
  judgeScene,
  messagesOf,
  pendingChanges,
} from "../../testing/scene.ts";
import { unknownPackage } from "./unknown-package.ts";
import { expect, test } from "vitest";

const at = { path: ".changeset/cat.md", line: 2, column: 1 };
const naming = (name: string, more: Partial<Changeset> = {}): Scene => ({
  packages: { "@acme/core": "1.0.0", "@acme/docs": { skipped: "ignored", private: true } },
  changesets: { cat: { bumps: [{ package: name, bump: "patch", at }], ...more } },
});

test.each(["@acme/cor", "core", "@Acme/core", ""])("reports %j as unknown", (name) => {
  expect(messagesOf(unknownPackage, naming(name))).toEqual([
    `error: \`${name}\` is not a package of this workspace`,
  ]);
});

test("accepts skipped packages", () => {
  expect(messagesOf(unknownPackage, naming("@acme/docs"))).toEqual([]);
});

test("reports every unknown name, each at its line", () => {
  const changesets = { cat: { "@acme/core": "patch", a: "patch" }, dog: { b: "none" } } as const;
  const scene = { ...naming(""), changesets, impossible: true };
  const { findings } = judgeScene(scene, [unknownPackage]);
  expect(findings.map((found) => found.at)).toMatchObject([
    { path: ".changeset/cat.md", line: 3 },
    { path: ".changeset/dog.md", line: 2 },
  ]);
});

test("points at the name if its place is known, or at the bump", () => {
  const nameAt = { path: ".changeset/cat.md", line: 2, column: 2 };
  const bumps = [{ package: "gone", bump: "patch" as const, at, nameAt }];
  expect(judgeScene(naming("", { bumps }), [unknownPackage]).findings).toMatchObject([
    { at: nameAt },
  ]);
  expect(judgeScene(naming("gone"), [unknownPackage]).findings).toMatchObject([{ at }]);
});

test("reports a changeset already used by a prerelease only if the planner rejects it", () => {
  const used = naming("gone", { consumed: true });
  expect(messagesOf(unknownPackage, used)).toEqual([]);
  const refusal = { message: "no such package", at, hasPlan: true };
  expect(messagesOf(unknownPackage, { ...used, facts: { refusal } })).toHaveLength(1);
});

const DELETE = "delete line `.changeset/cat.md:2`";

test.each([
  [
    "@acme/croe",
    `write \`"@acme/core"\` in \`.changeset/cat.md:2\`; if the package was removed, ${DELETE}`,
  ],
  [
    "@other/croe",
    `write \`"@acme/core"\` in \`.changeset/cat.md:2\`; if the package was removed, ${DELETE}`,
  ],
  ["left-pad", `${DELETE}; if another package is intended, correct the name`],
  ["@acme/legacy", `${DELETE}; if another package is intended, correct the name`],
])("advises on %s", (name, advice) => {
  expect(fixesOf(unknownPackage, naming(name))).toEqual([advice]);
});

test("advises to delete only the name where its line has other bumps", () => {
  const bumps = ["@acme/core", "left-pad"].map((name) => ({
    package: name,
    bump: "patch" as const,
    at,
  }));
  expect(fixesOf(unknownPackage, naming("", { bumps }))).toEqual([
    'delete `"left-pad"` in `.changeset/cat.md:2`; if another package is intended, correct the name',
  ]);
});

const below = { path: ".changeset/cat.md", line: 3, column: 1 };
const cat: Partial<Changeset> = { bumps: [{ package: "old", bump: "patch", at: below }] };
const removal: Partial<Facts> = { changes: pendingChanges({ removed: ["old"] }) };
const scene: Scene = { packages: { ui: "1.0.0" }, changesets: { cat }, facts: removal };

test("reports a pending changeset that names a package removed by this change", () => {
  expect(messagesOf(unknownPackage, scene)).toEqual([
    "error: `old` was removed from the workspace, but a pending changeset still names it",
  ]);
  expect(judgeScene(scene, [unknownPackage]).findings).toMatchObject([{ at: below }]);
  expect(fixesOf(unknownPackage, scene)).toEqual(["delete `.changeset/cat.md`"]);
});

test("suggests a package with a similar name, whatever its scope", () => {
  const names = { packages: { "@new/olds": "1.0.0", ui: "1.0.0" } };
  expect(fixesOf(unknownPackage, { ...scene, ...names })).toEqual([
    'delete `.changeset/cat.md`; if `@new/olds` is intended, write `"@new/olds"`',
  ]);
});

test("reports nothing for packages that stay", () => {
  expect(messagesOf(unknownPackage, { ...scene, changesets: { cat: { ui: "patch" } } })).toEqual(
    [],
  );
});

test("reports a removed package in a used changeset only if the planner rejects it", () => {
  const used = { ...scene, changesets: { cat: { ...cat, consumed: true } } };
  expect(messagesOf(unknownPackage, used)).toEqual([]);
  const refusal = { message: "no such package", at, hasPlan: true };
  expect(messagesOf(unknownPackage, { ...used, facts: { ...removal, refusal } })).toHaveLength(1);
});

test("only reports a name as unknown if it never existed or there is no base", () => {
  const bumps = [{ package: "never", bump: "patch" as const, at: below }];
  const unknown = (name: string) => [`error: \`${name}\` is not a package of this workspace`];
  expect(messagesOf(unknownPackage, { ...scene, changesets: { cat: { bumps } } })).toEqual(
    unknown("never"),
  );
  expect(messagesOf(unknownPackage, { ...scene, facts: {} })).toEqual(unknown("old"));
});

test("suggests the new name that git shows for a renamed package", () => {
  const changesets = { cat: { bumps: [{ package: "old", bump: "patch" as const, at }] } };
  const changes = pendingChanges({ removed: ["old"], renamed: { old: "ui" } });
  const renamed: Scene = {
    packages: { ui: "1.0.0" },
    changesets,
    facts: { changes },
  };
  expect(messagesOf(unknownPackage, renamed)).toEqual([
    "error: `old` is now called `ui`, but a pending changeset still has the old name",
  ]);
  expect(fixesOf(unknownPackage, renamed)).toEqual([`write \`"ui"\` in \`${at.path}:${at.line}\``]);
});

test.each<[string, Scene["packages"] & object, readonly [string, "patch" | "minor"][], string]>([
  [
    "the changeset already has the new name: its larger bump stays",
    { ui: "1.0.0" },
    [
      ["old", "minor"],
      ["ui", "patch"],
    ],
    "write `minor` instead of `patch` in `.changeset/cat.md:3` and delete line `.changeset/cat.md:2`",
  ],
  [
    "the changeset already has the new name with a larger bump",
    { ui: "1.0.0" },
    [
      ["old", "patch"],
      ["ui", "minor"],
    ],
    "delete line `.changeset/cat.md:2`",
  ],
  [
    "the package is private now",
    { ui: { private: true, skipped: "private" } },
    [["old", "minor"]],
    "delete line `.changeset/cat.md:2`",
  ],
])("of a renamed package, where %s", (_, packages, names, advice) => {
  const bumps = names.map(([name, bump], i) => ({
    package: name,
    bump,
    at: { ...at, line: i + 2 },
  }));
  const changes = pendingChanges({ removed: ["old"], renamed: { old: "ui" } });
  const renamed: Scene = { packages, changesets: { cat: { bumps } }, facts: { changes } };
  expect(fixesOf(unknownPackage, renamed)).toEqual([advice]);
});

test("of a renamed package on one line with its new name, a person deletes the old one", () => {
  const bumps = ["old", "ui"].map((name) => ({ package: name, bump: "patch" as const, at }));
  const changes = pendingChanges({ removed: ["old"], renamed: { old: "ui" } });
  const renamed: Scene = {
    packages: { ui: "1.0.0" },
    changesets: { cat: { bumps } },
    facts: { changes },
  };
  expect(fixesOf(unknownPackage, renamed)).toEqual([
    `delete \`"old"\` in \`${at.path}:${at.line}\``,
  ]);
});

test("deletes the line of a removed package, and the file where no package is left", () => {
  const other = { package: "ui", bump: "patch" as const, at };
  const [gone] = cat.bumps!;
  const with2 = (bumps: Changeset["bumps"]) => ({
    ...scene,
    changesets: { cat: { bumps } },
    facts: { formerPackages: [{ name: "old" }, { name: "older" }] },
  });
  const line = ["delete line `.changeset/cat.md:3`"];
  expect(fixesOf(unknownPackage, with2([other, gone!]))).toEqual(line);
  const file = "delete `.changeset/cat.md`";
  expect(fixesOf(unknownPackage, with2([{ ...other, package: "older" }, gone!]))).toEqual([
    file,
    file,
  ]);
});

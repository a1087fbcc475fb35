import { expect, test } from "vitest";
import { type Scene, fixesOf, judgeScene, messagesOf } from "../../testing/scene.ts";
import type { Group } from "../../facts/facts.ts";
import { groupSpansTracks } from "./group-spans-tracks.ts";

const at = { path: ".changeset/config.json", line: 3, column: 5 };
const grouped = (...groups: readonly Pick<Group, "kind" | "members">[]): Scene => ({
  packages: { core: "1.0.0", ui: "1.0.0", plugin: "0.3.0", lab: "0.1.0", site: "0.0.0" },
  policies: {
    stable: { packages: ["core", "ui"] },
    young: { packages: ["plugin"] },
    wild: { packages: ["lab"] },
  },
  facts: { groups: groups.map((group) => ({ ...group, at })) },
});

test.each(["fixed", "linked"] as const)("refuses a %s group of two tracks", (kind) => {
  expect(
    messagesOf(groupSpansTracks, grouped({ kind, members: ["core", "ui", "plugin"] })),
  ).toEqual([
    `error: this \`${kind}\` group has members on different tracks: \`stable\` and \`young\``,
  ]);
});

test("names the track of each member of the group", () => {
  const scene = grouped({ kind: "fixed", members: ["lab", "plugin", "core"] });
  expect(messagesOf(groupSpansTracks, scene)).toEqual([
    "error: this `fixed` group has members on different tracks: `wild`, `young` and `stable`",
  ]);
});

test("suggests splitting the group, and marks only names as code", () => {
  const scene = grouped({ kind: "fixed", members: ["core", "ui", "plugin", "lab"] });
  expect(fixesOf(groupSpansTracks, scene)).toEqual([
    "split the group: `stable` has `core` and `ui`, while `young` has `plugin`, while `wild` has `lab`",
  ]);
});

test.each([
  ["one track", ["core", "ui"]],
  ["one track and a package on none", ["core", "site"]],
  ["packages that do not exist", ["core", "gone"]],
  ["nobody", []],
])("reports nothing for a group of %s", (_, members) => {
  expect(messagesOf(groupSpansTracks, grouped({ kind: "fixed", members }))).toEqual([]);
});

test("reports each group at its place", () => {
  const scene = grouped(
    { kind: "fixed", members: ["core", "plugin"] },
    { kind: "linked", members: ["core", "ui"] },
    { kind: "linked", members: ["ui", "lab"] },
  );
  expect(judgeScene(scene, [groupSpansTracks]).findings).toMatchObject([{ at }, { at }]);
});

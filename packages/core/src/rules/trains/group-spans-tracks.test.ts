import { expect, test } from "vitest";
import { type Scene, fixesOf, judgeScene, messagesOf } from "../../testing/scene.ts";
import type { Epic, Group } from "../../facts/facts.ts";
import { splitGroup } from "../../fixes/split-group.ts";
import { viewOf } from "../../judge/view.ts";
import { readPolicy } from "../../policy/reading/read-policy.ts";
import { policyFile } from "../../testing/policy-file.ts";
import { sceneFacts } from "../../testing/scene-facts.ts";
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
    "split the group by track: `stable` (`core` and `ui`), `young` (`plugin`) and `wild` (`lab`)",
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

test("splits the group, and takes a member on another track than its lead out of their epics", () => {
  const values = (...epics: readonly Epic[]) => {
    const scene = grouped({ kind: "fixed", members: ["core", "plugin", "ui"] });
    const files = Object.entries(scene.policies!).map(([name, data]) => policyFile(name, data));
    const facts = sceneFacts({ ...scene, facts: { ...scene.facts, epics } });
    const [finding] = judgeScene(scene, [groupSpansTracks]).findings;
    return splitGroup(finding!, viewOf(facts, readPolicy(files, []).policy!)).map((edits) =>
      edits.map((edit) => (edit.kind === "set" ? edit.value : edit.kind)),
    );
  };
  const lead = "core";
  const split = [["core", "ui"]];
  expect(values()).toEqual([[split]]);
  expect(values({ lead, packages: ["ui", "site"] })).toEqual([[split]]);
  const left = [{ lead, packages: ["ui"] }];
  expect(
    values({ lead, packages: ["ui", "plugin"] }, { lead: "ui", packages: ["./packages/plugin"] }),
  ).toEqual([[split], [split, left]]);
});

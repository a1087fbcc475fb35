import { expect, test } from "vitest";
import { type Scene, advised, judgeScene, said } from "../../testing/scene.ts";
import type { DependencyField, PublishedRange } from "../../facts/facts.ts";
import { peerFloor } from "./peer-floor.ts";

const peer = (
  before: string,
  after: string,
  field: DependencyField = "peerDependencies",
): PublishedRange => ({ on: "core", field, before, after });
const raised = peer("^1.2.0", "^1.3.0");

const released = (step: string, range: PublishedRange, track: object = {}): Scene => {
  const [from = "", to = ""] = step.split(" -> ");
  return {
    packages: { ui: from },
    releases: { ui: { from, to, ranges: [range] } },
    policies: { all: { packages: ["*"], rules: { "peer-floor": "warn" }, ...track } },
  };
};

test.each([
  ["^1.2.0", "^1.3.0", 1],
  ["^1.2.0 || ^2.0.0", "^1.3.0 || ^2.0.0", 1],
  ["^1.2.0", "^1.2.0", 0],
  ["^1.3.0", "^1.2.0", 0],
  ["^1.2.0", "^1.2.0 || ^2.0.0", 0],
  ["^1.2.0", "^2.0.0", 0],
])("judges a patch that moves a peer range from %s to %s", (before, after, count) => {
  expect(said(peerFloor, released("2.0.0 -> 2.0.1", peer(before, after)))).toHaveLength(count);
});

test("names the bump, the peer and both ranges", () => {
  const scene = released("2.0.0 -> 2.1.0", raised);
  expect(said(peerFloor, scene)).toEqual([
    "warn: `ui` `2.1.0` is a `minor`, and raises the floor of its peer range on `core` from `^1.2.0` to `^1.3.0`",
  ]);
  expect(advised(peerFloor, scene)).toEqual([
    'write a range that stays, such as `"core": "^1.2.0"` in `packages/ui/package.json`, with `onlyUpdatePeerDependentsWhenOutOfRange`',
  ]);
});

test.each([
  ["2.0.0 -> 3.0.0", {}],
  ["0.3.0 -> 0.4.0", {}],
  ["2.0.0-beta.3 -> 2.0.0-beta.4", {}],
  ["2.0.0 -> 2.1.0", { breaking: "minor" }],
])("lets the breaking release %s raise it", (step, track) => {
  expect(said(peerFloor, released(step, raised, track))).toEqual([]);
});

test.each(["dependencies", "optionalDependencies"] as const)("reports nothing for %s", (field) => {
  const range = peer("^1.2.0", "^1.3.0", field);
  expect(said(peerFloor, released("2.0.0 -> 2.0.1", range))).toEqual([]);
});

test("is off unless the policy asks for it", () => {
  expect(said(peerFloor, released("2.0.0 -> 2.0.1", raised, { rules: {} }))).toEqual([]);
});

test("points at the changeset of the release", () => {
  const { findings } = judgeScene(released("2.0.0 -> 2.0.1", raised), [peerFloor]);
  expect(findings).toMatchObject([{ package: "ui", at: { path: ".changeset/cat.md", line: 2 } }]);
});

test("advises a workspace range under pnpm, which refuses others and has no option for them", () => {
  const planner = { id: "pnpm", package: "planner", version: "1.0.0", from: "bundled" } as const;
  const scene = { ...released("2.0.0 -> 2.0.1", raised), facts: { planner } };
  expect(advised(peerFloor, scene)).toEqual([
    'write a range that stays, such as `"core": "workspace:^1.2.0"` in `packages/ui/package.json`',
  ]);
});

test("names the package.json of a package in the root", () => {
  const releases = { ui: { dir: ".", from: "2.0.0", to: "2.0.1", ranges: [raised] } };
  const scene = { ...released("2.0.0 -> 2.0.1", raised), releases };
  expect(advised(peerFloor, scene)[0]).toContain("in `package.json`,");
});

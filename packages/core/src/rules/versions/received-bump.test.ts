import { expect, test } from "vitest";
import { type Scene, fixesOf, judgeScene, messagesOf } from "../../testing/scene.ts";
import type { Cause, Facts } from "../../facts/facts.ts";
import type { Bump } from "../../versions/bump.ts";
import { receivedBump } from "./received-bump.ts";

const at = { path: ".changeset/cat.md", line: 2, column: 1 };
const own = (bump: Bump): Cause => ({ kind: "changeset", changeset: "cat", bump, at });
const peer: Cause = {
  kind: "dependency",
  on: "core",
  field: "peerDependencies",
  range: "^1.0.0",
  bump: "major",
};
const group: Cause = {
  kind: "group",
  group: "linked",
  from: "core",
  highest: "core",
  version: "1.0.0",
  bump: "minor",
};

const received = (step: string, causes: readonly Cause[], track: object = {}): Scene => {
  const [from = "", to = ""] = step.split(" -> ");
  return {
    packages: { ui: from, core: "1.0.0" },
    releases: { ui: { from, to, causes }, core: "1.0.0 -> 1.1.0" },
    policies: { all: { packages: ["ui"], bumps: { received: ["patch"] }, ...track } },
  };
};
const under = (id: Facts["planner"]["id"]): Partial<Facts> => ({
  planner: { id, package: "planner", version: "1.0.0", from: "bundled" },
});

test.each([
  ["1.0.0 -> 1.0.1", []],
  [
    "1.0.0 -> 1.1.0",
    [
      "error: `ui` would receive a `minor` that no changeset declares, but track `all` only allows `patch`",
    ],
  ],
  [
    "1.0.0 -> 2.0.0",
    [
      "error: `ui` would receive a `major` that no changeset declares, but track `all` only allows `patch`",
    ],
  ],
])("judges the received step %s", (step, expected) => {
  expect(messagesOf(receivedBump, received(step, [peer]))).toEqual(expected);
});

test("does not report what the package's own changesets declare (declared-bump does)", () => {
  expect(messagesOf(receivedBump, received("1.0.0 -> 2.0.0", [own("major"), peer]))).toEqual([]);
  expect(messagesOf(receivedBump, received("1.0.0 -> 2.0.0", [own("minor"), peer]))).toEqual([
    "error: `ui` declares a `minor` but would receive a `major`: track `all` only allows `patch`",
  ]);
});

test("compares the versions, not the bump that the planner names", () => {
  const scene = received("1.0.0 -> 1.3.0", [own("patch"), { ...group, version: "1.2.0" }]);
  expect(messagesOf(receivedBump, scene)).toHaveLength(1);
});

test("a package may receive nothing, or by default what it may declare", () => {
  const none = { bumps: { received: [] } };
  expect(messagesOf(receivedBump, received("1.0.0 -> 1.0.1", [peer], none))).toEqual([
    "error: `ui` would receive a `patch` that no changeset declares, but track `all` allows no received bumps",
  ]);
  const declared = { bumps: { declared: ["patch"] } };
  const { findings } = judgeScene(received("1.0.0 -> 1.1.0", [peer], declared), [receivedBump]);
  expect(findings).toMatchObject([{ because: { text: "declared: [patch]" } }]);
});

test("allows a package to receive the step into its track", () => {
  const scene = received("0.9.0 -> 1.0.0", [group], { versions: "1.x" });
  expect(messagesOf(receivedBump, scene)).toEqual([]);
});

test("ignores packages that are not on a track, and the step out of 0.y.z (accidental-graduation reports it)", () => {
  expect(messagesOf(receivedBump, received("0.9.0 -> 1.0.0", [peer]))).toEqual([]);
  const scene = received("1.0.0 -> 2.0.0", [peer], { packages: ["core"] });
  expect(messagesOf(receivedBump, scene)).toEqual([]);
});

test("points at the changeset at the end of the chain and quotes the list", () => {
  const { findings } = judgeScene(received("1.0.0 -> 1.1.0", [group]), [receivedBump]);
  expect(findings).toMatchObject([{ package: "ui", at, because: { text: "received: [patch]" } }]);
});

test("quotes the list for pre mode if it applies", () => {
  const pre = { mode: "pre", tag: "beta", at } as const;
  const track = { bumps: { received: ["patch"], inPreMode: ["minor"] } };
  const scene = (step: string) => ({ ...received(step, [peer], track), facts: { pre } });
  expect(messagesOf(receivedBump, scene("1.0.0 -> 1.1.0-beta.0"))).toEqual([]);
  expect(judgeScene(scene("1.0.0 -> 2.0.0-beta.0"), [receivedBump]).findings).toMatchObject([
    { because: { text: "inPreMode: [minor]" } },
  ]);
});

test("suggests a change of the cause of the bump", () => {
  const scene = received("1.0.0 -> 2.0.0", [peer]);
  expect(fixesOf(receivedBump, { ...scene, facts: under("changesets@2") })[0]).toContain(
    "set `onlyUpdatePeerDependentsWhenOutOfRange` under",
  );
  expect(fixesOf(receivedBump, { ...scene, facts: under("pnpm") })[0]).toContain(
    "lower the bump of `core`; if `1.1.0` is intended, widen the range on `core`",
  );
  expect(fixesOf(receivedBump, received("1.0.0 -> 1.1.0", [own("patch"), group]))).toEqual([
    "remove `ui` from the `linked` group; if its members are intended to move together, put all of them on one track",
  ]);
});

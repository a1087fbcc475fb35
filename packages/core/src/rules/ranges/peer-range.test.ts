import type { DependencyField, PublishedRange } from "../../facts/facts.ts";
import { type Scene, fixesOf, judgeScene, messagesOf } from "../../testing/scene.ts";
import { peerRange } from "./peer-range.ts";
import { expect, test } from "vitest";

const peer = (
  before: string,
  after: string,
  field: DependencyField = "peerDependencies",
): PublishedRange => ({ on: "core", field, before, after });
const lost = peer("^1.0.0", "^2.0.0");

const released = (step: string, ranges: readonly PublishedRange[], track: object = {}): Scene => {
  const [from = "", to = ""] = step.split(" -> ");
  return {
    packages: { ui: from },
    releases: { ui: { from, to, ranges } },
    policies: { all: { packages: ["*"], ...track } },
  };
};

test.each([
  ["^1.0.0", "^2.0.0", 1],
  ["^1.0.0 || ^2.0.0", "^1.3.0", 1],
  [">=1.0.0", "^2.0.0", 1],
  ["*", "^1.2.0", 1],
  ["^0.3.0", "^0.4.0", 1],
  ["^1.0.0", "^1.0.0 || ^2.0.0", 0],
  ["^1.2.0", "^1.3.0", 0],
  ["^1.2.0", "~1.2.0", 1],
  ["^1.0.0", "*", 0],
  ["^1.0.0", "^1.0.0 <1.4.0 || ^1.4.1", 0],
])("judges a patch that moves a peer range from %s to %s", (before, after, count) => {
  const scene = released("2.0.0 -> 2.0.1", [peer(before, after)]);
  expect(messagesOf(peerRange, scene)).toHaveLength(count);
});

test.each([
  ["2.0.0 -> 2.1.0", {}, "minor", "major"],
  ["0.3.0 -> 0.3.1", {}, "patch", "minor"],
  ["2.0.0 -> 2.0.1", { breaking: "minor" }, "patch", "minor"],
  ["0.3.0 -> 0.4.0", { breaking: "major" }, "minor", "major"],
  ["2.1.0-beta.0 -> 2.1.0-beta.1", {}, "minor", "major"],
])("says what the step %s takes on the track %j", (step, track, bump, breaking) => {
  const to = step.split(" -> ").at(-1);
  expect(messagesOf(peerRange, released(step, [lost], track))).toEqual([
    `error: \`ui\` \`${to}\` would be a \`${bump}\`, but changing its peer range on \`core\` from \`^1.0.0\` to \`^2.0.0\` requires a \`${breaking}\``,
  ]);
});

test.each([
  ["2.0.0 -> 3.0.0", {}],
  ["0.3.0 -> 0.4.0", {}],
  ["0.3.0 -> 1.0.0", {}],
  ["0.0.3 -> 0.0.4", {}],
  ["0.0.3-beta.0 -> 0.0.3-beta.1", {}],
  ["2.0.0-beta.3 -> 2.0.0-beta.4", {}],
  ["2.0.0-beta.3 -> 2.0.0", {}],
  ["0.4.0-beta.0 -> 0.4.0-beta.1", {}],
  ["2.0.0 -> 2.1.0", { breaking: "minor" }],
])("lets the breaking step %s drop a line", (step, track) => {
  expect(messagesOf(peerRange, released(step, [lost], track))).toEqual([]);
});

test.each(["dependencies", "optionalDependencies"] as const)("reports nothing for %s", (field) => {
  const scene = released("2.0.0 -> 2.0.1", [peer("^1.0.0", "^2.0.0", field)]);
  expect(messagesOf(peerRange, scene)).toEqual([]);
});

test("reports each peer, and also checks packages that are not on a track", () => {
  const scene = released("2.0.0 -> 2.0.1", [lost, { ...lost, on: "dom" }], { packages: ["other"] });
  expect(messagesOf(peerRange, scene)).toHaveLength(2);
});

test("quotes the policy line of the breaking bump, or of the versions", () => {
  const because = (track: object) =>
    judgeScene(released("0.3.0 -> 0.3.1", [lost], track), [peerRange]).findings.map(
      (found) => found.because?.text,
    );
  expect(because({ versions: "0.y.z", breaking: "minor" })).toEqual(["breaking: minor"]);
  expect(because({ versions: "0.y.z" })).toEqual(['versions: "0.y.z"']);
});

test("suggests the breaking bump, or a range that keeps the old release line", () => {
  expect(fixesOf(peerRange, released("2.0.0 -> 2.0.1", [lost]))).toEqual([
    'add a changeset with `"ui": major`; if `^1.0.0` is intended to stay, write `"core": "^1.0.0 || ^2.0.0"` in `packages/ui/package.json` and set `onlyUpdatePeerDependentsWhenOutOfRange`',
  ]);
  const planner = { id: "pnpm", package: "planner", version: "1.0.0", from: "bundled" } as const;
  const underPnpm = { ...released("2.0.0 -> 2.0.1", [lost]), facts: { planner } };
  expect(fixesOf(peerRange, underPnpm)).toEqual(['add a changeset with `"ui": major`']);
});

test("names the root's package.json if its range loses a release line", () => {
  const releases = { ui: { dir: ".", from: "2.0.0", to: "2.0.1", ranges: [lost] } };
  const scene = { ...released("2.0.0 -> 2.0.1", [lost]), releases };
  expect(fixesOf(peerRange, scene)[0]).toContain("in `package.json` and set");
});

const raised = peer("^1.2.0", "^1.3.0");

const raising = (step: string, range: PublishedRange, track: object = {}): Scene => {
  const [from = "", to = ""] = step.split(" -> ");
  return {
    packages: { ui: from },
    releases: { ui: { from, to, ranges: [range] } },
    policies: {
      all: { packages: ["*"], rules: { "peer-range": ["warn", { floor: true }] }, ...track },
    },
  };
};

test.each([
  ["^1.2.0", "^1.3.0", 1],
  ["^1.2.0 || ^2.0.0", "^1.3.0 || ^2.0.0", 1],
  ["^1.2.0", "^1.2.0", 0],
  ["^1.3.0", "^1.2.0", 0],
  ["^1.2.0", "^1.2.0 || ^2.0.0", 0],
])("judges a patch that moves the floor of a peer range from %s to %s", (before, after, count) => {
  expect(messagesOf(peerRange, raising("2.0.0 -> 2.0.1", peer(before, after)))).toHaveLength(count);
});

test("names the bump, the peer and both ranges", () => {
  const scene = raising("2.0.0 -> 2.1.0", raised);
  expect(messagesOf(peerRange, scene)).toEqual([
    "warn: `ui` `2.1.0` would be a `minor`, but raises the minimum of its peer range on `core` from `^1.2.0` to `^1.3.0`",
  ]);
  expect(fixesOf(peerRange, scene)).toEqual([
    'write a range that keeps the old versions, such as `"core": "^1.2.0"` in `packages/ui/package.json`, with `onlyUpdatePeerDependentsWhenOutOfRange`',
  ]);
});

test.each([
  ["2.0.0 -> 3.0.0", {}],
  ["0.3.0 -> 0.4.0", {}],
  ["2.0.0-beta.3 -> 2.0.0-beta.4", {}],
  ["2.0.0 -> 2.1.0", { breaking: "minor" }],
])("lets the breaking release %s raise it", (step, track) => {
  expect(messagesOf(peerRange, raising(step, raised, track))).toEqual([]);
});

test.each(["dependencies", "optionalDependencies"] as const)("reports nothing for %s", (field) => {
  const range = peer("^1.2.0", "^1.3.0", field);
  expect(messagesOf(peerRange, raising("2.0.0 -> 2.0.1", range))).toEqual([]);
});

test("allows a higher minimum unless the policy forbids it", () => {
  expect(messagesOf(peerRange, raising("2.0.0 -> 2.0.1", raised, { rules: {} }))).toEqual([]);
});

test("points at the changeset of the release", () => {
  const { findings } = judgeScene(raising("2.0.0 -> 2.0.1", raised), [peerRange]);
  expect(findings).toMatchObject([{ package: "ui", at: { path: ".changeset/cat.md", line: 2 } }]);
});

test("suggests a workspace range under pnpm, which rejects others", () => {
  const planner = { id: "pnpm", package: "planner", version: "1.0.0", from: "bundled" } as const;
  const scene = { ...raising("2.0.0 -> 2.0.1", raised), facts: { planner } };
  expect(fixesOf(peerRange, scene)).toEqual([
    'write a range that keeps the old versions, such as `"core": "workspace:^1.2.0"` in `packages/ui/package.json`',
  ]);
});

test("names the package.json of a package in the root", () => {
  const releases = { ui: { dir: ".", from: "2.0.0", to: "2.0.1", ranges: [raised] } };
  const scene = { ...raising("2.0.0 -> 2.0.1", raised), releases };
  expect(fixesOf(peerRange, scene)[0]).toContain("in `package.json`,");
});

test("reports a lost release line only once, however the minimum moves", () => {
  const scene = raising("2.0.0 -> 2.0.1", peer("^1.2.0", "^2.0.0"));
  expect(messagesOf(peerRange, scene)).toEqual([expect.stringContaining("requires a `major`")]);
});

test("a patch of 0.0.z may lose a line: no user gets it automatically", () => {
  expect(messagesOf(peerRange, released("0.0.3 -> 0.0.4", [lost]))).toEqual([]);
});

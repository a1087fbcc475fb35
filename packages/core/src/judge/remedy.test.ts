import { expect, test } from "vitest";
import { policyFile } from "../testing/policy-file.ts";
import type { Scene } from "../testing/scene.ts";
import { sceneFacts } from "../testing/scene-facts.ts";
import type { Cause, Release } from "../facts/facts.ts";
import { EMPTY_POLICY } from "../policy/policy.ts";
import { readPolicy } from "../policy/reading/read-policy.ts";
import { plain } from "../sentence.ts";
import type { Bump } from "../versions/bump.ts";
import { nearest, pathAndLine, placeOf, remedy, versionAt } from "./remedy.ts";
import { viewOf } from "./view.ts";

const at = { path: ".changeset/brave-cats.md", line: 2, column: 9 };
const changeset: Cause = { kind: "changeset", changeset: "brave-cats", bump: "major", at };
const peer: Cause = {
  kind: "dependency",
  on: "core",
  field: "peerDependencies",
  range: "^0.3.0",
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

const viewed = (ui: Partial<Release>, scene: Scene = {}) => {
  const facts = sceneFacts({ ...scene, releases: { ...scene.releases, ui } });
  const view = viewOf(facts, EMPTY_POLICY);
  return [view, view.releaseOf("ui")!] as const;
};
const advice = (cause: Cause, allowed: readonly Bump[] = ["patch"], scene: Scene = {}) =>
  plain(remedy(...viewed({ causes: [cause] }, scene), allowed));

test("the place is the changeset at the end of the chain", () => {
  const inGroup = viewed({ causes: [group] }, { releases: { core: { causes: [changeset] } } });
  expect(placeOf(...inGroup)).toBe(at);
});

test("the place is the version in package.json if no file caused the release", () => {
  expect(placeOf(...viewed({ causes: [] }))).toEqual(versionAt("packages/ui"));
  expect(placeOf(...viewed({ causes: [{ kind: "unpublished", bump: "none" }] }))).toMatchObject({
    path: "packages/ui/package.json",
    pointer: ["version"],
  });
  expect(versionAt(".").path).toBe("package.json");
});

test("writes a place as path and line", () => {
  expect(pathAndLine(at)).toBe(".changeset/brave-cats.md:2");
});

test.each([
  ["major", ["none", "patch", "minor"], "minor"],
  ["major", ["patch", "major"], "patch"],
  ["minor", ["minor"], "none"],
  ["patch", ["minor", "major"], "minor"],
  ["minor", ["none", "major"], "major"],
  ["major", ["none"], "none"],
  ["major", [], "none"],
] as const)("instead of %s, with %j allowed, it is %s", (bump, allowed, expected) => {
  expect(nearest(bump, allowed)).toBe(expected);
});

test("names the word to write, and the line to write it in", () => {
  expect(advice(changeset, ["patch", "minor"])).toBe(
    "write `minor` instead of `major` in `.changeset/brave-cats.md:2`",
  );
});

test.each([
  [
    "a changeset",
    changeset,
    "on the base branch, write `patch` instead of `major` in `.changeset/brave-cats.md:2`; then run the version command again",
  ],
  [
    "an epic",
    { kind: "epic", lead: "core", bump: "minor" },
    "on the base branch, remove `ui` from the epic of `core`; then run the version command again",
  ],
] as const)("sends what is written by %s back to where it was planned", (_, cause, expected) => {
  const written = viewed({ causes: [cause], written: true });
  expect(plain(remedy(...written, ["patch"]))).toBe(expected);
});

test.each([
  [
    "a dependency",
    peer,
    "lower the bump of core; if that is intended, widen the range on core in packages/ui/package.json",
  ],
  [
    "a group",
    group,
    "remove ui from the linked group; if its members are intended to move together, put all of them on one track",
  ],
  [
    "a mode",
    { kind: "pre", tag: "beta", bump: "patch", at },
    "release ui before leaving pre mode beta, or stay in pre mode",
  ],
  [
    "a lane",
    { kind: "lane", lane: "next", bump: "patch" },
    "delete ui under versioning.lanes in pnpm-workspace.yaml",
  ],
  ["an epic", { kind: "epic", lead: "core", bump: "minor" }, "remove ui from the epic of core"],
  [
    "a first release",
    { kind: "unpublished", bump: "none" },
    "set the version of ui to that of its intended first release",
  ],
] as const)("knows what to do about %s", (_, cause, expected) => {
  expect(advice(cause).replaceAll("`", "")).toBe(expected);
});

test("reports the option for peers under Changesets 2, and only for the major that it gives", () => {
  const two = { ...sceneFacts({}).planner, id: "changesets@2" } as const;
  const scene = { facts: { planner: two } };
  const [inside, outside] = [peer, { ...peer, left: true }].map((cause) =>
    advice(cause, ["patch"], scene),
  );
  expect(inside).toContain("set `onlyUpdatePeerDependentsWhenOutOfRange` under");
  expect(inside).not.toContain("widen");
  expect(outside).toContain("and widen the peer range in `packages/ui/package.json`");
  const set = { facts: { planner: { ...two, peersOnlyOutOfRange: true } } };
  expect(advice({ ...peer, left: true }, ["patch"], set)).toMatch(/^lower the bump/);
  expect(advice({ ...peer, bump: "patch" }, ["patch"], scene)).toMatch(/^lower the bump/);
  expect(advice({ ...peer, field: "dependencies" }, ["patch"], scene)).toMatch(/^lower the bump/);
});

test("suggests `explain` if nothing is known", () => {
  expect(plain(remedy(...viewed({ causes: [] }), ["patch"]))).toBe(
    "run `release-policy explain ui` to see what plans it",
  );
  expect(plain(remedy(...viewed({ causes: [], written: true }), ["patch"]))).toBe(
    "run `release-policy explain ui` to see what plans it",
  );
});

/** What to change in a group whose members are all on one track. */
function inOneTrack(
  given: { readonly needs: Bump; readonly bump?: Bump },
  core: Partial<Release>,
  scene: Scene = {},
) {
  const releases = { ...scene.releases, core, ui: { causes: [{ ...group, ...given } as Cause] } };
  const { policy } = readPolicy([policyFile("all", { packages: ["*"] })], []);
  const groups = [{ kind: "linked", members: ["core", "ui"], at }] as const;
  const view = viewOf(sceneFacts({ ...scene, releases, facts: { groups } }), policy!);
  return plain(remedy(view, view.releaseOf("ui")!, ["patch"])).replaceAll("`", "");
}

test("lowers what gives a group on one track its bump", () => {
  const minor = { needs: "minor", bump: "minor" } as const;
  expect(inOneTrack(minor, { causes: [changeset] })).toBe(
    "write patch instead of major in .changeset/brave-cats.md:2",
  );
  const second = { ...changeset, bump: "minor", at: { ...at, line: 3 } } as const;
  const third = { ...changeset, bump: "patch", at: { ...at, line: 4 } } as const;
  expect(inOneTrack(minor, { causes: [changeset, second, third] })).toBe(
    "write patch instead of major in .changeset/brave-cats.md:2 and patch instead of minor in .changeset/brave-cats.md:3",
  );
  const base: Cause = { ...peer, on: "base", bump: "minor", needs: "minor" };
  expect(
    inOneTrack(minor, { causes: [base] }, { releases: { base: { causes: [changeset] } } }),
  ).toBe("write patch instead of major in .changeset/brave-cats.md:2");
});

test("removes a package from a group whose number is counted from another member", () => {
  expect(inOneTrack({ needs: "patch" }, { causes: [changeset] })).toBe(
    "remove ui from the linked group",
  );
});

test("names the setting for a bump of a group that no changeset gives", () => {
  expect(inOneTrack({ needs: "minor" }, { causes: [{ kind: "unpublished", bump: "minor" }] })).toBe(
    "remove ui from the linked group; if a minor is intended, allow it under bumps.received of track all",
  );
});

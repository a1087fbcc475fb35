import { expect, test } from "vitest";
import { policyFile } from "../testing/policy-file.ts";
import { sceneFacts, pendingChanges, versionChanges } from "../testing/scene-facts.ts";
import type { Facts } from "../facts/facts.ts";
import { readPolicy } from "../policy/reading/read-policy.ts";
import { rules } from "../rules/index.ts";
import type { Scene } from "../testing/scene.ts";
import { neededApprovals } from "./approval.ts";
import { judge } from "./judge.ts";

const track = { packages: ["*"], versions: "1.x", bumps: { declared: ["patch"] } };
const cause = (changeset: string) =>
  ({
    kind: "changeset",
    changeset,
    bump: "major",
    at: { path: `.changeset/${changeset}.md`, line: 2, column: 1 },
  }) as const;
const onUi = { kind: "dependency", on: "ui", field: "dependencies", range: "^1.0.0" } as const;
const scene: Scene = {
  packages: { ui: "1.0.0", app: "1.0.0", lone: "1.0.0" },
  releases: {
    ui: { from: "1.0.0", to: "2.0.0", bump: "major", causes: [cause("cat")] },
    app: { from: "1.0.0", to: "2.0.0", bump: "major", causes: [{ ...onUi, bump: "major" }] },
    lone: "1.0.0 -> 1.0.1",
  },
  changesets: { cat: { ui: "major" }, dog: { lone: "patch" } },
};
const changes = pendingChanges({ changesets: ["cat", "dog"] });

function approvalsFor(given: Scene = {}, approvals: object = { rules: ["version-inside-track"] }) {
  const files = [policyFile("all", track), policyFile("workspace", { approvals })];
  const policy = readPolicy(files, rules).policy!;
  const facts: Facts = sceneFacts({ ...scene, facts: { changes }, ...given });
  return neededApprovals(judge(facts, policy, rules).findings, facts, policy.approvals!, rules);
}
const basis = (name: string, given: Scene = {}) =>
  approvalsFor(given).find(({ package: of }) => of === name)?.basis;

test("requests an approval for each release with a finding that can be approved", () => {
  expect(approvalsFor().map(({ package: of, version, rules: by }) => [of, version, by])).toEqual([
    ["app", "2.0.0", ["version-inside-track"]],
    ["ui", "2.0.0", ["version-inside-track"]],
  ]);
});

test("an approval is for the release, the rules and the texts of its changesets", () => {
  const text = JSON.stringify([[["ui", "major"]], "Say what changed."]);
  const expected = JSON.stringify(["ui", "2.0.0", ["version-inside-track"], [text]]);
  expect(basis("ui")).toBe(expected);
  expect(basis("ui", { facts: {} })).toBe(expected);
});

test("requires a new approval if a different element of the API breaks", () => {
  const breaking = (path: string, kind: "removed" | "added" = "removed") => {
    const difference = {
      kind,
      entry: ".",
      path,
      at: cause("cat").at,
      because: "",
      stability: "public" as const,
      wasDeprecated: false,
    };
    const api = { against: "base", differences: [difference], lost: [] };
    return basis("ui", {
      packages: { ui: { version: "1.0.0", api }, app: "1.0.0", lone: "1.0.0" },
    });
  };
  expect(breaking("open")).toBe(breaking("open"));
  expect(breaking("open")).not.toBe(breaking("close"));
  expect(breaking("open")).not.toBe(basis("ui"));
  expect(breaking("open", "added")).toBe(basis("ui"));
});

test("requests no approval of warnings or of findings that cannot be approved", () => {
  expect(approvalsFor({}, { rules: ["freeze"] })).toEqual([]);
  const changesets = { cat: { ui: "patch" } } as const;
  expect(approvalsFor({ releases: { ui: "1.0.0 -> 1.0.1" }, changesets })).toEqual([]);
  const files = [
    policyFile("all", { ...track, rules: { "version-inside-track": "warn" } }),
    policyFile("workspace", { approvals: { rules: ["version-inside-track"] } }),
  ];
  const policy = readPolicy(files, rules).policy!;
  const facts = sceneFacts({ ...scene, facts: { changes } });
  const { findings } = judge(facts, policy, rules);
  expect(findings).toContainEqual(expect.objectContaining({ rule: "version-inside-track" }));
  expect(neededApprovals(findings, facts, policy.approvals!, rules)).toEqual([]);
});

const other = { path: ".changeset/cat.md", summary: "Other words." };

test("an approval covers the changesets that cause the release, even through dependencies", () => {
  const bumps = sceneFacts(scene).changesets.find(({ id }) => id === "cat")!.bumps;
  const changed = { changesets: { ...scene.changesets, cat: { ...other, bumps } } };
  expect(basis("ui", changed)).not.toBe(basis("ui"));
  expect(basis("app", changed)).not.toBe(basis("app"));
  const unrelated = {
    changesets: { ...scene.changesets, dog: { lone: "minor" } },
    releases: { ...scene.releases, lone: "1.0.0 -> 1.1.0" },
  } as const;
  expect(basis("ui", unrelated)).toBe(basis("ui"));
});

test("changes of the base do not invalidate an approval, and a version commit includes all its changesets", () => {
  const both = [cause("cat"), cause("older")];
  const release = { from: "1.0.0", to: "2.0.0", bump: "major", causes: both } as const;
  const releases = { ...scene.releases, ui: release };
  const given = { releases, changesets: { ...scene.changesets, older: { ui: "patch" } } } as const;
  expect(basis("ui", given)).toBe(basis("ui"));
  const consumes = [{ ...sceneFacts(scene).changesets[0]!, id: "older" }];
  const commit = { ...given, facts: { changes: versionChanges({ consumes }) } };
  expect(basis("ui", commit)).not.toBe(basis("ui"));
});

test("an approval covers the version and the rules", () => {
  const at = (to: string) => ({
    releases: { ...scene.releases, ui: { from: "1.0.0", to, causes: [cause("cat")] } },
  });
  expect(basis("ui", at("3.0.0"))).not.toBe(basis("ui"));
  const [, ui] = approvalsFor({}, { rules: ["version-inside-track", "declared-bump"] });
  expect(ui?.rules).toEqual(["declared-bump", "version-inside-track"]);
  expect(ui?.basis).not.toBe(basis("ui"));
});

test("a changeset under another name is the same", () => {
  const { cat, ...rest } = scene.changesets!;
  const releases = {
    ...scene.releases,
    ui: { to: "2.0.0", from: "1.0.0", causes: [cause("cow")] },
  };
  const facts = { changes: { ...changes, changesets: ["cow"] } };
  expect(basis("ui", { changesets: { ...rest, cow: cat! }, releases, facts })).toBe(basis("ui"));
});

test("packages that depend on each other are visited once", () => {
  const onApp = { ...onUi, on: "app", bump: "major" } as const;
  const releases = { ...scene.releases, ui: { to: "2.0.0", causes: [cause("cat"), onApp] } };
  expect(approvalsFor({ releases })).toHaveLength(2);
});

test("a finding about another version than the planned one needs no approval", () => {
  const workspace = policyFile("workspace", { approvals: { rules: ["version-inside-track"] } });
  const policy = readPolicy([policyFile("all", track), workspace], rules).policy!;
  const facts = sceneFacts(scene);
  const [finding] = judge(facts, policy, rules).findings.filter(
    ({ rule }) => rule === "version-inside-track",
  );
  const needed = (version: string) =>
    neededApprovals([{ ...finding!, version }], facts, policy.approvals!, rules);
  expect(needed("2.0.0")).toHaveLength(1);
  expect(needed("3.0.0")).toEqual([]);
});

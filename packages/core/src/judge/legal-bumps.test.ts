import { expect, test } from "vitest";
import { type Scene, fixesOf, judgeScene } from "../testing/scene.ts";
import { readPolicy } from "../policy/reading/read-policy.ts";
import { policyFile } from "../testing/policy-file.ts";
import { sceneFacts } from "../testing/scene-facts.ts";
import { rules } from "../rules/index.ts";
import { declaredBump } from "../rules/versions/declared-bump.ts";
import { legalBumps } from "./legal-bumps.ts";
import { viewOf } from "./view.ts";

const at = { path: ".changeset/cat.md", line: 6, column: 1 };
const BREAKING = [{ kind: "breaking", value: "open is gone", at }] as const;

/** The package ui with a changeset for it, on a track. */
const scene = (version: string, track: object, more: Scene = {}): Scene => ({
  packages: { ui: version },
  policies: { all: { packages: ["ui"], ...track } },
  ...more,
});
function legal(given: Scene): readonly string[] {
  const files = Object.entries(given.policies ?? {}).map(([name, data]) => policyFile(name, data));
  return legalBumps(viewOf(sceneFacts(given), readPolicy(files, rules).policy!), "ui");
}

test.each([
  ["1.4.0", {}, ["patch", "minor", "major"]],
  ["1.4.0", { bumps: { declared: ["patch"] } }, ["patch"]],
  ["1.4.0", { versions: "1.x" }, ["patch", "minor"]],
  ["0.3.0", {}, ["patch", "minor"]],
  ["0.3.0", { versions: "1.x", bumps: { declared: ["patch"] } }, ["major"]],
  // The date decides the number.
  ["0.9.0", { scheme: { calver: "YY.Q.N" } }, ["patch", "minor", "major"]],
])("from %s on a track with %j, allows %j", (version, track, bumps) => {
  expect(legal(scene(version, track))).toEqual(bumps);
});

test("allows only what both the track and the branch allow", () => {
  const policies = {
    all: { packages: ["ui"], bumps: { declared: ["patch", "minor"] } },
    workspace: { branches: { "maint/*": { bumps: { declared: ["minor", "major"] } } } },
  };
  expect(legal(scene("1.4.0", {}, { policies, facts: { branch: "maint/1" } }))).toEqual(["minor"]);
});

test("allows no bump that is too small for a changeset's declarations", () => {
  const changesets = {
    cat: { bumps: [{ package: "ui", bump: "minor" as const, at }], declarations: BREAKING },
  };
  expect(legal(scene("1.4.0", {}, { changesets }))).toEqual(["major"]);
  expect(legal(scene("1.4.0", { versions: "1.x" }, { changesets }))).toEqual([]);
  expect(legal(scene("0.4.0", {}, { changesets }))).toEqual(["minor"]);
});

test("requires no bump that the policy does not require", () => {
  const changesets = {
    cat: { bumps: [{ package: "ui", bump: "minor" as const, at }], declarations: BREAKING },
  };
  const set = (setting: unknown) =>
    legal(scene("1.4.0", { rules: { "change-bump": setting } }, { changesets }));
  expect(set("off")).toEqual(["patch", "minor", "major"]);
  expect(set(["error", { kinds: { breaking: "minor" } }])).toEqual(["minor", "major"]);
  expect(set(["error", { kinds: { breaking: "off" } }])).toEqual(["patch", "minor", "major"]);
});

test("suggests postponing the change if another rule rejects every bump", () => {
  const changesets = {
    cat: { bumps: [{ package: "ui", bump: "major" as const, at }], declarations: BREAKING },
  };
  const track = { bumps: { declared: ["patch", "minor"] } };
  const releases = { ui: "1.4.0 -> 2.0.0" };
  const given = scene("1.4.0", track, { changesets, releases });
  expect(fixesOf(declaredBump, given)[0]).toMatch(
    /^move the breaking change in `.changeset\/cat.md:6` to a later release/,
  );
  expect(judgeScene(given).findings.map(({ rule }) => rule)).toContain("declared-bump");
});

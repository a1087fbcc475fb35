import { expect, test } from "vitest";
import { type Scene, fixesOf, judgeScene, messagesOf } from "../../testing/scene.ts";
import { selectorUnmatched } from "./selector-unmatched.ts";

const packages = { "@acme/core": "1.0.0", "@acme/react": "1.0.0" };
const policy = (workspace: object, selectors: readonly string[] = ["*"]): Scene => ({
  packages,
  policies: { all: { packages: selectors }, workspace },
});
const nothing = ["error: `@acme/vue` does not match any package of this workspace"];

test.each([
  [["@acme/*"], 0],
  [["./packages/*"], 0],
  [["./**"], 0],
  [["*", "!@acme/core"], 0],
  [["*", "@acme/vue"], 1],
  [["*", "!@acme/vue"], 1],
  [["@acme/*", "./libs/*", "@amce/*"], 2],
] as const)("counts the selectors of %j that match nothing", (selectors, count) => {
  expect(messagesOf(selectorUnmatched, policy({}, selectors))).toHaveLength(count);
});

const members = ["@acme/*"];
test.each<[string, object]>([
  [
    "a train's members",
    { trains: [{ leader: "@acme/core", members: ["@acme/vue"], version: "same" }] },
  ],
  ["a train's leader", { trains: [{ leader: "@acme/vue", members, version: "same" }] }],
  ["an umbrella", { couplings: [{ umbrella: "@acme/vue", members }] }],
  ["an umbrella's members", { couplings: [{ umbrella: "@acme/core", members: ["@acme/vue"] }] }],
  ["what is bundled", { couplings: [{ bundler: "@acme/core", bundles: ["@acme/vue"] }] }],
  [
    "a compatible package",
    { compatibility: [{ packages: ["@acme/vue"], with: "@acme/core", covers: "major" }] },
  ],
  ["a core", { compatibility: [{ packages: members, with: "@acme/vue", covers: "major" }] }],
  [
    "a freeze",
    { freezes: [{ from: "2026-01-01", to: "2026-01-02", reason: "r", packages: ["@acme/vue"] }] },
  ],
  ["an unpublished package", { unpublished: ["@acme/vue"] }],
])("finds an unmatched name of %s", (_, workspace) => {
  expect(messagesOf(selectorUnmatched, policy(workspace))).toEqual(nothing);
});

test("does not accept a pattern as the name of a leader", () => {
  const trains = [{ leader: "@acme/*", members, version: "same" }];
  expect(messagesOf(selectorUnmatched, policy({ trains }))).toHaveLength(1);
});

test("reports nothing for a freeze of everything", () => {
  const freezes = [{ from: "2026-01-01", to: "2026-01-02", reason: "year end" }];
  expect(messagesOf(selectorUnmatched, policy({ freezes }))).toEqual([]);
});

test.each([
  ["@acme/recat", "write `@acme/react`"],
  ["./packages/cor", "write `./packages/core`"],
  [
    "!@acme/recat",
    "correct it (did you mean `!@acme/react`?); if it is no longer needed, delete it",
  ],
  ["!something-else", "correct it; if it is no longer needed, delete it"],
  ["something-else", "correct it; if it is no longer needed, delete it"],
])("advises on the selector %s", (selector, advice) => {
  expect(fixesOf(selectorUnmatched, policy({}, ["*", selector]))).toEqual([advice]);
});

test.each([
  ["names a package of another track", ["@acme/core", "@acme/recat"], ["@acme/react"], false],
  ["leaves a package on another track", ["*", "!@acme/recat"], ["@acme/react"], true],
  ["names a package of no track", ["@acme/core", "./packages/reac"], ["@acme/nothing"], true],
] as const)("advises an edit only if it passes: one that %s", (_, all, others, passes) => {
  const [advice] = fixesOf(selectorUnmatched, {
    packages,
    policies: { all: { packages: all }, others: { packages: others } },
  });
  expect(advice).toMatch(passes ? /^write `/ : /^correct it \(did you mean/);
});

test("points at the selector, or at the entry with the name", () => {
  const because = (scene: Scene) =>
    judgeScene(scene, [selectorUnmatched]).findings.map((found) => [
      found.at.path,
      found.because?.text,
    ]);
  expect(because(policy({}, ["*", "vue"]))).toEqual([
    ["policies/all.yaml", 'packages: ["*", vue]'],
  ]);
  expect(because(policy({ couplings: [{ umbrella: "vue", members }] }))).toEqual([
    ["policies/workspace.yaml", "- umbrella: vue"],
  ]);
});

import { expect, test } from "vitest";
import { type Scene, fixesOf, judgeScene, messagesOf } from "../../testing/scene.ts";
import { sceneFacts } from "../../testing/scene-facts.ts";
import type { Facts, Package } from "../../facts/facts.ts";
import { duplicateName } from "./duplicate-name.ts";

const twins = (packages: readonly Partial<Package>[], facts: Partial<Facts> = {}): Scene => ({
  facts: {
    packages: packages.flatMap((pkg) => sceneFacts({ packages: { ui: pkg } }).packages),
    ...facts,
  },
});
const [first, copy] = [{ dir: "libs/a" }, { dir: "libs/b" }];

test("names the folders of packages with the same name", () => {
  expect(messagesOf(duplicateName, twins([first, copy]))).toEqual([
    "error: `2` packages are named `ui`: `libs/a` and `libs/b`",
  ]);
  expect(messagesOf(duplicateName, twins([first, copy, { dir: "libs/c" }]))).toEqual([
    "error: `3` packages are named `ui`: `libs/a`, `libs/b` and `libs/c`",
  ]);
});

test("only reports them if one of them is published", () => {
  const hidden = { ...copy, private: true };
  expect(messagesOf(duplicateName, twins([first, hidden]))).toHaveLength(1);
  expect(messagesOf(duplicateName, twins([{ ...first, private: true }, hidden]))).toEqual([]);
});

test("reports nothing if each name is unique", () => {
  expect(messagesOf(duplicateName, { packages: { ui: "1.0.0", core: "1.0.0" } })).toEqual([]);
});

test("reports nothing under pnpm, which distinguishes them", () => {
  const planner = { id: "pnpm", package: "planner", version: "1.0.0", from: "bundled" } as const;
  expect(messagesOf(duplicateName, twins([first, copy], { planner }))).toEqual([]);
});

test("points at the second and suggests renaming or excluding one", () => {
  expect(judgeScene(twins([first, copy]), [duplicateName]).findings).toMatchObject([
    { package: "ui", at: { path: "libs/b/package.json", pointer: ["name"] } },
  ]);
  expect(fixesOf(duplicateName, twins([first, copy]))).toEqual([
    "rename one of them, or exclude `libs/b` from the workspace",
  ]);
});

test.each([
  ["dependencies", "error", "published", /^write .*npm:helper@\^20/],
  ["devDependencies", "warn", "developed", /^write .*npm:helper@\^20/],
  ["peerDependencies", "error", "published", /^rename the package in `packages\/helper`/],
] as const)("a range in %s that becomes another: %s", (field, level, word, advice) => {
  const range = { on: "helper", field, before: "^20.0.0", after: "^0.0.2" };
  const scene: Scene = {
    packages: { ui: "1.0.0", helper: { version: "0.0.1", private: true } },
    releases: { ui: { from: "1.0.0", to: "1.0.1", collisions: [range] } },
  };
  expect(messagesOf(duplicateName, scene)).toEqual([
    expect.stringContaining(`${level}: \`ui\` \`1.0.1\` would be ${word} with`),
  ]);
  expect(fixesOf(duplicateName, scene)[0]).toMatch(advice);
});

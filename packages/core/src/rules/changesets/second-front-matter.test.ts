import { expect, test } from "vitest";
import { declaredBumps } from "../../testing/scene-changesets.ts";
import { judgeScene, messagesOf } from "../../testing/scene.ts";
import { secondFrontMatter } from "./second-front-matter.ts";

const written = (summary: string, consumed = false) => ({
  packages: { ui: "1.0.0", core: "1.0.0" },
  changesets: { cat: { bumps: declaredBumps({ ui: "patch", core: "patch" }), summary, consumed } },
});
const SECOND = '---\n"core": minor\n---';

test("reports a second front matter at its first line", () => {
  const scene = written(`Fix it.\n\n${SECOND}\n\nMore.`);
  expect(judgeScene(scene, [secondFrontMatter]).findings).toMatchObject([{ at: { line: 8 } }]);
  expect(messagesOf(secondFrontMatter, scene)).toEqual([
    "error: this changeset has a second front matter, but only the first is parsed: 1 bump would be lost",
  ]);
});

test("counts the bumps that are lost", () => {
  expect(messagesOf(secondFrontMatter, written("---\ncore: minor\n'ui': \"patch\"\n---"))).toEqual([
    "error: this changeset has a second front matter, but only the first is parsed: `2` bumps would be lost",
  ]);
});

test.each([
  ["a rule", "One.\n\n---\n\nTwo."],
  ["two rules around prose", "---\nminor: a word\n---"],
  ["an indented example", '    ---\n    "core": minor\n    ---'],
  ["an open fence", '---\n"core": minor'],
  ["a table", "| a |\n| --- |\n| patch |"],
])("reports nothing for %s", (_, summary) => {
  expect(messagesOf(secondFrontMatter, written(summary))).toEqual([]);
});

test("ignores a changeset already used by a prerelease", () => {
  expect(messagesOf(secondFrontMatter, written(SECOND, true))).toEqual([]);
});

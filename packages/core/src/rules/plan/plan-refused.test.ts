import { expect, test } from "vitest";
import { say } from "../../sentence.ts";
import { type Scene, fixesOf, judgeScene, messagesOf } from "../../testing/scene.ts";
import { planRefused } from "./plan-refused.ts";

const at = { path: ".changeset/config.json", line: 1, column: 1 };
const refused = (hasPlan: boolean): Scene => ({
  packages: { ui: "1.0.0" },
  facts: { refusal: { message: "no such package", at, hasPlan } },
});

test("repeats the planner's message, at the place it names", () => {
  expect(messagesOf(planRefused, refused(false))).toEqual([
    "error: the release command would fail: `no such package`",
  ]);
  expect(judgeScene(refused(false), [planRefused]).findings).toMatchObject([{ at, chain: [] }]);
});

test("says that nothing can be released until it is resolved", () => {
  expect(fixesOf(planRefused, refused(false))).toEqual([
    "resolve this first: no package can be released until then",
  ]);
});

test("reports each refusal with its place and fix", () => {
  const other = { message: "no version", at: { ...at, line: 2 }, help: say`write one` };
  const scene: Scene = {
    packages: { ui: "1.0.0" },
    facts: { refusal: { message: "no such package", at, hasPlan: false, more: [other] } },
  };
  expect(judgeScene(scene, [planRefused]).findings.map((one) => one.at.line)).toEqual([1, 2]);
  expect(fixesOf(planRefused, scene)).toEqual([
    "resolve this first: no package can be released until then",
    "write one",
  ]);
});

test("reports nothing if other rules report the cause and a plan was made without it", () => {
  expect(messagesOf(planRefused, refused(true))).toEqual([]);
});

test("reports nothing if the planner succeeds", () => {
  expect(messagesOf(planRefused, { packages: { ui: "1.0.0" } })).toEqual([]);
});

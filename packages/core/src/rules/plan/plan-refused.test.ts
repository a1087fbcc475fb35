import { expect, test } from "vitest";
import { type Scene, advised, judgeScene, said } from "../../testing/scene.ts";
import { planRefused } from "./plan-refused.ts";

const at = { path: ".changeset/config.json", line: 1, column: 1 };
const refused = (mended: boolean): Scene => ({
  packages: { ui: "1.0.0" },
  facts: { refusal: { message: "no such package", at, mended } },
});

test("repeats the planner's words, at the place that it blames", () => {
  expect(said(planRefused, refused(false))).toEqual([
    "error: the planner refuses: `no such package`",
  ]);
  expect(judgeScene(refused(false), [planRefused]).findings).toMatchObject([{ at, chain: [] }]);
});

test("does not hide that nothing was judged", () => {
  expect(advised(planRefused, refused(false))).toEqual([
    "nothing can be released until this is mended; no release was judged",
  ]);
});

test("reports nothing where other rules tell what is wrong, and a plan was made without it", () => {
  expect(said(planRefused, refused(true))).toEqual([]);
});

test("reports nothing where the planner makes a plan", () => {
  expect(said(planRefused, { packages: { ui: "1.0.0" } })).toEqual([]);
});

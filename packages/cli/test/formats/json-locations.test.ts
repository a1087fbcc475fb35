import { expect, test } from "vitest";
import { jsonObstacles } from "../../src/formats/json/json.ts";

test("an obstacle has a place and a help if they are known, and a place its length", () => {
  const at = { path: "policies/core.yaml", line: 2, column: 3 };
  const { outcome, obstacles } = JSON.parse(
    jsonObstacles([
      { message: "unknown key", help: "remove it", at: { ...at, length: 4 } },
      { message: "unknown track", at },
      { message: "no policy" },
    ]),
  ) as { readonly outcome: string; readonly obstacles: unknown };
  expect(outcome).toBe("cannot-judge");
  expect(obstacles).toEqual([
    { message: "unknown key", help: "remove it", at: { ...at, length: 4 } },
    { message: "unknown track", at },
    { message: "no policy" },
  ]);
});

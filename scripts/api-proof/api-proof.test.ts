import { expect, test } from "vitest";
import { editedPairs } from "./outcome.ts";
import { report } from "./table.ts";

// The sample of `pnpm api-proof`, which takes minutes.
test("finds each edit of real declarations that breaks a consumer, and calls few others breaking", async () => {
  const { rows, misses } = await editedPairs(["p-limit", "cac", "smol-toml"], 1, 7);
  const count = (test: (row: (typeof rows)[number]) => boolean) => rows.filter(test).length;
  const said = `${report(rows)}\n${JSON.stringify(misses, undefined, 1)}`;
  expect(rows.length).toBeGreaterThan(50);
  expect(
    count(({ breaks, found }) => breaks && found === "breaking"),
    said,
  ).toBeGreaterThan(20);
  expect(
    count(({ breaks, found }) => breaks && found === "nothing"),
    said,
  ).toBe(0);
  expect(
    count(({ breaks, found }) => !breaks && found === "breaking"),
    said,
  ).toBeLessThan(4);
});

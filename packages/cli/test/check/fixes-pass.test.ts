import { rules } from "@release-policy/core";
import { afterAll, expect, test } from "vitest";
import { countFixes, fixesText, noFixes, tryFixes } from "../fixes/try-fixes.ts";
import { inExample } from "../kit/run-example.ts";

/** Each example that fails, by rule and title. */
const CASES = rules.flatMap(({ id, examples }) =>
  examples.reject.map((example) => [id, example.title, example] as const),
);

const all = noFixes();
test.each(CASES)(
  "%s, %s: each fix removes its finding and adds no error",
  async (_, title, example) => {
    const own = noFixes();
    const tried = await inExample(example, tryFixes);
    for (const counts of [own, all]) countFixes(counts, tried, title);
    expect(own.failed).toEqual([]);
  },
);

afterAll(() => process.stdout.write(`${fixesText(all)}\n`));

test("most fixes can be applied automatically", () => {
  expect(all.applied).toBeGreaterThanOrEqual(90);
});

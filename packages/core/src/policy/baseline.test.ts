import { expect, test } from "vitest";
import { acceptance } from "./baseline.ts";
import type { BaselineEntry } from "./policy.ts";

const file = "packages/ui/package.json";
const at = { path: file, line: 3, column: 1 };
const entry = {
  rule: "peer-range",
  package: "ui",
  file,
  count: 1,
  owner: "@ann",
  until: "2026-12-31",
} as BaselineEntry;
const found = { rule: "peer-range", level: "error", package: "ui", at } as const;

/** Which of the findings are accepted. */
const accepted = (
  baseline: readonly Partial<BaselineEntry>[],
  findings: readonly object[],
  today = "2026-06-15",
): readonly boolean[] => {
  const accepts = acceptance(
    baseline.map((one) => ({ ...entry, ...one })),
    today,
  );
  return findings.map((one) => accepts({ ...found, ...one }) !== undefined);
};

test("accepts as many errors as the entry counts", () => {
  expect(accepted([{ count: 2 }], [{}, {}, {}])).toEqual([true, true, false]);
  expect(accepted([{}, { count: 2 }], [{}, {}, {}, {}])).toEqual([true, true, true, false]);
  expect(accepted([], [{}])).toEqual([false]);
});

test("does not count warnings, which need no entry", () => {
  expect(accepted([{}], [{ level: "warn" }, {}])).toEqual([false, true]);
});

test.each([
  ["2026-12-30", true],
  ["2026-12-31", true],
  ["2027-01-01", false],
])("on %s, an entry until 2026-12-31 accepts a finding: %s", (today, is) => {
  expect(accepted([{}], [{}], today)).toEqual([is]);
});

test("recognises a finding by rule, package and file, wherever it is in the file", () => {
  const others = [{ rule: "train" }, { package: "core" }, { at: { ...at, path: "a.md" } }];
  expect(accepted([{}], others)).toEqual([false, false, false]);
  expect(accepted([{}], [{ at: { ...at, line: 99 } }])).toEqual([true]);
});

test("only accepts the API element and the version that an entry names", () => {
  expect(accepted([{ api: "open" }], [{}, { api: "close" }, { api: "open" }])).toEqual([
    false,
    false,
    true,
  ]);
  expect(accepted([{ version: "1.1.0" }], [{ version: "1.2.0" }, { version: "1.1.0" }])).toEqual([
    false,
    true,
  ]);
  expect(accepted([{}], [{ api: "open", version: "1.1.0" }])).toEqual([true]);
});

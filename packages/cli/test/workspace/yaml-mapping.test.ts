import { expect, test } from "vitest";
import { yamlMapping } from "../../src/workspace/yaml-mapping.ts";

/** Lists of nine, each of which holds the one before it nine times. */
const nested = (depth: number): string =>
  Array.from({ length: depth }, (_, i) => {
    const item = i === 0 ? "1" : `*a${i - 1}`;
    return `a${i}: &a${i} [${Array<string>(9).fill(item).join(", ")}]\n`;
  }).join("");

test("rejects a ledger whose aliases expand to more than a million values", () => {
  expect(yamlMapping("ledger.yaml", nested(4))).toHaveProperty("a3");
  expect(() => yamlMapping("ledger.yaml", nested(7))).toThrow(
    "ledger.yaml has aliases that expand to too much data",
  );
});

test("rejects an alias that contains itself", () => {
  expect(() => yamlMapping("ledger.yaml", "a: &a [*a]\n")).toThrow("too much data");
});

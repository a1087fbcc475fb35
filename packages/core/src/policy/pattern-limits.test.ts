import { expect, test } from "vitest";
import { LONGEST_PATTERN, patternFault } from "./pattern-limits.ts";

const long = "a".repeat(LONGEST_PATTERN);

test.each([
  [long, `${long}a`, "has more than 256 characters"],
  ["a/**/**/**", "a/**/**/**/**", "has more than three `**`"],
  ["a/*b*", "a/*b*c*", "has more than two `*` between two slashes"],
  ["{*a,b}{b,*a}", "{*a,b}{*a*,b}", "has more than two `*` between two slashes"],
  ["{a}{b}{c}{d}", "{a}{b}{c}{d}{e}", "nests or repeats too many groups"],
  ["a/...", "a/..", "can match outside the workspace"],
])("allows %s, but says that %s %s", (allowed, refused, fault) => {
  expect(patternFault(allowed)).toBeUndefined();
  expect(patternFault(refused)).toBe(fault);
});

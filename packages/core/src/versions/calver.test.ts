import * as fc from "fast-check";
import { expect, test } from "vitest";
import { fitsDay, nextCalver, periodAt, readCalver } from "./calver.ts";
import { dayNumber } from "./day.ts";

const at = (format: string, date: string) => periodAt(format, dayNumber(date)).join(".");

test.each([
  ["YY.Q.N", "2026-03-31", "26.1.N"],
  ["YY.Q.N", "2026-04-01", "26.2.N"],
  ["YYYY.M.D", "2026-03-09", "2026.3.9"],
  ["YYYY.0M.0D", "2026-03-09", "2026.03.09"],
  ["YY.W.N", "2026-03-09", "26.11.N"],
  ["YY.0W", "2027-01-03", "26.53"],
  ["YY.0W", "2026-01-01", "26.01"],
  ["YY.N", "2107-01-03", "107.N"],
])("has for %s on %s the period %s", (format, date, period) => {
  expect(at(format, date)).toBe(period);
});

test.each([
  ["YY.Q.N", "26.2.0", true],
  ["YY.Q.N", "26.2.0-rc.1", true],
  ["YY.Q.N", "26.5.0", false],
  ["YY.Q.N", "26.0.0", false],
  ["YY.Q.N", "2026.2.0", false],
  ["YYYY.M", "2026.12.3", true],
  ["YYYY.M", "2026.13.3", false],
  ["YYYY.M", "26.12.3", false],
  ["YY.0M", "26.04.1", true],
  ["YY.0M", "26.4.1", false],
  ["YY.W", "26.53.0", true],
  ["YY.W", "26.54.0", false],
  ["YYYY.0M.0D", "2026.03.31", true],
  ["YYYY.M.D", "2026.3.32", false],
  ["YY.Q.N", "26.2", false],
])("reads by %s %s: %s", (format, version, isRead) => {
  expect(readCalver(format, version) !== undefined).toBe(isRead);
});

test.each([
  ["YY.Q.N", "26.1.4", "2026-03-20", "26.1.5"],
  ["YY.Q.N", "26.1.4", "2026-04-01", "26.2.0"],
  ["YY.Q.N", "2.3.0", "2025-11-07", "25.4.0"],
  ["YYYY.M", "2026.3.1", "2026-03-20", "2026.3.2"],
  ["YYYY.M", "2026.3.1", "2026-04-20", "2026.4.0"],
  ["YY.N", "26.3.0", "2026-04-20", "26.4.0"],
  ["YYYY.M.D", "2026.3.1", "2026-03-01", "2026.3.1"],
])("by %s comes after %s on %s %s", (format, from, today, next) => {
  expect(nextCalver(format, from, today)).toBe(next);
});

test("the next version has its format and fits its date, for any format and date", () => {
  const format = fc.constantFrom("YY.Q.N", "YYYY.M.D", "YY.0M", "YYYY.0W.0D", "YY.W.N", "YY.N");
  const day = fc.integer({ min: 11_700, max: 40_000 });
  fc.assert(
    fc.property(format, day, fc.constantFrom("1.4.0", "26.1.4"), (letters, number, from) => {
      const today = new Date(number * 86_400_000).toISOString().slice(0, 10);
      const parts = readCalver(letters, nextCalver(letters, from, today));
      expect(parts && fitsDay(letters, parts, today, 0)).toBe(true);
    }),
    { seed: 20_260_615, numRuns: 500 },
  );
});

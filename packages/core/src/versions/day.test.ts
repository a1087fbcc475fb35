import * as fc from "fast-check";
import { expect, test } from "vitest";
import { dayAfter, dayNumber, dayOf, daysBetween, isDay, weekOf } from "./day.ts";

const RUNS = { seed: 20_260_615, numRuns: 2000 };
const DAY = 86_400_000;
const number = fc.integer({ min: 0, max: 400_000 });
const text = (days: number): string => new Date(days * DAY).toISOString().slice(0, 10);

test("numbers every day like Date does", () => {
  fc.assert(
    fc.property(number, (days) => {
      expect(dayNumber(text(days))).toBe(days);
    }),
    RUNS,
  );
});

test("converts every number back to its date", () => {
  fc.assert(
    fc.property(number, (days) => {
      const date = new Date(days * DAY);
      expect(dayOf(days)).toEqual({
        year: date.getUTCFullYear(),
        month: date.getUTCMonth() + 1,
        day: date.getUTCDate(),
      });
    }),
    RUNS,
  );
});

test.each([
  ["2026-02-27", "2026-03-01", 2],
  ["2028-02-27", "2028-03-01", 3],
  ["2026-12-31", "2027-01-01", 1],
  ["2026-03-29", "2026-03-30", 1],
  ["2026-06-15", "2026-06-15", 0],
  ["2026-06-15", "2026-06-10", -5],
])("counts from %s to %s %i days", (first, second, days) => {
  expect(daysBetween(first, second)).toBe(days);
});

test.each([
  ["2026-01-01", 2026, 1],
  ["2026-12-31", 2026, 53],
  ["2027-01-03", 2026, 53],
  ["2027-01-04", 2027, 1],
  ["2024-12-30", 2025, 1],
])("puts %s into the year %i, week %i", (date, year, week) => {
  expect(weekOf(dayNumber(date))).toEqual({ year, week });
});

test("adding days results in a date that many days away", () => {
  expect(dayAfter("2026-02-27", 2)).toBe("2026-03-01");
  expect(dayAfter("2024-02-28", 1)).toBe("2024-02-29");
});

test("only a valid date is a day", () => {
  expect(["2026-02-27", "soon", "2026-1-5", "2026-13-01", ""].map(isDay)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
});

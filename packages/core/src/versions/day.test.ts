import { expect, test } from "vitest";
import { dayAfter, dayNumber, dayOf, daysBetween, isDay, weekOf } from "./day.ts";

test.each([
  ["1970-01-01", 0],
  ["1970-02-01", 31],
  ["2000-02-29", 11_016],
  ["2026-12-31", 20_818],
])("%s is day %i, and the other way round", (date, number) => {
  const [year, month, day] = date.split("-").map(Number);
  expect(dayNumber(date)).toBe(number);
  expect(dayOf(number)).toEqual({ year, month, day });
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

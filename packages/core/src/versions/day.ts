/** Years, months and days of the Gregorian calendar, and nothing of clocks and zones: `2026-11-22` in UTC. */
export interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** Days since 1970-01-01. */
export const dayNumber = (date: string): number =>
  Date.parse(`${date}T00:00:00Z`) / MILLISECONDS_A_DAY;

/** The day of a number that `dayNumber` gives. */
export function dayOf(number: number): Day {
  const date = new Date(number * MILLISECONDS_A_DAY);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
  };
}

/** Whole days from the first to the second date; negative where the second is the earlier. */
export const daysBetween = (first: string, second: string): number =>
  dayNumber(second) - dayNumber(first);

/** The day (`2026-11-22`) that is so many days after another. */
export const dayAfter = (date: string, days: number): string =>
  new Date((dayNumber(date) + days) * MILLISECONDS_A_DAY).toISOString().slice(0, 10);

/** Whether a text is a day such as `2026-11-22`; people write `soon`, too. */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));

const MILLISECONDS_A_DAY = 24 * 60 * 60 * 1000;

/** The ISO week, which belongs to the year of its Thursday. */
export function weekOf(number: number): { readonly year: number; readonly week: number } {
  const thursday = number - ((number + 3) % 7) + 3;
  const { year } = dayOf(thursday);
  return { year, week: Math.floor((thursday - dayNumber(`${year}-01-01`)) / 7) + 1 };
}

/** `1 day`, `5 days` */
export const inDays = (days: number): string => `${days} ${days === 1 ? "day" : "days"}`;

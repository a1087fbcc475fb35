/** Years, months and days of the Gregorian calendar, and nothing of clocks and zones: `2026-11-22` in UTC. */
export interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** Days since 1970-01-01. Counted in eras of 400 years that begin in March, so that a leap day ends its year. */
export function dayNumber(date: string): number {
  const [year = 0, month = 0, day = 0] = date.split("-").map(Number);
  const since = month > 2 ? year : year - 1;
  const inEra = since - Math.floor(since / 400) * 400;
  const inYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const days = inEra * 365 + Math.floor(inEra / 4) - Math.floor(inEra / 100) + inYear;
  return Math.floor(since / 400) * 146_097 + days - 719_468;
}

/** The day of a number that `dayNumber` gives. */
export function dayOf(number: number): Day {
  const shifted = number + 719_468;
  const era = Math.floor(shifted / 146_097);
  const inEra = shifted - era * 146_097;
  const year = Math.floor(
    (inEra - Math.floor(inEra / 1460) + Math.floor(inEra / 36_524) - Math.floor(inEra / 146_096)) /
      365,
  );
  const inYear = inEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const fromMarch = Math.floor((5 * inYear + 2) / 153);
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  return {
    year: year + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: inYear - Math.floor((153 * fromMarch + 2) / 5) + 1,
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

import { dayNumber, dayOf, weekOf } from "./day.ts";

/**
 * A version parsed by a calver format such as `YY.Q.N`: the text of each letter's part, and of the rest, which counts
 * the releases of a period. `26.2.0-rc.1` is parsed as 26.2.0. Undefined if it does not match.
 */
export function readCalver(format: string, version: string): readonly string[] | undefined {
  const letters = format.split(".");
  const parts = version.split(/[-+]/)[0]!.split(".");
  const isRead = letters.every((letter, i) => FORMS[letter]?.test(parts[i] ?? ""));
  return isRead ? parts : undefined;
}

const FORMS: Readonly<Record<string, RegExp>> = {
  YYYY: /^[1-9]\d{3}$/,
  YY: /^(?:0|[1-9]\d{0,2})$/,
  Q: /^[1-4]$/,
  M: /^(?:[1-9]|1[0-2])$/,
  "0M": /^(?:0[1-9]|1[0-2])$/,
  W: /^(?:[1-9]|[1-4]\d|5[0-3])$/,
  "0W": /^(?:0[1-9]|[1-4]\d|5[0-3])$/,
  D: /^(?:[1-9]|[12]\d|3[01])$/,
  "0D": /^(?:0[1-9]|[12]\d|3[01])$/,
  N: /^(?:0|[1-9]\d*)$/,
};

/** What each letter of the format has on a day (a number of days, see day.ts); N stays N. Weeks are those of ISO 8601, with its year. */
export function periodAt(format: string, number: number): readonly string[] {
  const { year, month, day } = dayOf(number);
  const { year: weekYear, week } = weekOf(number);
  const ofYear = /W/.test(format) ? weekYear : year;
  const two = (value: number): string => String(value).padStart(2, "0");
  const values: Readonly<Record<string, string>> = {
    YYYY: `${ofYear}`,
    YY: `${ofYear - 2000}`,
    Q: `${Math.ceil(month / 3)}`,
    M: `${month}`,
    "0M": two(month),
    W: `${week}`,
    "0W": two(week),
    D: `${day}`,
    "0D": two(day),
  };
  return format.split(".").map((letter) => values[letter] ?? letter);
}

/** Whether the parts of a version have the period's letters. */
export const isOfPeriod = (parts: readonly string[], period: readonly string[]): boolean =>
  period.every((value, i) => value === "N" || value === parts[i]);

/** The period is that of the day, or of one of the days after it for which a release may be cut early. */
export function fitsDay(
  format: string,
  parts: readonly string[],
  today: string,
  tolerance: number,
): boolean {
  const first = dayNumber(today);
  return Array.from({ length: tolerance + 1 }, (_, i) => first + i).some((day) =>
    isOfPeriod(parts, periodAt(format, day)),
  );
}

/** The version that comes after another one on a day: the next number of the period, else its first. */
export function nextCalver(format: string, from: string, today: string): string {
  const period = periodAt(format, dayNumber(today));
  const before = readCalver(format, from);
  const number = before && isOfPeriod(before, period) ? calverNumber(format, before) + 1 : 0;
  const parts = period.map((value) => (value === "N" ? `${number}` : value));
  if (parts.length === 3) return parts.join(".");
  return [...parts, format.includes("N") ? "0" : `${number}`].join(".");
}

/** Of N, or of the last part, which such a format leaves over. */
const calverNumber = (format: string, parts: readonly string[]): number =>
  Number(parts.at(format.split(".").indexOf("N")));

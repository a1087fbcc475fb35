import Range from "semver/classes/range.js";

const PLAIN = /^[\^~]?(?:(?:0|[1-9]\d{0,8})(?:\.(?!$)|$)){3}$/;
const parsed = new Map<string, Range | null>();

/** Parsing is most of what a range costs, and a workspace says the same few thousands of times. */
function rangeOf(text: string): Range | null {
  let range = parsed.get(text);
  if (range === undefined) {
    try {
      range = new Range(text);
    } catch {
      range = null;
    }
    parsed.set(text, range);
  }
  return range;
}

/** True for what semver takes for a range: no tag, path or URL. */
export const isRange = (text: string): boolean => PLAIN.test(text) || rangeOf(text) !== null;

/** As `satisfies` of semver: false for what is no range. */
export const satisfies = (version: string, range: string): boolean =>
  rangeOf(range)?.test(version) ?? false;

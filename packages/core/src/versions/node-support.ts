import intersects from "semver/ranges/intersects.js";
import validRange from "semver/ranges/valid.js";
import { NODE_RELEASES, type RuntimeLine } from "./node-releases.ts";
import { lossWithin, releaseLineRange } from "./range.ts";

/** A line with its name and its range. */
export interface NodeLine extends RuntimeLine {
  readonly name: string;
  readonly range: string;
}

/** Node's lines, oldest first: those of the table, with what the policy says otherwise. */
export function nodeLines({
  runtimes,
}: {
  readonly runtimes?: { readonly node?: Readonly<Record<string, RuntimeLine>> };
}): NodeLine[] {
  const own = runtimes?.node ?? {};
  return Object.keys({ ...NODE_RELEASES.lines, ...own })
    .map((name) => ({
      ...NODE_RELEASES.lines[name],
      ...own[name],
      name,
      numbers: name.split(".").map(Number),
    }))
    .toSorted(({ numbers: a }, { numbers: b }) => a[0]! - b[0]! || (a[1] ?? 0) - (b[1] ?? 0))
    .map(({ numbers, ...line }) => ({ ...line, range: releaseLineRange(numbers) }));
}

export const isEnded = ({ end }: RuntimeLine, today: string): boolean =>
  end !== undefined && end < today;

/** Started and not ended. */
export const isSupported = (line: RuntimeLine, today: string): boolean =>
  (line.start ?? "") <= today && !isEnded(line, today);

/** A long-term line that still receives more than repairs. */
export const isActive = (line: RuntimeLine, today: string): boolean =>
  line.lts !== undefined &&
  line.lts <= today &&
  today < (line.maintenance ?? "9999") &&
  !isEnded(line, today);

/** The lines of which the range takes a version; of what is not a range, none. */
export const linesIn = (range: string, lines: readonly NodeLine[]): NodeLine[] =>
  isRange(range) ? lines.filter((line) => intersects(range, line.range)) : [];

/** The lines that the new range leaves out, whole or from some version on. */
export const linesDropped = (
  before: string,
  after: string,
  lines: readonly NodeLine[],
): NodeLine[] =>
  linesIn(before, lines).filter((line) => lossWithin(line.range, before, after) === "line");

/** A limit above realistic lengths: the time to compare two ranges grows with the product of their lengths. */
const LONGEST = 256;

/** An empty text takes every version, as npm reads it. */
export const isRange = (text: string): boolean =>
  text.length <= LONGEST && validRange(text) !== null;

const DAY = 24 * 60 * 60 * 1000;
const MOST_DAYS = 400;

/** The date of the table if it is so old that a line may be missing; undefined otherwise. */
export function staleSince(
  { runtimes }: { readonly runtimes?: { readonly asOf?: string | undefined } },
  today: string,
): string | undefined {
  const asOf = runtimes?.asOf ?? NODE_RELEASES.asOf;
  return Date.parse(today) - Date.parse(asOf) > MOST_DAYS * DAY ? asOf : undefined;
}

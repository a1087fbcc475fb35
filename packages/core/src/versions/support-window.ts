import compare from "semver/functions/compare.js";
import parse from "semver/functions/parse.js";
import satisfies from "semver/functions/satisfies.js";
import { dayAfter } from "./day.ts";

/** How long a release line is supported. The newest line always is. */
export interface SupportWindow {
  /** How many of the newest lines are supported. Default: 1. */
  readonly lines?: number | undefined;
  /** For how many days older lines are supported, from the first release of the line after them. */
  readonly days?: number | undefined;
  /** The last day of single lines, by range: it decides alone. */
  readonly until?: readonly { readonly range: string; readonly day: string }[] | undefined;
}

export interface DatedRelease {
  readonly version: string;
  /** `2026-11-22`; undefined where it is not known: then no days have passed. */
  readonly date?: string | undefined;
}

/** The lines that are past their support, as one range of versions, and the newest line. */
export interface EndedLines {
  readonly lines: readonly string[];
  /** As npm reads it, prereleases included: `<2.0.0-0`. */
  readonly versions: string;
  readonly newest: string;
}

/** A line is a caret's worth. */
interface ReleaseLine {
  readonly name: string;
  /** Its first version. */
  readonly start: string;
  readonly newest: string;
  readonly firstDay: string | undefined;
}

/** Which lines of these releases are past their support on a day. Undefined where none is. */
export function endedLines(
  releases: readonly DatedRelease[],
  window: SupportWindow,
  today: string,
): EndedLines | undefined {
  const lines = stableLines(releases);
  const hasEnded = (line: ReleaseLine, i: number): boolean => {
    const next = lines[i + 1];
    if (!next) return false;
    const last = window.until?.find(({ range }) => satisfies(line.newest, range));
    if (last) return today > last.day;
    if (i >= lines.length - (window.lines ?? 1)) return false;
    if (window.days === undefined) return true;
    return next.firstDay !== undefined && today > dayAfter(next.firstDay, window.days);
  };
  const ended = lines.filter(hasEnded);
  if (ended.length === 0) return undefined;
  // Everything below the first line that is supported, also what was never stable.
  const first = lines.findIndex((line, i) => !hasEnded(line, i));
  const above = lines.slice(first).filter((line) => ended.includes(line));
  const ranges = [
    ...(first > 0 ? [`<${lines[first]!.start}-0`] : []),
    ...above.map(({ name }) => name),
  ];
  return {
    lines: ended.map(({ name }) => name),
    versions: ranges.join(" || "),
    newest: lines.at(-1)!.name,
  };
}

/** The lines of stable releases, oldest first. */
function stableLines(releases: readonly DatedRelease[]): readonly ReleaseLine[] {
  const stable = releases
    .filter(({ version }) => parse(version)?.prerelease.length === 0)
    .toSorted((a, b) => compare(a.version, b.version));
  return [...Map.groupBy(stable, ({ version }) => lineName(version))].map(([name, of]) => {
    const days = of.map(({ date }) => date);
    return {
      name,
      start: name.replaceAll("x", "0").replace(/^(\d+\.\d+)$/, "$1.0"),
      newest: of.at(-1)!.version,
      // Without the day of one release, another may have been the first.
      firstDay: days.reduce((first, day) =>
        first === undefined || day === undefined ? undefined : day < first ? day : first,
      ),
    };
  });
}

/** `1.x`, `0.3.x` or `0.0.3`. */
function lineName(version: string): string {
  const { major, minor, patch } = parse(version)!;
  if (major > 0) return `${major}.x`;
  return minor > 0 ? `0.${minor}.x` : `0.0.${patch}`;
}

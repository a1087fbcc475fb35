import type { MaturityRow } from "../facts/evidence.ts";
import type { Package } from "../facts/facts.ts";
import type { Policy, Track } from "../policy/policy.ts";
import { breakingBump, isGraduating, isJudged, tracksOf } from "../policy/track.ts";
import { byCodeUnit } from "../sentence.ts";
import { type Bump, isOver } from "../versions/bump.ts";

/** The maturity of each package that the policy is about, in the order of tracks and names. */
export function maturityOf(packages: readonly Package[], policy: Policy): readonly MaturityRow[] {
  const order = policy.tracks.map(({ name }) => name);
  return packages
    .flatMap((pkg) => {
      const tracks = tracksOf(policy, pkg);
      if (!isJudged(pkg, tracks)) return [];
      const [track] = tracks;
      const { name, version = "none" } = pkg;
      const promise = track ? promiseOf(track, version) : "no promise";
      return [{ package: name, version, track: track?.name ?? "none", promise }];
    })
    .toSorted(
      (a, b) => order.indexOf(a.track) - order.indexOf(b.track) || byCodeUnit(a.package, b.package),
    );
}

const breakingWith = (least: Bump): string =>
  least === "patch" ? "any release may break" : `breaking changes with a ${least}`;

/** `patch, minor or major` */
const alternatives = (words: readonly string[]): string =>
  words.join(", ").replace(/, ([^,]+)$/, " or $1");

/** `1.x; patch or minor; no breaking changes; no prereleases` */
function promiseOf(track: Track, version: string): string {
  const { versions, declared, prerelease, scheme } = track;
  const bumps = declared.filter((bump) => bump !== "none");
  const least = breakingBump(version, track);
  const mayBreak = bumps.some((bump) => !isOver(least, bump));
  return [
    ...(versions
      ? [isGraduating(version, track) ? `graduating to ${versions.shape}` : versions.shape]
      : []),
    ...(scheme === "semver" ? [] : [`by the calendar, ${scheme.calver}`]),
    bumps.length > 0 ? alternatives(bumps) : "no releases",
    mayBreak ? breakingWith(least) : "no breaking changes",
    ...(prerelease === "forbidden" ? ["no prereleases"] : []),
    ...(typeof prerelease === "object" ? [`always ${alternatives(prerelease.required)}`] : []),
  ].join("; ");
}

const TABLE_START = "<!-- release-policy:tracks -->";
const TABLE_END = "<!-- /release-policy:tracks -->";

/** The maturity table of a page. */
interface PageTable {
  /** The line of the first mark, from 1. */
  readonly line: number;
  /** Of the last one; undefined if it is missing. */
  readonly end?: number;
  /** The text of each cell, without the head of the table. */
  readonly cells: readonly (readonly string[])[];
}

/** The table between the markers of a Markdown page, if there is one. Markers in a code block do not count. */
export function tableIn(page: string): PageTable | undefined {
  const lines = withoutCode(page.split(/\r?\n/));
  const start = lines.indexOf(TABLE_START);
  if (start < 0) return undefined;
  const end = lines.indexOf(TABLE_END, start);
  if (end === -1) return { line: start + 1, cells: [] };
  const rows = lines.slice(start + 1, end).filter((line) => line.startsWith("|"));
  return { line: start + 1, end: end + 1, cells: rows.slice(2).map(cellsOf) };
}

/** The packages that the table has wrong, lacks, or should not have. */
export function differencesOf(
  rows: readonly MaturityRow[],
  { cells }: PageTable,
  withVersions: boolean,
): readonly string[] {
  const keyOf = ([name = "", version = "", ...rest]: readonly string[]) =>
    [name, ...(withVersions ? [version] : []), ...rest].join("\0");
  const expected = rows.map((row) =>
    [row.package, row.version, row.track, row.promise].map(comparable),
  );
  const differing = [
    ...expected.filter((row) => !cells.some((other) => keyOf(other) === keyOf(row))),
    ...cells.filter((row) => !expected.some((other) => keyOf(other) === keyOf(row))),
  ];
  return [...new Set(differing.map(([name = ""]) => name))];
}

/**
 * The page with the table between its markers, which are added at its end if missing; nothing else changes. Undefined
 * if one marker is missing, or the page ends in a code block: then nothing can be added.
 */
export function withTable(page: string, table: string): string | undefined {
  const eol = /\r?\n/.exec(page)?.[0] ?? "\n";
  const body = ["", ...table.trimEnd().split("\n"), ""];
  const found = tableIn(page);
  if (!found) {
    const gap = page === "" ? "" : page.endsWith("\n") ? eol : eol + eol;
    const next = `${page}${gap}${[TABLE_START, ...body, TABLE_END].join(eol)}${eol}`;
    return tableIn(next) ? next : undefined;
  }
  if (found.end === undefined) return undefined;
  const parts = page.split(/(?<=\n)/);
  const inner = body.map((line) => line + eol);
  return [...parts.slice(0, found.line), ...inner, ...parts.slice(found.end - 1)].join("");
}

/** Lines of a block of code become empty, so that numbers stay. */
function withoutCode(lines: readonly string[]): readonly string[] {
  let fence: string | undefined;
  return lines.map((line) => {
    const text = line.trim();
    const [mark] = /^(?:`{3,}|~{3,})/.exec(text) ?? [];
    if (fence !== undefined) {
      if (mark?.startsWith(fence) && text === mark) fence = undefined;
      return "";
    }
    fence = mark;
    return mark === undefined ? text : "";
  });
}

/** What a page cannot show is shown as its number there. */
const comparable = (text: string): string =>
  text
    .replaceAll(/\\u\{[\da-f]+\}|[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu, "?")
    .replaceAll(/\s+/g, " ")
    .trim();

/** The cells of a row, unescaped: a formatter may pad or rewrite them. */
const cellsOf = (row: string): readonly string[] =>
  row
    .replace(/^\|/, "")
    .replace(/\|\s*$/, "")
    .split(/(?<!\\)\|/)
    .map((cell) =>
      comparable(
        cell
          .replaceAll(/\\?`/g, "")
          .replaceAll(/\\([!-/:-@[-_{-~])/g, "$1")
          .replaceAll(/&#(\d{1,7});/g, (_, code: string) =>
            String.fromCodePoint(Math.min(Number(code), 0x10ffff)),
          ),
      ),
    );

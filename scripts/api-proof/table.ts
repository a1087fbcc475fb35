/** What was said of a pair: by the oracle, and by the comparison. */
export interface Row {
  readonly kind: string;
  readonly breaks: boolean;
  readonly found: Found;
  /** What the changelog of the release says. */
  readonly changelog?: "break" | "none";
}

export type Found = "breaking" | "possible" | "nothing" | "refused";

const count = (rows: readonly Row[], test: (row: Row) => boolean): number =>
  rows.filter(test).length;
const percent = (part: number, all: number): string =>
  all === 0 ? "n/a" : `${((100 * part) / all).toFixed(1)} %`;

/** How often changelogs agree with the comparison, and each pair where they do not. */
export function changelogReport(rows: readonly Row[]): string {
  const read = rows.filter(({ changelog }) => changelog);
  const isBreak = ({ found }: Row) => found === "breaking";
  const agreeing = read.filter((row) => isBreak(row) === (row.changelog === "break"));
  return [
    `${read.length} changelogs, of which ${count(read, (row) => row.changelog === "break")} name a break; ${agreeing.length} agree with what was found`,
    "",
    "| Release | Changelog | tsc | Comparison |",
    "| --- | --- | --- | --- |",
    ...read
      .filter((row) => !agreeing.includes(row))
      .map(
        (row) =>
          `| ${row.kind} | ${row.changelog === "break" ? "names a break" : "names none"} | ${row.breaks ? "breaks" : "compiles"} | ${row.found} |`,
      ),
  ].join("\n");
}

/** The figures, and a table of the kinds. */
export function report(rows: readonly Row[]): string {
  const broken = count(rows, ({ breaks }) => breaks);
  const certain = count(rows, ({ found }) => found === "breaking");
  const isFound = ({ found }: Row) => found !== "nothing";
  const all = count(rows, isFound);
  const kinds = Map.groupBy(rows, ({ kind }) => kind);
  const line = (kind: string, some: readonly Row[]) =>
    `| ${[kind, some.length, count(some, ({ breaks }) => breaks), ...(["breaking", "possible", "nothing"] as const).map((one) => count(some, ({ found }) => found === one)), count(some, (row) => row.breaks && !isFound(row)), count(some, ({ breaks, found }) => !breaks && found === "breaking")].join(" | ")} |`;
  return [
    "| Kind | Pairs | Break | breaking | possible | nothing | Missed | False |",
    "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ...[...kinds].map(([kind, some]) => line(kind, some)),
    line("All", rows),
    "",
    `${kinds.size} kinds, ${rows.length} pairs, ${broken} break a consumer`,
    `breaking: precision ${percent(
      count(rows, ({ breaks, found }) => breaks && found === "breaking"),
      certain,
    )}, recall ${percent(
      count(rows, ({ breaks, found }) => breaks && found === "breaking"),
      broken,
    )}`,
    `breaking or possible: precision ${percent(
      count(rows, (row) => row.breaks && isFound(row)),
      all,
    )}, recall ${percent(
      count(rows, (row) => row.breaks && isFound(row)),
      broken,
    )}`,
  ].join("\n");
}

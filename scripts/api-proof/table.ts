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

/** How often each verdict is right, and how many of the breaks it finds: in percent, undefined of nothing. */
export interface Figures {
  readonly pairs: number;
  readonly breaks: number;
  readonly breaking: Rates;
  readonly breakingOrPossible: Rates;
}

export interface Rates {
  readonly precision?: number;
  readonly recall?: number;
}

export function figuresOf(rows: readonly Row[]): Figures {
  const breaks = count(rows, (row) => row.breaks);
  const rates = (isFound: (row: Row) => boolean): Rates => {
    const right = count(rows, (row) => row.breaks && isFound(row));
    const found = count(rows, isFound);
    return {
      ...(found > 0 ? { precision: (100 * right) / found } : {}),
      ...(breaks > 0 ? { recall: (100 * right) / breaks } : {}),
    };
  };
  return {
    pairs: rows.length,
    breaks,
    breaking: rates(({ found }) => found === "breaking"),
    breakingOrPossible: rates(hasVerdict),
  };
}

const hasVerdict = ({ found }: Row): boolean => found !== "nothing";

export const percent = (rate: number | undefined): string =>
  rate === undefined ? "n/a" : `${rate.toFixed(1).replace(/\.0$/, "")} %`;

/** The figures, and a table of the kinds. */
export function report(rows: readonly Row[]): string {
  const { pairs, breaks, breaking, breakingOrPossible } = figuresOf(rows);
  const kinds = Map.groupBy(rows, ({ kind }) => kind);
  const line = (kind: string, some: readonly Row[]) =>
    `| ${[kind, some.length, count(some, (row) => row.breaks), ...(["breaking", "possible", "nothing"] as const).map((one) => count(some, ({ found }) => found === one)), count(some, (row) => row.breaks && !hasVerdict(row)), count(some, (row) => !row.breaks && row.found === "breaking")].join(" | ")} |`;
  const rates = ({ precision, recall }: Rates) =>
    `precision ${percent(precision)}, recall ${percent(recall)}`;
  return [
    "| Kind | Pairs | Break | breaking | possible | nothing | Missed | False |",
    "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ...[...kinds].map(([kind, some]) => line(kind, some)),
    line("All", rows),
    "",
    `${kinds.size} kinds, ${pairs} pairs, ${breaks} break a consumer`,
    `breaking: ${rates(breaking)}`,
    `breaking or possible: ${rates(breakingOrPossible)}`,
  ].join("\n");
}

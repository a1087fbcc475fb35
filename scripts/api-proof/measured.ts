import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Miss } from "./outcome.ts";
import { type Figures, type Found, type Row, figuresOf } from "./table.ts";

/** What `pnpm api-proof --record` has measured: docs/api-proof.md is made of it. */
export interface Measured {
  /** The seeds in the order in which they ran: each was new then. */
  readonly seeds: readonly MeasuredSeed[];
  readonly releases?: MeasuredPairs & {
    readonly changelogs: Readonly<Record<"read" | "naming" | "agreeing" | "broken", number>>;
  };
  /** Lines of a table. */
  readonly speed?: readonly string[];
}

interface MeasuredSeed {
  readonly seed: string;
  /** How many pairs there were is not known of the first seeds, and neither are the misses. */
  readonly figures: Pick<Figures, "breaking" | "breakingOrPossible"> & Partial<Figures>;
  readonly misses?: readonly MeasuredMiss[];
}

interface MeasuredPairs {
  readonly figures: Figures;
  readonly misses: readonly MeasuredMiss[];
}

export interface MeasuredMiss {
  readonly kind: string;
  readonly package: string;
  readonly element: string;
  readonly found: Found;
  readonly breaks: boolean;
}

const PATH = join(import.meta.dirname, "measured.json");

export const measured = (): Measured => JSON.parse(readFileSync(PATH, "utf8")) as Measured;

/** Keeps what a run has measured, in place of an earlier run of the same. */
export function record(change: Partial<Measured>): void {
  const text = JSON.stringify({ ...measured(), ...change }, undefined, 2);
  writeFileSync(PATH, `${text}\n`);
}

/** With the pairs of a seed as the last one. */
export function withSeed(
  seed: string,
  rows: readonly Row[],
  misses: readonly Miss[],
): Pick<Measured, "seeds"> {
  const others = measured().seeds.filter((one) => one.seed !== seed);
  return { seeds: [...others, { seed, ...measuredPairs(rows, misses) }] };
}

/** What the changelogs say, beside the pairs. */
export function measuredReleases(
  rows: readonly Row[],
  misses: readonly Miss[],
): Pick<Measured, "releases"> {
  const read = rows.filter(({ changelog }) => changelog);
  const agrees = (row: Row) => (row.found === "breaking") === (row.changelog === "break");
  return {
    releases: {
      ...measuredPairs(rows, misses),
      changelogs: {
        read: read.length,
        naming: read.filter(({ changelog }) => changelog === "break").length,
        agreeing: read.filter(agrees).length,
        broken: read.filter((row) => !agrees(row) && row.breaks).length,
      },
    },
  };
}

const measuredPairs = (rows: readonly Row[], misses: readonly Miss[]): MeasuredPairs => ({
  figures: figuresOf(rows),
  misses: misses.map(({ kind, package: of, owner, found, breaks }) => ({
    kind,
    package: of,
    element: owner ?? "",
    found,
    breaks,
  })),
});

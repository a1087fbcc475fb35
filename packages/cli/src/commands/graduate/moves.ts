import type { Sentence } from "@release-policy/core/types";
import type { ReportedFinding } from "../../check/report.ts";
import type { ChangedFile } from "../../files/writing/changed-files.ts";
import { printable } from "../../formats/escape.ts";
import { type Style, paint } from "../../formats/style.ts";
import type { Tried } from "../trial.ts";

export interface Graduation {
  readonly package: string;
  readonly version: string;
  /** The tracks that it leaves. */
  readonly from: readonly string[];
  readonly to: string;
  /** True if it already exists; then nothing else is set. */
  readonly already: boolean;
  /** The version that the next release makes. */
  readonly next?: string;
  readonly changes: readonly ChangedFile[];
  /** True where the changes are in the files. */
  readonly written: boolean;
  /** Obstacles; if there are any, nothing is written. */
  readonly missing: readonly Sentence[];
  /** What the check says of the result. */
  readonly findings: readonly ReportedFinding[];
  /** Other releases that are in the plan only now, or make another version. */
  readonly moves: readonly { readonly name: string; readonly from: string; readonly to: string }[];
}

export const movesOf = (
  start: Tried,
  after: Tried,
  graduating: ReadonlySet<string> = new Set(),
): Graduation["moves"] =>
  after.view.releases
    .filter((one) => !graduating.has(one.name) && start.view.releaseOf(one.name)?.to !== one.to)
    .map((one) => ({ name: one.name, from: one.from, to: one.to }));

interface Move {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** Releases that a change brings into the plan, below a title. */
export const movesText = (title: string, moves: readonly Move[], style: Style): string =>
  [
    paint(style, "bold", title),
    ...moves.map(({ name, from, to }) => `  ${printable(`${name} ${from} → ${to}`)}`),
  ].join("\n");

import { printable } from "./escape.ts";
import { paint, type Style } from "./style.ts";

export interface Move {
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

import { styleText } from "node:util";
import type { Sentence } from "@release-policy/core/types";
import { printable } from "./escape.ts";

type Format = Parameters<typeof styleText>[0];

export interface Style {
  readonly color: boolean;
  /** Columns of the terminal; prose is wrapped at it. */
  readonly width: number;
  /** Errors are wrapped for people; in a log, a message is one line that can be searched. */
  readonly isTerminal?: boolean;
}

/** Every string that is painted is made printable first. */
export const paint = (style: Style, format: Format, text: string): string =>
  style.color ? styleText(format, printable(text), { validateStream: false }) : printable(text);

/** `1,024`. `toLocaleString` would load Node's data for all languages, which takes longer than starting Node. */
export const thousands = (number: number): string =>
  String(number).replaceAll(/\B(?=(?:\d{3})+$)/g, ",");

/** `1 release`, `1,024 releases`. */
export const count = (number: number, noun: string): string =>
  `${thousands(number)} ${noun}${number === 1 ? "" : "s"}`;

interface Piece {
  readonly text: string;
  readonly code: boolean;
}

/**
 * A sentence in lines of at most the style's width. The first line begins at column `start`, the others are
 * indented by `indent`. Code is painted, never broken.
 */
export function wrapped(sentence: Sentence, style: Style, indent: number, start = indent): string {
  const lines: (readonly Piece[])[][] = [[]];
  let column = start;
  for (const word of sentenceWords(sentence)) {
    const length = word.reduce((sum, { text }) => sum + printable(text).length, 0);
    if (lines.at(-1)!.length > 0 && column + 1 + length > style.width) {
      lines.push([]);
      column = indent;
    }
    column += length + (lines.at(-1)!.length > 0 ? 1 : 0);
    lines.at(-1)!.push(word);
  }
  const render = ({ text, code }: Piece) => (code ? paint(style, "cyan", text) : printable(text));
  return lines
    .map((line) => line.map((word) => word.map(render).join("")).join(" "))
    .join(`\n${" ".repeat(indent)}`);
}

/** Pieces without a space between them, such as a name and its comma, are one word. */
function sentenceWords(sentence: Sentence): (readonly Piece[])[] {
  const found: Piece[][] = [[]];
  for (const part of sentence) {
    const code = typeof part !== "string";
    const [first = "", ...rest] = code ? [part.code] : part.split(" ");
    if (first !== "") found.at(-1)!.push({ text: first, code });
    for (const text of rest) found.push(text === "" ? [] : [{ text, code }]);
  }
  return found.filter((word) => word.length > 0);
}

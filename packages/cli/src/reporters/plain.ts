import type { Sentence } from "@release-policy/core";
import { printable } from "./escape.ts";

/** A sentence in one line, code between backticks as in Markdown, safe to print. */
export const plain = (sentence: Sentence): string =>
  printable(
    sentence.map((part) => (typeof part === "string" ? part : `\`${part.code}\``)).join(""),
  );

/** At most so many characters; what is left out is three dots. */
export const clipped = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, "")}…` : text;

import { type Edit, withTable } from "@release-policy/core";
import type { Location } from "@release-policy/core/types";
import { yamlDocument } from "../files/on-demand.ts";

/** The maturity table as a page has it. */
export type TableOf = (rows: Extract<Edit, { readonly kind: "table" }>["rows"]) => string;

/** Text to put in the place of a part of a file. */
export interface Splice {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

const MARK = "\uFEFF";

/**
 * The text of a file after an edit (of a new file: all of it); undefined if the place is not as the edit expects.
 * Everything else stays byte for byte: byte order mark, line endings, quotes, comments.
 */
export function spliceOf(
  text: string,
  edit: Exclude<Edit, { readonly kind: "create" | "delete" }>,
  tableOf: TableOf,
): Splice | undefined {
  if (edit.kind === "table") {
    const next = withTable(text, tableOf(edit.rows));
    return next === undefined ? undefined : { from: 0, to: text.length, text: next };
  }
  if (edit.kind === "set") return { from: 0, to: text.length, text: withValue(text, edit) };
  const line = lineOf(text, edit.at);
  if (!line) return undefined;
  if (edit.kind === "remove") return { from: line.start, to: line.next, text: "" };
  const from = line.start + edit.at.column - 1;
  if (edit.kind === "insert") {
    const indent = text.slice(line.start, from);
    if (from > line.end || indent.trim() !== "") return undefined;
    const put = withEnds(edit.text, endsOf(text)) + indent;
    return { from, to: from, text: put };
  }
  // The length of a value may be without its quotes.
  const quotes = /["']/.test(text[from] ?? "") ? 2 : 0;
  const to = Math.min(from + (edit.at.length ?? edit.was.length) + quotes, line.end);
  const found = text.slice(from, to);
  const at = found.indexOf(edit.was);
  if (at === -1 || at !== found.lastIndexOf(edit.was)) return undefined;
  const put = edit.quoted && found === edit.was ? JSON.stringify(edit.text) : edit.text;
  // A name that needs escapes does not fit into quotes that are there.
  if (put === edit.text && edit.quoted && !/^[\w@/.~-]+$/.test(put)) return undefined;
  return { from: from + at, to: from + at + edit.was.length, text: put };
}

/** JSON loses its layout: such an edit is tried, and said to a person. */
function withValue(text: string, { keys, value }: Extract<Edit, { readonly kind: "set" }>): string {
  const data = yamlDocument(text);
  if (value === undefined) data.deleteIn(keys);
  else data.setIn(keys, value);
  return text.trimStart().startsWith("{") ? JSON.stringify(data.toJSON()) : data.toString();
}

/** `false` where two of them would change the same place. */
export const areApart = (a: Splice, b: Splice): boolean => a.to <= b.from || b.to <= a.from;

/** The text with splices that are apart. */
export const spliced = (text: string, splices: readonly Splice[]): string =>
  splices
    // From the end, so that no place moves; of two that begin together the longer first.
    .toReversed()
    .toSorted((a, b) => b.from - a.from || b.to - a.to)
    .reduce((all, { from, to, text: put }) => all.slice(0, from) + put + all.slice(to), text);

export const endsOf = (text: string): string => (text.includes("\r\n") ? "\r\n" : "\n");

export const withEnds = (text: string, eol: string): string => text.replaceAll(/\r?\n/g, eol);

/** Offsets of a line, without its end. A byte order mark is not a column. */
function lineOf(text: string, { line }: Location) {
  let start = text.startsWith(MARK) && line === 1 ? MARK.length : 0;
  for (let i = 1; i < line; i++) {
    const next = text.indexOf("\n", start);
    if (next === -1) return undefined;
    start = next + 1;
  }
  const at = text.indexOf("\n", start);
  const end = at === -1 ? text.length : at;
  const next = at === -1 ? text.length : at + 1;
  return { start, end: text[end - 1] === "\r" ? end - 1 : end, next };
}

/** Where the line of a place begins. */
export const lineStart = (text: string, offset: number): number =>
  text.lastIndexOf("\n", offset - 1) + 1;

import type { Document } from "@release-policy/core/types";

const ATX = /^ {0,3}#{1,6}(?:[ \t]+(.*))?$/;
const BREAK = /^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$/;
const UNDERLINE = /^ {0,3}(?:=+|-+)[ \t]*$/;
const FENCE = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/;
const ITEM = /^ {0,3}(?:[-+*]|\d{1,9}[.)])(?:[ \t]+|$)/;
/** HTML that continues to its own end marker, whatever is between. */
const RAW: readonly (readonly [start: RegExp, end: RegExp])[] = [
  [/^ {0,3}<!--/, /-->/],
  [/^ {0,3}<(?:pre|script|style|textarea)(?=[\s>]|$)/i, /<\/(?:pre|script|style|textarea)>/i],
];
const TAG = /^ {0,3}<\/?[a-z][^<]*$/i;

/** Lists in lists that a line may open. */
const DEEPEST = 9;
/** Of a heading's text. */
const LONGEST = 300;

type Heading = Document["headings"][number];

/**
 * The headings of a Markdown text with their lines, including underlined ones; without those in code, HTML or
 * quotations. A Markdown parser takes a minute for 64 kB of hostile lines; this is linear. A test compares it with
 * such a parser.
 */
export function headingsOf(text: string): readonly Heading[] {
  const headings: Heading[] = [];
  /** What is open takes lines until its end. */
  let end: RegExp | undefined;
  let paragraph: { readonly line: number; text: string } | undefined;
  let inside = false;
  for (const [i, line] of text.split(/\r\n|\n|\r/).entries()) {
    const isBlank = line.trim() === "";
    if (end) {
      if (end.test(line)) end = undefined;
      continue;
    }
    if (paragraph && UNDERLINE.test(line)) {
      headings.push(paragraph);
      paragraph = undefined;
      continue;
    }
    const atx = ATX.exec(line);
    if (isBlank || atx || BREAK.test(line)) {
      if (atx) headings.push({ text: withoutClosing(atx[1] ?? ""), line: i + 1 });
      [paragraph, inside] = [undefined, false];
      continue;
    }
    const block = skippedUntil(line, paragraph !== undefined);
    const opensContainer = /^ {0,3}>/.test(line) || ITEM.test(line);
    if (block || opensContainer) {
      end = block === "here" ? undefined : block;
      // A paragraph of a list or a quotation continues without a marker.
      inside = opensContainer;
      paragraph = undefined;
    } else if (paragraph) paragraph.text += ` ${line.trim()}`;
    else if (!inside && !/^(?: {4}|\t)/.test(line)) paragraph = { line: i + 1, text: line.trim() };
  }
  return headings.map(({ line, text: full }) => ({ line, text: full.slice(0, LONGEST) }));
}

/** `## 1.0.0 ##` */
function withoutClosing(written: string): string {
  const text = written.trim();
  let end = text.length;
  while (text[end - 1] === "#") end--;
  return end === 0 || /\s/.test(text[end - 1]!) ? text.slice(0, end).trimEnd() : text;
}

/** The end of the code or HTML that the line opens; `here` if it is on the same line; undefined if it opens none. */
function skippedUntil(line: string, inParagraph: boolean): RegExp | "here" | undefined {
  let rest = line;
  for (let depth = 0; depth < DEEPEST && ITEM.test(rest); depth++) rest = rest.replace(ITEM, "");
  const [, fence] = FENCE.exec(rest) ?? [];
  if (fence) return new RegExp(`^ *${fence[0]}{${fence.length},}[ \\t]*$`);
  for (const [start, stop] of RAW) {
    const [open] = start.exec(line) ?? [];
    if (open !== undefined) return stop.test(line.slice(open.length)) ? "here" : stop;
  }
  return !inParagraph && TAG.test(line) ? /^\s*$/ : undefined;
}

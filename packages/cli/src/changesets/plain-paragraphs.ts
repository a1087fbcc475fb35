import type { Node } from "./markdown-source.ts";

/**
 * The blocks of a text of plain paragraphs, as the Markdown parser finds them; undefined if it may hold any other
 * block, or code or HTML from one line to the next. Most changesets that declare something are one such line.
 */
export function plainParagraphs(text: string): readonly Node[] | undefined {
  const paragraphs = [...text.matchAll(/[^\n]+(?:\n[^\n]+)*/g)];
  if (!paragraphs.every(([paragraph]) => isPlainParagraph(paragraph))) return undefined;
  return paragraphs.map(({ 0: { length }, index }) => ({
    type: "paragraph",
    children: [],
    // Only the offsets are read.
    position: {
      start: { line: 1, column: 1, offset: index },
      end: { line: 1, column: 1, offset: index + length },
    },
  }));
}

/** A line that begins with a letter neither begins another block nor ends a paragraph. */
function isPlainParagraph(paragraph: string): boolean {
  const lines = paragraph.split("\n");
  return (
    lines.every((line) => /^[a-z]/i.test(line)) &&
    !/\r|\s$/.test(paragraph) &&
    (lines.length === 1 || lines.every((line) => CLOSED.test(line)))
  );
}

/** Code that ends in its line, and no HTML. */
const CLOSED = /^[^`<\\]*(?:`[^`<\\]+`[^`<\\]*)*$/;

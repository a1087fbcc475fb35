import type { fromMarkdown } from "mdast-util-from-markdown";
import type { Location } from "@release-policy/core";

export type Node = ReturnType<typeof fromMarkdown>["children"][number];
export type Paragraph = Extract<Node, { type: "paragraph" }>;

export interface Line {
  /** Without the space around it. */
  readonly text: string;
  readonly start: number;
  /** True where the line begins inside of code or HTML. */
  readonly hidden: boolean;
}

/** The places of a parsed text in its file. */
export interface Source {
  readonly textOf: (node: Node) => string;
  /** From one offset to another, as far as the line goes. */
  readonly at: (start: number, end: number) => Location;
  /** What a place marks. */
  readonly marked: (at: Location) => string;
  readonly linesOf: (paragraph: Paragraph) => readonly Line[];
}

export const startOf = (node: Node): number => node.position!.start.offset!;
export const endOf = (node: Node): number => node.position!.end.offset!;

export function sourceOf(path: string, text: string, firstLine: number): Source {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return {
    textOf: (node) => text.slice(startOf(node), endOf(node)),
    at: (start, end) => {
      const i = starts.findLastIndex((lineStart) => lineStart <= start);
      const length = text.slice(start, end).split("\n", 1)[0]!.trimEnd().length;
      return { path, line: firstLine + i, column: start - starts[i]! + 1, length };
    },
    marked: ({ line, column, length }) =>
      text.slice(starts[line - firstLine]! + column - 1).slice(0, length),
    linesOf: (paragraph) => {
      const inner = paragraph.children.filter(
        ({ type }) => type === "inlineCode" || type === "html",
      );
      let start = startOf(paragraph);
      return text
        .slice(start, endOf(paragraph))
        .split("\n")
        .map((line) => {
          const own = start + line.length - line.trimStart().length;
          start += line.length + 1;
          const hidden = inner.some((node) => startOf(node) < own && own < endOf(node));
          return { text: line.trim(), start: own, hidden };
        });
    },
  };
}

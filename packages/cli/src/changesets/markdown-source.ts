import type { Location } from "@release-policy/core/types";
import type { fromMarkdown } from "mdast-util-from-markdown";

export type Node = ReturnType<typeof fromMarkdown>["children"][number];
export type Heading = Extract<Node, { type: "heading" }>;
type Paragraph = Extract<Node, { type: "paragraph" }>;

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
  /** Of a heading, without its marks. */
  readonly contentOf: (heading: Heading) => Omit<Line, "hidden"> & { readonly end: number };
  /** From one offset to another, at most to the end of the line. */
  readonly at: (start: number, end: number) => Location;
  /** What a place marks. */
  readonly marked: (at: Location) => string;
  readonly linesOf: (paragraph: Paragraph) => readonly Line[];
}

export const nodeStart = (node: Pick<Node, "position">): number => node.position!.start.offset!;
export const nodeEnd = (node: Pick<Node, "position">): number => node.position!.end.offset!;

export function sourceOf(path: string, text: string, firstLine: number): Source {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return {
    textOf: (node) => text.slice(nodeStart(node), nodeEnd(node)),
    contentOf: (heading) => {
      const [first, last] = [heading.children[0] ?? heading, heading.children.at(-1) ?? heading];
      const [start, end] = [nodeStart(first), nodeEnd(last)];
      return { text: text.slice(start, end), start, end };
    },
    at: (from, end) => {
      const first = text.slice(from, end).split("\n", 1)[0]!;
      const start = from + first.length - first.trimStart().length;
      const i = starts.findLastIndex((lineStart) => lineStart <= start);
      const column = start - starts[i]! + 1;
      return { path, line: firstLine + i, column, length: first.trim().length };
    },
    marked: ({ line, column, length }) =>
      text.slice(starts[line - firstLine]! + column - 1).slice(0, length),
    linesOf: (paragraph) => {
      const inner = paragraph.children.filter(
        ({ type }) => type === "inlineCode" || type === "html",
      );
      let start = nodeStart(paragraph);
      return text
        .slice(start, nodeEnd(paragraph))
        .split("\n")
        .map((line) => {
          const own = start + line.length - line.trimStart().length;
          start += line.length + 1;
          const hidden = inner.some((node) => nodeStart(node) < own && own < nodeEnd(node));
          return { text: line.trim(), start: own, hidden };
        });
    },
  };
}

import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly url?: string;
  readonly depth?: number;
  readonly children?: readonly Node[];
}

/** What a forge would make of a text. */
export interface Structure {
  readonly headings: readonly Node[];
  /** Cells of each row of each table. */
  readonly tables: readonly (readonly number[])[];
  readonly links: readonly string[];
  /** Blocks of code. */
  readonly blocks: readonly string[];
  /** Code within a line. */
  readonly spans: readonly string[];
  readonly html: readonly string[];
  /** All that is read as prose. */
  readonly prose: string;
  readonly lists: number;
  /** Nodes of kinds that a comment has no use for: images, quotes, footnotes, task lists, definitions. */
  readonly strange: readonly string[];
}

const KNOWN = new Set(
  "root paragraph text inlineCode code strong heading table tableRow tableCell link list listItem html break".split(
    " ",
  ),
);

export function structureOf(markdown: string): Structure {
  const tree = fromMarkdown(markdown, {
    extensions: [gfm()],
    mdastExtensions: [gfmFromMarkdown()],
  }) as Node;
  const nodes = [...walk(tree)];
  const of = (type: string) => nodes.filter((node) => node.type === type);
  const valuesOf = (type: string) => of(type).map(({ value }) => value ?? "");
  return {
    headings: of("heading"),
    tables: of("table").map(({ children = [] }) => children.map((row) => row.children!.length)),
    links: of("link").map(({ url }) => url ?? ""),
    blocks: valuesOf("code"),
    spans: valuesOf("inlineCode"),
    html: valuesOf("html"),
    prose: valuesOf("text").join("\n"),
    lists: of("list").length,
    strange: nodes.filter(({ type }) => !KNOWN.has(type)).map(({ type }) => type),
  };
}

function* walk(node: Node): Generator<Node> {
  yield node;
  for (const child of node.children ?? []) yield* walk(child);
}

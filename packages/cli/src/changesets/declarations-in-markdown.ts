import type { Declaration, Section } from "@release-policy/core/types";
import { announces } from "./announcement.ts";
import {
  type Declared,
  breakingAt,
  endsSections,
  headingLabel,
  isExperimental,
  marksExperimental,
  saysNone,
  trailersOf,
} from "./declaration-grammar.ts";
import {
  type Heading,
  type Node,
  type Source,
  nodeEnd,
  nodeStart,
  sourceOf,
} from "./markdown-source.ts";
import { plainParagraphs } from "./plain-paragraphs.ts";

interface Open {
  readonly depth: number;
  readonly section: Section;
  readonly entries: Entry[];
  /** What counts as an entry if there is none: code, a quotation, a subheading. */
  readonly spare: Entry[];
}
/** What is found in a text, on the way through it. */
interface Found {
  readonly source: Source;
  readonly declarations: Declaration[];
  readonly opened: Open[];
}

/** Links and emphasis say nothing here, and are what takes long in a hostile text. */
const OFF = ["attention", "labelStartLink", "labelStartImage", "labelEnd", "autolink"];

/** A walk over a history and an editor read the same texts again and again. */
const known = new Map<string, Declared>();
const MOST_KNOWN = 500;

/**
 * The declarations and sections of a text whose first line is `line` of the file. `isMajor` if its changeset may declare a
 * major: what it says of the next one may then come now. Quotations, code and HTML are
 * never looked into.
 */
export async function readMarkdown(
  path: string,
  text: string,
  line: number,
  isMajor: boolean,
): Promise<Declared> {
  const key = [line, isMajor, path, text].join("\0");
  const found = known.get(key) ?? declaredIn(path, await blocksOf(text), text, line, isMajor);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, found);
  return found;
}

/** The parser is loaded only for a text with more than plain paragraphs. */
async function blocksOf(text: string): Promise<readonly Node[]> {
  const plain = plainParagraphs(text);
  if (plain) return plain;
  const { fromMarkdown } = await import("mdast-util-from-markdown");
  return fromMarkdown(text, { extensions: [{ disable: { null: OFF } }] }).children;
}

function declaredIn(
  path: string,
  children: readonly Node[],
  text: string,
  line: number,
  isMajor: boolean,
): Declared {
  const found: Found = { source: sourceOf(path, text, line), declarations: [], opened: [] };
  const hasTrailers = readTrailers(children.at(-1), found);
  const flow = hasTrailers ? children.slice(0, -1) : children;
  readFlow(flow, found);
  for (const { section, entries, spare } of found.opened) {
    const { kind, at } = section;
    if (kind === "breaking" && entries.length > 0) declareSection(found, entries, isMajor);
    else if (kind === "breaking")
      found.declarations.push({ kind, value: found.source.marked(at), at });
    if (entries.length === 0) entries.push(...spare.slice(0, 1));
  }
  const parts = experimentalParts(flow, found.source);
  const declarations = found.declarations
    .toSorted((a, b) => a.at.line - b.at.line || a.at.column - b.at.column)
    .map((one) =>
      marksExperimental(found.source.marked(one.at)) ||
      parts.some(([first, next]) => one.at.line >= first && one.at.line < next)
        ? { ...one, experimental: true as const }
        : one,
    );
  return { declarations, sections: found.opened.map(({ section }) => section) };
}

/** The lines below each heading `Experimental`, up to the next heading that is not below it, or to the trailers. */
function experimentalParts(nodes: readonly Node[], source: Source): (readonly [number, number])[] {
  const lineAt = (offset: number): number => source.at(offset, offset).line;
  return nodes.flatMap((node, i) => {
    if (node.type !== "heading") return [];
    const { text } = source.contentOf(node);
    if (!isExperimental(text) && !marksExperimental(text)) return [];
    const ends = (one: Node, at: number): boolean =>
      at > i &&
      one.type === "heading" &&
      (one.depth <= node.depth || endsSections(source.contentOf(one).text));
    const end = nodes.find(ends);
    const next = end ? lineAt(nodeStart(end)) : lineAt(nodeEnd(nodes.at(-1)!)) + 1;
    return [[lineAt(nodeStart(node)), next]];
  });
}

/** The text without the trailer lines that declare something; the other lines of that paragraph stay. */
export async function withoutTrailers(text: string): Promise<string> {
  const children = await blocksOf(text);
  const found: Found = { source: sourceOf("", text, 1), declarations: [], opened: [] };
  if (!readTrailers(children.at(-1), found)) return text;
  const declared = new Set(found.declarations.map(({ at }) => at.line));
  return text
    .split("\n")
    .filter((_, i) => !declared.has(i + 1))
    .join("\n")
    .trimEnd();
}

/** An entry of a section that only announces a break; with its own label, it is one. */
function declareSection(found: Found, entries: readonly Entry[], isMajor: boolean): void {
  const isPlan = ({ text }: Entry): boolean => !breakingAt(text) && announces(text, isMajor);
  declare(
    found,
    entries.filter((entry) => !isPlan(entry)),
  );
  for (const { text, at } of entries.filter(isPlan))
    found.declarations.push({ kind: "announcement", value: text, at });
}

function declare({ declarations }: Found, entries: readonly Entry[], label = ""): void {
  const experimental = marksExperimental(label) ? { experimental: true as const } : {};
  for (const { text, at } of entries) {
    const value = text.slice(breakingAt(text)?.end ?? 0) || text;
    if (!saysNone(value)) declarations.push({ kind: "breaking", value, ...experimental, at });
  }
}

/** True where the last paragraph is one of trailers. */
function readTrailers(last: Node | undefined, { source, declarations }: Found): boolean {
  if (last?.type !== "paragraph") return false;
  const lines = source.linesOf(last);
  const trailers = lines.some(({ hidden }) => hidden)
    ? undefined
    : trailersOf(lines.map(({ text }) => text));
  if (!trailers) return false;
  for (const [i, { text, start }] of lines.entries()) {
    const breaking = breakingAt(text);
    const trailer =
      trailers[i] ?? (breaking && { kind: "breaking", value: text.slice(breaking.end) || text });
    if (trailer && !(breaking && saysNone(trailer.value)))
      declarations.push({ ...trailer, at: source.at(start, start + text.length) });
  }
  return true;
}

/** The blocks of the text, or of an item of a list. */
function readFlow(nodes: readonly Node[], found: Found): void {
  const open: Open[] = [];
  for (const [i, node] of nodes.entries()) {
    if (node.type === "heading") {
      while (open.length > 0 && open.at(-1)!.depth >= node.depth) open.pop();
      if (endsSections(found.source.contentOf(node).text)) open.length = 0;
      const section = openSection(node, found);
      if (section) open.push(section);
      else open.at(-1)?.spare.push(spareOf(node, found.source));
      if (!section) declareCommit(node, found);
      continue;
    }
    const inside = open.at(-1);
    inside?.entries.push(...sectionEntries(node, nodes[i + 1], found.source));
    if (node.type === "code" || node.type === "blockquote")
      inside?.spare.push(spareOf(node, found.source));
    if (inside?.section.kind !== "breaking") readLines(nodes, i, found);
  }
}

/** `# feat!: …` is the heading of a text, not of a section. */
function declareCommit(heading: Heading, found: Found): void {
  const { text, start, end } = found.source.contentOf(heading);
  if (breakingAt(text))
    declare(found, [{ text: text.replaceAll(/\s+/g, " "), at: found.source.at(start, end) }]);
}

function openSection(heading: Heading, { source, opened }: Found): Open | undefined {
  const { text, start, end } = source.contentOf(heading);
  const label = headingLabel(text);
  if (!label) return undefined;
  const rest = text.slice(label.end).replaceAll(/\s+/g, " ").trim();
  const entries = rest === "" ? [] : [{ text: rest, at: source.at(start + label.end, end) }];
  const section = { kind: label.kind, at: source.at(start, end), entries };
  const open = { depth: heading.depth, section, entries, spare: [] };
  opened.push(open);
  return open;
}

/** `BREAKING` at the start of a line, in paragraphs and lists of any depth. */
function readLines(nodes: readonly Node[], i: number, found: Found): void {
  const [node, next] = [nodes[i]!, nodes[i + 1]];
  if (node.type === "list") {
    if (i > 0 && leadsToDeclaration(nodes[i - 1]!, node, found.source)) return;
    for (const { children } of node.children) readFlow(children, found);
  }
  if (node.type !== "paragraph") return;
  const lines = found.source.linesOf(node);
  const labels = lines.map(({ text, hidden }) => (hidden ? undefined : breakingAt(text)));
  for (const [at, label] of labels.entries()) {
    if (!label) continue;
    const { text, start } = lines[at]!;
    const end = labels.findIndex((other, later) => later > at && other);
    const after = lines.slice(at + 1, end === -1 ? undefined : end);
    const value = [text.slice(label.end), ...after.map((line) => line.text)].join(" ").trim();
    if (next && value === "" && leadsToDeclaration(node, next, found.source))
      declare(found, sectionEntries(next, undefined, found.source), text);
    else
      declare(found, [
        {
          text: value === "" ? text : value,
          at: found.source.at(start + label.start, start + text.length),
        },
      ]);
  }
}

type Entry = Section["entries"][number];

/** A paragraph is an entry, unless it only introduces what follows; so is each list item. */
function sectionEntries(node: Node, next: Node | undefined, source: Source): readonly Entry[] {
  if (node.type === "list") {
    return node.children.flatMap(({ children }) => {
      const first = children.find(({ type }) => type === "paragraph");
      return first ? sectionEntries(first, undefined, source) : [];
    });
  }
  if (node.type !== "paragraph") return [];
  const text = source.textOf(node).replaceAll(/\s+/g, " ").trim();
  if (text.endsWith(":") && (next?.type === "list" || next?.type === "code")) return [];
  return [{ text, at: source.at(nodeStart(node), nodeEnd(node)) }];
}

/** The first line of a block, used as the entry of a section without one. */
const spareOf = (node: Node, source: Source): Entry => ({
  text: source.textOf(node).split(/\r?\n/, 1)[0]!.trim(),
  at: source.at(nodeStart(node), nodeEnd(node)),
});

/** A label with nothing after it, and its subject. */
function leadsToDeclaration(node: Node, next: Node, source: Source): boolean {
  if (node.type !== "paragraph") return false;
  const { text, hidden } = source.linesOf(node).at(-1)!;
  const label = hidden ? undefined : breakingAt(text);
  const bare = label !== undefined && label.kind === "breaking" && text.length <= label.end;
  return bare && sectionEntries(next, undefined, source).length > 0;
}

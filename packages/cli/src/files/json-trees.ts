import type { Location } from "@release-policy/core/types";
import { type JSONVisitor, type Node, findNodeAtLocation, parseTree, visit } from "jsonc-parser";
import { TextLines } from "./text-lines.ts";

export { getNodeValue, parse, parseTree, printParseErrorCode } from "jsonc-parser";

/** Returns a function that finds the place of a JSON pointer's value; the location itself if there is none. */
export function pointersIn(text: string): (at: Location) => Location {
  const lines = new TextLines(text);
  let tree: Node | undefined;
  let isFirst = true;
  return (at) => {
    const { pointer = [] } = at;
    // Of most files one place is asked for, near the start. Each of many would be searched from there.
    const span = isFirst ? firstSpan(text, pointer) : spanIn((tree ??= parseTree(text)), pointer);
    isFirst = false;
    if (!span) return at;
    return {
      path: at.path,
      ...lines.placeOf(span.start),
      length: lines.lengthWithin(span.start, span.end),
    };
  };
}

/** Of a value, with its key if it has one. */
interface Span {
  readonly start: number;
  readonly end: number;
}

function spanIn(tree: Node | undefined, keys: readonly string[]): Span | undefined {
  let node = tree;
  for (const key of keys)
    node = node && findNodeAtLocation(node, [node.type === "array" ? Number(key) : key]);
  if (!node) return undefined;
  const { offset, length } = node.parent?.type === "property" ? node.parent : node;
  return { start: offset, end: offset + length };
}

/** The same, without reading what is behind it. */
function firstSpan(text: string, keys: readonly string[]): Span | undefined {
  let start: number | undefined;
  let depth = 0;
  const isAt = (path: readonly (string | number)[]): boolean =>
    path.length === keys.length && keys.every((key, i) => String(path[i]) === key);
  const begin: JSONVisitor["onArrayBegin"] = (offset, _, __, ___, path) => {
    if (start === undefined && isAt(path())) start = offset;
    if (start !== undefined) depth++;
  };
  const end: JSONVisitor["onArrayEnd"] = (offset, length) => {
    if (start !== undefined && --depth === 0) throw new Found({ start, end: offset + length });
  };
  try {
    visit(text, {
      onObjectProperty(key, offset, _, __, ___, path) {
        if (start === undefined && isAt([...path(), key])) start = offset;
      },
      onLiteralValue(_, offset, length, __, ___, path) {
        if (start === undefined && isAt(path())) start = offset;
        if (start !== undefined && depth === 0) throw new Found({ start, end: offset + length });
      },
      onObjectBegin: begin,
      onObjectEnd: end,
      onArrayBegin: begin,
      onArrayEnd: end,
    });
  } catch (thrown) {
    if (thrown instanceof Found) return thrown.span;
    throw thrown;
  }
  return undefined;
}

/** Ends the visit, which has no other way to end early. */
class Found {
  readonly span: Span;

  constructor(span: Span) {
    this.span = span;
  }
}
